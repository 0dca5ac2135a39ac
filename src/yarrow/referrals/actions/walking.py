"""Walking along a pathway: beginning it, taking a step, again where that helps, and what came of it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.methods.funnels import GOING
from yarrow.people.actions.rows import begin, day_of, entered_before, new_id
from yarrow.people.errors import NotHere
from yarrow.people.models import Person
from yarrow.referrals import rules
from yarrow.referrals.actions.rows import held, note
from yarrow.referrals.errors import CannotBe, WrongMove
from yarrow.referrals.models import Journey, PathwayVersion, StepTaken
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor


@transaction.atomic
def begin_journey(
    *,
    person: Person,
    pathway: PathwayVersion,
    project: Project,
    by: Actor,
    at: datetime,
    began_on: date | None = None,
    entry_id: UUID | None = None,
) -> Journey:
    """Somebody sets out on a pathway, with its first step. One journey on a pathway at a time."""
    rules.check_may_refer(by, project)
    begin(person, project, by)
    known = entered_before(Journey, person, entry_id)
    if known is not None:
        return known
    if pathway.project_id != project.pk:
        raise NotHere()
    going = Journey.objects.filter(person=person, pathway__code=pathway.code, ended_on=None)
    if going.exists():
        raise CannotBe(_("They are on this pathway already."))
    on = rules.past_day("began_on", began_on or day_of(at, project), day_of(at, project))
    row = Journey(id=new_id(entry_id), project=project, person=person, pathway=pathway, began_on=on)
    row.added_by, row.added_at = by.id, at
    row.save(force_insert=True)
    _take(row, pathway.pathway.steps[0].code, on, by, at)
    note("referrals.begin_journey", row, by, at)
    return row


@transaction.atomic
def take_step(
    *,
    journey: Journey,
    step: str,
    project: Project,
    by: Actor,
    at: datetime,
    began_on: date | None = None,
) -> StepTaken:
    """Take a step: the next, an earlier one again, or any: nobody has to keep to the order. One at a time."""
    journey = held(journey, project, by, "pathway")
    if journey.ended_on is not None:
        raise WrongMove()
    told = journey.pathway.pathway.step(step)
    taken = list(journey.steps.all())
    if told is None:
        raise CannotBe(_("This pathway has no such step."), field="step")
    if any(one.result == GOING for one in taken):
        raise CannotBe(_("Say first what came of the step they are at."), field="step")
    if not told.repeatable and any(one.step == step for one in taken):
        raise CannotBe(_("This step is taken once. Choose another one."), field="step")
    on = rules.past_day("began_on", began_on or day_of(at, project), day_of(at, project))
    row = _take(journey, step, on, by, at)
    note("referrals.take_step", row, by, at)
    return row


@transaction.atomic
def end_step(
    *,
    taken: StepTaken,
    result: str,
    project: Project,
    by: Actor,
    at: datetime,
    ended_on: date | None = None,
) -> StepTaken:
    """What came of a step. Raises WrongMove where that was said already."""
    taken = held(taken, project, by)
    if taken.result != GOING:
        raise WrongMove()
    on = rules.past_day("ended_on", ended_on or day_of(at, project), day_of(at, project))
    if on < taken.began_on:
        raise CannotBe(_("That is before it began. Check both days."), field="ended_on")
    taken.result, taken.ended_on = rules.one_of("results", "result", result), on
    taken.save(update_fields=["result", "ended_on"])
    note("referrals.end_step", taken, by, at)
    return taken


@transaction.atomic
def end_journey(*, journey: Journey, project: Project, by: Actor, at: datetime) -> Journey:
    """They leave the pathway, for now or for good; setting out again is a new journey."""
    journey = held(journey, project, by)
    if journey.ended_on is not None:
        raise WrongMove()
    if journey.steps.filter(result=GOING).exists():
        raise CannotBe(_("Say first what came of the step they are at."))
    journey.ended_on = day_of(at, project)
    journey.save(update_fields=["ended_on"])
    note("referrals.end_journey", journey, by, at)
    return journey


def _take(journey: Journey, step: str, on: date, by: Actor, at: datetime) -> StepTaken:
    return StepTaken.objects.create(
        project=journey.project,
        person=journey.person,
        journey=journey,
        step=step,
        began_on=on,
        added_by=by.id,
        added_at=at,
    )
