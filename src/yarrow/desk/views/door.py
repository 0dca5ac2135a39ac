"""The door itself: what answers without a project, a role or even a session."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from yarrow.desk import queries, receiving, themes
from yarrow.methods.refusals import Refusal
from yarrow.staff import speaking
from yarrow.staff.access import allow


@require_safe
@allow(purpose="says only whether the server is well", state="open")
def show_health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the server: whether it can read its records, and nothing else (`yarrow doctor` tells)."""
    is_well = queries.can_read()
    return HttpResponse(
        "ok\n" if is_well else "not ok\n",
        content_type="text/plain; charset=utf-8",
        status=200 if is_well else 503,
    )


@require_POST
@allow(purpose="day or night, for this session", state="open")
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme and go back to the page."""
    themes.choose_theme(request, request.POST.get("theme", ""))
    return _back(request)


@require_POST
@allow(purpose="the language of the pages, kept with the account once signed in", state="open")
def choose_language(request: HttpRequest) -> HttpResponse:
    """Speak the chosen language from now on, and go back to the page."""
    speaking.choose(request, request.POST.get("language", ""), at=timezone.now())
    return _back(request)


@require_safe
@allow(purpose="where links in messages land", state="open")
def go_on(request: HttpRequest, to: str) -> HttpResponse:
    """Refresh onto the page itself: a link from outside arrives without our cookies, a refresh brings them."""
    address = f"/{to}"
    try:
        resolve(address)
    except Resolver404:
        raise Http404 from None
    if not url_has_allowed_host_and_scheme(address, None):
        raise Http404
    return render(request, "desk/go_on.html", {"address": address})


@require_safe
@allow(purpose="the script that shows a device its kept page where there is no signal", state="open")
def show_keeper(request: HttpRequest) -> HttpResponse:
    """The service worker; at the root, because its address bounds the pages it may stand in for."""
    context = {"static_url": settings.STATIC_URL}
    return render(request, "desk/keep.js", context, content_type="text/javascript; charset=utf-8")


@csrf_exempt
@require_POST
@allow(purpose="takes sealed entries from devices, known by their signature", state="open")
def receive_entry(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Store one envelope blind; the receipt is sent only after it stands on disk."""
    try:
        delivery = receiving.read_delivery(request)
        receipt = receiving.take(device_id, delivery, at=timezone.now())
    except Refusal as refusal:
        return JsonResponse({"error": refusal.message}, status=refusal.status)
    return JsonResponse(receipt)


def _back(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("next", "/")
    return redirect(back if url_has_allowed_host_and_scheme(back, None) else "/")
