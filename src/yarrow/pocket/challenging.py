"""Somebody challenges what a project may keep about a number, a vehicle or them. The answer is one, whatever is kept.

Nothing is looked up while they wait: what was sent is sealed and lies in the inbox. So neither the words nor the time
of the answer can say whether anything is listed.
"""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from yarrow.methods.refusals import Refusal
from yarrow.pocket import flood, opening, showing
from yarrow.pocket.views import taken_from_anywhere
from yarrow.safety import challenges
from yarrow.safety.actions import leave_challenge
from yarrow.safety.actions.challenging import LONGEST
from yarrow.safety.models import ChallengeDoor
from yarrow.staff.access import allow
from yarrow.vault import fence
from yarrow.vault.actors import Actor

BY = Actor.system("challenge")


@taken_from_anywhere
@sensitive_post_parameters()
@sensitive_variables("sent")
@require_http_methods(["GET", "HEAD", "POST"])
@allow(purpose="challenge what a project may keep about a number: no account, no cookie", state="open")
def challenge(request: HttpRequest, door: str) -> HttpResponse:
    """Asks what it is about and what is wrong; then one page for everybody."""
    found = challenges.door_of(door) if opening.is_small(request) else None
    if found is None:
        return showing.closed(request)
    fence.enter(found.project_id)
    if not found.project.is_live:
        return showing.closed(request)
    if request.method != "POST":
        return _asks({}, str(uuid4()))
    sent = {name: request.POST.get(name, "") for name in LONGEST}
    if flood.is_too_many(f"challenge {found.pk}"):
        return _asks(sent, request.POST.get("entry_id", ""), _("Very many are sent just now. Wait a minute."))
    return _taken(found, sent, request.POST.get("entry_id", ""))


def _taken(door: ChallengeDoor, sent: dict[str, str], entry_id: str) -> HttpResponse:
    try:
        leave_challenge(sent=sent, project=door.project, by=BY, at=timezone.now(), entry_id=_number(entry_id))
    except Refusal as refusal:
        return _asks(sent, entry_id, refusal.message, refusal.field or "", refusal.status)
    return showing.page("challenged", {})


def _asks(
    sent: dict[str, str], entry_id: str, error: str = "", at_field: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"sent": sent, "entry_id": entry_id, "longest": LONGEST}
    return showing.page(
        "challenge", {**context, "error": error, "at_field": at_field, "errors": bool(error)}, status=status
    )


def _number(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
