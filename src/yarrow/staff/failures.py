"""The pages a worker sees when a form came back without its token or cookie, and when the records are away."""

import sys
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.defaults import server_error

from yarrow.staff import carrying
from yarrow.vault import away

SECONDS = 10


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: nothing was saved.

    A form of a project's page, sent by that page, comes back with what was typed, to be sent again after signing in
    in another tab. Otherwise the way back keeps it in most browsers. Without any session cookie on a first form the
    page was not too old: the browser refuses our cookies, as every browser does at an address that is neither https
    nor localhost.
    """
    context: dict[str, Any] = {"keeps_cookies": settings.SESSION_COOKIE_NAME in request.COOKIES}
    if carrying.is_own_form(request):
        context |= {
            "carried": carrying.fields(request),
            "lost_files": bool(request.FILES),
            "is_signed_in": SESSION_KEY in request.session,
        }
    return render(request, "staff/form_expired.html", context, status=403)


def broke(request: HttpRequest) -> HttpResponse:
    """handler500: a fault of ours is said to be one. While PostgreSQL is away nothing is at fault, and it passes."""
    if not away.is_away(sys.exc_info()[1]):
        return server_error(request)
    away.let_go()
    return records_away(request)


def records_away(request: HttpRequest) -> HttpResponse:
    """What was typed comes back, to be sent again as it was: its token and its entry id make it stand once.

    Drawn without the records: no session, no account, no name of the project.
    """
    context: dict[str, Any] = {"is_form": request.method == "POST", "address": request.get_full_path()}
    if carrying.is_own_form(request):
        token = ("csrfmiddlewaretoken", request.POST.get("csrfmiddlewaretoken", ""))
        context |= {"carried": [token, *carrying.fields(request)], "lost_files": bool(request.FILES)}
        context["is_once"] = "entry_id" in request.POST
    page = render_to_string("staff/records_away.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": str(SECONDS), "Cache-Control": "no-store"})
