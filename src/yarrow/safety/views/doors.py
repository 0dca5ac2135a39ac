"""The public page of reports, as those who arrange the work see it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.safety import actions, doors, rules
from yarrow.safety.forms.doors import DoorForm
from yarrow.staff.access import allow
from yarrow.ui.sentences import translated
from yarrow.ui.squares import square

RENEW, CLOSE = "renew", "close"


@allow(*rules.KEEPERS, purpose="open and close the public page of reports, and print its link")
def show_door(request: Any) -> HttpResponse:
    """The link and its square to print; in which languages; a new link, or none any more."""
    row = doors.of(request.project)
    form = DoorForm(request.POST or None, initial={"languages": row.languages if row else []})
    if request.method == "POST" and request.POST.get("act") in (RENEW, CLOSE):
        return _changed(request, request.POST["act"])
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            actions.open_door(languages=form.cleaned_data["languages"], **_told(request))
            messages.success(request, _("The page is open. Try the link before you hand it out."))
            return redirect(request.project.url("safety:show_door"))
    is_open = row is not None and row.closed_at is None
    link = request.build_absolute_uri(doors.address(row)) if row is not None and is_open else ""
    context = {"form": form, "link": link, "square": square(link) if link else ""}
    return render(request, "safety/show_door.html", context)


def _changed(request: Any, act: str) -> HttpResponse:
    try:
        if act == RENEW:
            actions.renew_door(**_told(request))
            said = _("There is a new link. The old one leads nowhere now.")
        else:
            actions.close_door(**_told(request))
            said = _("The page is closed. Whoever reported can still come back.")
    except Refusal as refusal:
        messages.error(request, translated(refusal.message))
    else:
        messages.success(request, said)
    return redirect(request.project.url("safety:show_door"))


def _told(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}
