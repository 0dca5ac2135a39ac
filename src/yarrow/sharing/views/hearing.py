"""One press for each: an answer was seen, a decision is known."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from yarrow.people import pages
from yarrow.people.models import Person
from yarrow.sharing import actions, queries, rules
from yarrow.staff.access import allow


@require_POST
@allow(*rules.SHARERS, purpose="say that a partner's answer was seen")
@pages.on_person
def see_answers(request: Any, person: Person, package_id: UUID) -> HttpResponse:
    """It leaves Today."""
    actions.see_answers(package=queries.package_of(person, package_id), **_act(request))
    return redirect(request.project.url("sharing:list_due"))


@require_POST
@allow(*rules.PROPOSERS, purpose="say that a colleague's decision is known")
@pages.on_person
def hear_decision(request: Any, person: Person, proposal_id: UUID) -> HttpResponse:
    """It leaves Today."""
    actions.hear_decision(proposal=queries.proposal_of(person, proposal_id), **_act(request))
    return redirect(request.project.url("sharing:list_due"))


def _act(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}
