"""Pathways: which are in use, who took which step, and one person's way along."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yarrow.people import pages
from yarrow.people.models import Person
from yarrow.referrals import actions, choosing, figures, forms, lists, rules, walking
from yarrow.referrals.models import PathwayVersion
from yarrow.staff.access import allow
from yarrow.staff.roles import ARRANGERS, CASE


@require_safe
@allow(*CASE, "evaluator", purpose="see which pathways the project uses", state="add_only")
def list_pathways(request: Any) -> HttpResponse:
    """Those in use, and those that could be taken up."""
    context = {
        "in_use": walking.in_use(request.project),
        "on_offer": walking.on_offer(request.project),
        "can_arrange": rules.can_arrange(request.actor),
        "can_count": rules.can_count(request.actor),
        "can_keep": rules.can_keep(request.actor),
    }
    return render(request, "referrals/list_pathways.html", context)


@require_POST
@allow(*ARRANGERS, purpose="take a pathway up as its file says it today", state="add_only")
def take_up_pathway(request: Any, code: str) -> HttpResponse:
    """One press."""
    actions.take_up_pathway(code=code, **_act(request))
    messages.success(request, _("Saved."))
    return redirect(request.project.url("referrals:show_pathway", code))


@allow(*ARRANGERS, purpose="write a pathway of the project's own", state="add_only")
def add_pathway(request: Any) -> HttpResponse:
    """Its words and its first steps; more come when it is changed."""
    return _written(request, None)


@allow(*ARRANGERS, purpose="change a pathway; whoever walks on it keeps theirs", state="add_only")
def change_pathway(request: Any, code: str) -> HttpResponse:
    """A new version, from the one in use."""
    return _written(request, walking.pathway_in(request.project, code))


def _written(request: Any, version: PathwayVersion | None) -> HttpResponse:
    form = forms.PathwayForm(
        request.POST or None,
        pathway=version.pathway if version else None,
        n=version.n if version else 0,
        agencies=choosing.agencies(request.project, most=None),
    )
    if request.method == "POST" and form.is_valid():
        with form.saying_refusals():
            code = version.code if version else ""
            row = actions.write_pathway(code=code, **form.told(), **_act(request))
            messages.success(request, _("Saved."))
            return redirect(request.project.url("referrals:show_pathway", row.code))
    return render(request, "referrals/write_pathway.html", {"form": form, "version": version})


@require_safe
@allow(*rules.COUNTERS, purpose="see how far people came on a pathway, in true figures", state="add_only")
def show_pathway(request: Any, code: str) -> HttpResponse:
    """Its steps as agreed, and the funnel."""
    found = figures.of_pathway(request.project, walking.pathway_in(request.project, code))
    context = {"found": found, "can_arrange": rules.can_arrange(request.actor)}
    return render(request, "referrals/show_pathway.html", context)


@require_safe
@allow(*rules.KEEPERS, purpose="see where a person stands on a pathway")
@pages.on_person
def show_journeys(request: Any, person: Person) -> HttpResponse:
    """Steps taken, again where that helped, and the next; to set out on, only where they are not on the way."""
    journeys = walking.of_person(person)
    going = {one.journey.pathway.code for one in journeys if one.journey.ended_on is None}
    context = {
        "person": person,
        "journeys": journeys,
        "in_use": [one for one in walking.in_use(request.project) if one.code not in going],
        "results": lists.choices("results"),
    }
    return render(request, "referrals/show_journeys.html", context)


@require_POST
@allow(*rules.KEEPERS, purpose="write down that a person sets out on a pathway")
@pages.on_person
def begin_journey(request: Any, person: Person, code: str) -> HttpResponse:
    """With its first step."""
    pathway = walking.pathway_in(request.project, code)
    return _done(request, person, actions.begin_journey, person=person, pathway=pathway)


@require_POST
@allow(*rules.KEEPERS, purpose="write down that a person takes a step of a pathway")
@pages.on_person
def take_step(request: Any, person: Person, journey_id: UUID) -> HttpResponse:
    """Any step; the next one is offered first."""
    journey = walking.journey_in(person, journey_id)
    return _done(request, person, actions.take_step, journey=journey, step=request.POST.get("step", ""))


@require_POST
@allow(*rules.KEEPERS, purpose="write down what came of a step")
@pages.on_person
def end_step(request: Any, person: Person, taken_id: UUID) -> HttpResponse:
    """One press."""
    taken = walking.taken_in(person, taken_id)
    return _done(request, person, actions.end_step, taken=taken, result=request.POST.get("result", ""))


@require_POST
@allow(*rules.KEEPERS, purpose="write down that a person leaves a pathway, for now or for good")
@pages.on_person
def end_journey(request: Any, person: Person, journey_id: UUID) -> HttpResponse:
    """One press; setting out again is a new journey."""
    return _done(request, person, actions.end_journey, journey=walking.journey_in(person, journey_id))


def _act(request: Any) -> dict[str, Any]:
    return {"project": request.project, "by": request.actor, "at": timezone.now()}


def _done(request: Any, person: Person, act: Callable[..., Any], /, **said: Any) -> HttpResponse:
    act(**said, **_act(request))
    messages.success(request, _("Saved."))
    return redirect(request.project.url("referrals:show_journeys", person.id))
