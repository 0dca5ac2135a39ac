"""One press for each: an answer was seen, a decision is known."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from yarrow.people import pages
from yarrow.people.errors import NotHere
from yarrow.people.models import Person
from yarrow.sharing import actions, queries, rules
from yarrow.staff.access import allow


@require_POST
@allow(*rules.SHARERS, purpose="say that a partner's answer was seen")
@pages.on_person
def see_answers(request: Any, person: Person, package_id: UUID) -> HttpResponse:
    """What the page showed leaves Today; what came since stays."""
    package = queries.package_of(person, package_id)
    actions.see_answers(package=package, answer_id=_answer_in(request), **_act(request))
    return redirect(request.project.url("sharing:list_due"))


@require_POST
@allow(*rules.PROPOSERS, purpose="say that a colleague's decision is known")
@pages.on_person
def hear_decision(request: Any, person: Person, proposal_id: UUID) -> HttpResponse:
    """It leaves Today."""
    actions.hear_decision(proposal=queries.proposal_of(person, proposal_id), **_act(request))
    return redirect(request.project.url("sharing:list_due"))


def _answer_in(request: Any) -> UUID:
    """The answer that the page showed. Raises NotHere for what is no answer."""
    try:
        return UUID(request.POST.get("answer", ""))
    except ValueError:
        raise NotHere() from None


def _act(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}
