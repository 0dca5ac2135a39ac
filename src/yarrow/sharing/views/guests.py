"""Pages of a partner's guest, who sees what was sent to them and nothing else; and who is whose guest."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yarrow.people.errors import NotHere
from yarrow.sharing import actions, forms, guests, lists, rules
from yarrow.sharing.downloads import as_download
from yarrow.staff.access import allow
from yarrow.staff.roles import ARRANGERS, GUEST


@require_safe
@allow(GUEST, purpose="see what was sent to a partner's guest")
def list_sent(request: Any) -> HttpResponse:
    """The latest first; whom it is about stands behind a press."""
    found = guests.sent_to(request.actor, request.project, timezone.now())
    return render(request, "sharing/list_sent.html", {"found": found})


@require_POST
@allow(GUEST, purpose="open what was sent to a partner's guest")
def open_sent(request: Any, package_id: UUID) -> HttpResponse:
    """One opening of so many, on the trail."""
    found = actions.open_sent(package_id=package_id, **_act(request))
    context = {"found": found, "file": guests.file_called(found), "answers": lists.choices("answers")}
    context["rows"] = [(lists.label("facts", fact), says) for fact, says in found.said.items()]
    context["n_left"] = found.package.most_openings - found.package.n_openings
    return _unkept(render(request, "sharing/open_sent.html", context))


@require_POST
@allow(GUEST, purpose="take the file of what was sent to a partner's guest")
def fetch_sent(request: Any, package_id: UUID) -> HttpResponse:
    """To be saved under a name that says nothing."""
    return as_download(actions.fetch_sent(package_id=package_id, **_act(request)))


@require_POST
@allow(GUEST, purpose="answer what was sent to a partner's guest")
def answer_sent(request: Any, package_id: UUID) -> HttpResponse:
    """The first tap says what came of it; a refusal asks for its reason, which is the second."""
    answer, reason = request.POST.get("answer", ""), request.POST.get("reason", "")
    if not answer or (answer == "refused" and not reason):
        rules.sent_to(request.actor, request.project, str(package_id), timezone.now())
        asked = "reasons" if answer else "answers"
        context = {"package_id": package_id, "choices": lists.choices(asked), "is_why": bool(answer)}
        return _unkept(render(request, "sharing/answer_sent.html", context))
    actions.answer_sent(package_id=package_id, answer=answer, reason=reason, **_act(request))
    messages.success(request, _("Thank you. You can say it again when it changes."))
    return redirect(request.project.url("sharing:list_sent"))


@require_safe
@allow(*ARRANGERS, purpose="see partners' guests, for whom and until when", state="add_only")
def list_guests(request: Any) -> HttpResponse:
    """Those without an agency first: nothing can be sent to them yet."""
    return render(request, "sharing/list_guests.html", {"rows": guests.guests_in(request.project)})


@allow(
    *ARRANGERS, purpose="say for which agency a guest is here, and until when", state="add_only", step_up=True
)
def seat_guest(request: Any, membership_id: UUID) -> HttpResponse:
    """It can be said anew; what was sent for another agency opens no more."""
    place = guests.place_in(request.project, membership_id)
    if place is None:
        raise NotHere()
    form = forms.SeatForm(request.POST or None, agencies=guests.agencies_in(request.project))
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            actions.seat_guest(membership=place, **form.said(), **_act(request))
            messages.success(request, _("Saved."))
            return redirect(request.project.url("sharing:list_guests"))
    return render(request, "sharing/seat_guest.html", {"form": form, "place": place})


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def _act(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}
