"""A plan that belongs to the person: its goals and steps, looking back, and who agreed.

No act asks for a goal about work, and none waits for one.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.people.actions.rows import begin, day_of, entered_before, new_id
from yarrow.people.models import Person
from yarrow.plans import rules
from yarrow.plans.errors import CannotBe, ChangedMeanwhile, WrongStep
from yarrow.plans.models import Goal, Plan, Review, Step
from yarrow.plans.states import ENDED, GOAL_STATES, GOING, PLAN_STATES, STEP_STATES
from yarrow.staff.models import Membership, Project, Worker
from yarrow.staff.roles import WORKERS
from yarrow.staff.states import LEFT
from yarrow.vault import trail
from yarrow.vault.actors import Actor
from yarrow.vault.sealing_model import sealed_fields


@transaction.atomic
def add_goal(
    *,
    person: Person,
    words: str,
    project: Project,
    by: Actor,
    at: datetime,
    domain: str = "",
    kind: str = "own",
    entry_id: UUID | None = None,
) -> Goal:
    """A goal in the person's own words; the first one begins the plan, and one that rests goes on.

    Raises CannotBe, NotHere, NotForYou, Erased, Locked, NoGrant.
    """
    rules.check_may_keep(by, project)
    begin(person, project, by)
    known = entered_before(Goal, person, entry_id)
    if known is not None:
        return known
    said = _goal_said(words, domain, kind)
    plan = standing_plan(person) or _begun(person, by, at)
    goal = Goal(id=new_id(entry_id), project=project, person=person, plan=plan, added_by=by.id, added_at=at)
    _put(goal, said, by)
    goal.save(force_insert=True)
    _note("plans.add_goal", goal, by, at)
    return goal


@transaction.atomic
def change_goal(
    *,
    goal: Goal,
    version: int,
    words: str,
    project: Project,
    by: Actor,
    at: datetime,
    domain: str = "",
    kind: str = "own",
) -> Goal:
    """Say it otherwise. Raises ChangedMeanwhile where somebody else saved since `version`."""
    goal = _held(goal, project, by, version)
    _put(goal, _goal_said(words, domain, kind), by)
    goal.version += 1
    goal.save()
    _note("plans.change_goal", goal, by, at)
    return goal


@transaction.atomic
def move_goal(*, goal: Goal, act: str, project: Project, by: Actor, at: datetime) -> Goal:
    """Reached, set aside, or taken up again. Raises WrongStep where it does not stand so."""
    goal = _held(goal, project, by)
    _move(goal, GOAL_STATES, act, at)
    _note(f"plans.{act}_goal", goal, by, at, fields=False)
    return goal


@transaction.atomic
def add_step(
    *,
    goal: Goal,
    what: str,
    who: str,
    project: Project,
    by: Actor,
    at: datetime,
    worker: Worker | None = None,
    other: str = "",
    due_on: date | None = None,
    entry_id: UUID | None = None,
) -> Step:
    """Something to do towards a goal. A step of a worker is theirs who wrote it down, unless another is named."""
    goal = _held(goal, project, by)
    known = entered_before(Step, goal.person, entry_id)
    if known is not None:
        return known
    step = Step(
        id=new_id(entry_id), project=project, person=goal.person, goal=goal, added_by=by.id, added_at=at
    )
    _say_step(step, by, at, what=what, who=who, worker=worker, other=other, due_on=due_on)
    step.save(force_insert=True)
    _note("plans.add_step", step, by, at)
    return step


@transaction.atomic
def change_step(
    *,
    step: Step,
    version: int,
    what: str,
    who: str,
    project: Project,
    by: Actor,
    at: datetime,
    worker: Worker | None = None,
    other: str = "",
    due_on: date | None = None,
) -> Step:
    """Say it otherwise, put it off, give it to somebody else. Raises ChangedMeanwhile."""
    step = _held(step, project, by, version)
    _say_step(step, by, at, what=what, who=who, worker=worker, other=other, due_on=due_on)
    step.version += 1
    step.save()
    _note("plans.change_step", step, by, at)
    return step


@transaction.atomic
def move_step(*, step: Step, act: str, project: Project, by: Actor, at: datetime) -> Step:
    """Done, let go, or to do again. Raises WrongStep where it does not stand so."""
    step = _held(step, project, by)
    _move(step, STEP_STATES, act, at)
    _note(f"plans.{act}_step", step, by, at, fields=False)
    return step


@transaction.atomic
def move_plan(*, plan: Plan, act: str, project: Project, by: Actor, at: datetime) -> Plan:
    """Let it rest, end it, take it up again: all of it ordinary. Raises WrongStep."""
    plan = _held(plan, project, by)
    if act == "take_up" and Plan.objects.filter(person=plan.person, state=GOING).exclude(pk=plan.pk).exists():
        raise CannotBe(_("They have another plan that is going on. Let that rest or end it first."))
    _move(plan, PLAN_STATES, act, at)
    _note(f"plans.{act}_plan", plan, by, at, fields=False)
    return plan


@transaction.atomic
def agree_plan(*, plan: Plan, project: Project, by: Actor, at: datetime) -> Plan:
    """The person says that this is their plan, today."""
    plan = _held(plan, project, by)
    plan.agreed_on = day_of(at, project)
    plan.save(update_fields=["agreed_on"])
    _note("plans.agree_plan", plan, by, at)
    return plan


@transaction.atomic
def sign_off_plan(*, plan: Plan, project: Project, by: Actor, at: datetime) -> Plan:
    """A co-ordinator signs the plan off, where the project wants that. Twice is once."""
    rules.check_sign_off(by, project)
    plan = _held(plan, project, by)
    if plan.signed_at is None:
        plan.signed_by, plan.signed_at = by.id, at
        plan.save(update_fields=["signed_by", "signed_at"])
        _note("plans.sign_off_plan", plan, by, at)
    return plan


@transaction.atomic
def add_review(
    *,
    plan: Plan,
    held_on: date | None,
    project: Project,
    by: Actor,
    at: datetime,
    next_on: date | None = None,
    helped: str = "",
    around: str = "",
    unexpected: str = "",
    entry_id: UUID | None = None,
) -> Review:
    """The plan was looked at together; `next_on`: the day on which to look again (none: when they want)."""
    plan = _held(plan, project, by)
    known = entered_before(Review, plan.person, entry_id)
    if known is not None:
        return known
    today = day_of(at, project)
    review = Review(id=new_id(entry_id), project=project, person=plan.person, plan=plan)
    review.held_on = rules.past_day("held_on", held_on, today)
    review.recorded_by, review.recorded_at = by.id, at
    said = {"helped": helped, "around": around, "unexpected": unexpected}
    _put(review, {name: rules.tidied(name, text) for name, text in said.items()}, by)
    review.save(force_insert=True)
    plan.review_on = rules.coming_day("next_on", next_on, today)
    plan.save(update_fields=["review_on"])
    _note("plans.add_review", review, by, at)
    return review


def standing_plan(person: Person) -> Plan | None:
    """The plan that a new goal belongs to: the latest that has not ended."""
    return Plan.objects.filter(person=person).exclude(state=ENDED).order_by("-begun_at").first()


def _begun(person: Person, by: Actor, at: datetime) -> Plan:
    return Plan.objects.create(project=person.project, person=person, begun_by=by.id, begun_at=at)


def _held(row: Any, project: Project, by: Actor, version: int | None = None) -> Any:
    """The row as it stands now, whoever acts on the same person waiting until the end."""
    rules.check_may_keep(by, project)
    begin(row.person, project, by)
    now = type(row).objects.select_related("person__project").get(pk=row.pk)
    if version is not None and now.version != version:
        raise ChangedMeanwhile()
    return now


def _goal_said(words: str, domain: str, kind: str) -> dict[str, str | None]:
    tidy = rules.tidied("words", words)
    if tidy is None:
        raise CannotBe(_("Write the goal as they say it."), field="words")
    return {
        "words": tidy,
        "domain": rules.one_of("domain", "domain", domain) if domain else None,
        "kind": rules.one_of("goal_kind", "kind", kind),
    }


def _say_step(
    step: Step,
    by: Actor,
    at: datetime,
    *,
    what: str,
    who: str,
    worker: Worker | None,
    other: str,
    due_on: date | None,
) -> None:
    tidy = rules.tidied("what", what)
    if tidy is None:
        raise CannotBe(_("Write what is to be done."), field="what")
    step.who = rules.one_of("who", "who", who)
    step.worker = _doer(step, who, worker, by)
    if due_on != step.due_on or due_on is None:
        step.due_on = rules.coming_day("due_on", due_on, day_of(at, step.person.project))
    _put(step, {"what": tidy, "other": rules.tidied("other", other, rules.SHORT)}, by)


def _doer(step: Step, who: str, worker: Worker | None, by: Actor) -> UUID | None:
    """Which worker does it; none where it is no worker's."""
    if who != "worker":
        return None
    if worker is None:
        return step.worker or by.id
    here = Membership.objects.filter(project=step.project_id, worker=worker, role__in=WORKERS).exclude(
        state=LEFT
    )
    if not here.exists():
        raise CannotBe(_("Choose somebody who meets people here."), field="worker")
    return worker.pk


def _put(row: Any, said: dict[str, Any], by: Actor) -> None:
    for name, value in said.items():
        row.sealed.put(f"notes.{name}", value, by.unlocked)


def _move(row: Any, machine: dict[str, dict[str, str]], act: str, at: datetime) -> None:
    following = machine[row.state].get(act)
    if following is None:
        raise WrongStep()
    row.state = following
    fields = ["state"]
    if hasattr(row, "moved_at"):
        row.moved_at = at
        fields.append("moved_at")
    row.save(update_fields=fields)


def _note(act: str, row: Any, by: Actor, at: datetime, *, fields: bool = True) -> None:
    label, model = row._meta.label_lower, row._meta.concrete_model
    held = [
        f"{label}.notes.{each.name}" for each in sealed_fields(model) if getattr(row, each.name) is not None
    ]
    trail.note(row.project_id, by=by, act=act, subject=row.person_id, fields=held if fields else [], at=at)
