"""A person's plan as its pages show it: goals with their steps, when it was looked at, and what is worth asking."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from yarrow.people.models import Person
from yarrow.people.queries import row_of
from yarrow.plans import lists, needs, states
from yarrow.plans.models import Arrangement, Goal, Plan, Rating, Review, Step
from yarrow.staff.models import Project, names_in
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.fields import SealedField
from yarrow.vault.opening import Opened, Page, reading
from yarrow.vault.sealing_model import SealedModel, sealed_fields

TOGETHER = (lists.TRAUMA, lists.DRUGS)
MOST_REVIEWS = 20


@dataclass(frozen=True)
class StepShown:
    """One step: what, who does it, by when."""

    step: Step
    what: str = field(repr=False)
    who: str = field(repr=False)
    is_late: bool

    @property
    def state(self) -> str:
        return str(states.LABELS[self.step.state])

    @property
    def acts(self) -> list[tuple[str, object]]:
        """(act, words) of what can be done with it."""
        return states.acts_from(states.STEP_STATES, self.step.state)


@dataclass(frozen=True)
class GoalShown:
    """One goal in the person's words, what it is about, and its steps."""

    goal: Goal
    words: str = field(repr=False)
    about: str
    domain: str
    steps: list[StepShown]

    @property
    def state(self) -> str:
        return str(states.LABELS[self.goal.state])

    @property
    def is_open(self) -> bool:
        return self.goal.state == states.WANTED

    @property
    def acts(self) -> list[tuple[str, object]]:
        """(act, words) of what can be done with it."""
        return states.acts_from(states.GOAL_STATES, self.goal.state)


@dataclass(frozen=True)
class ReviewShown:
    """The plan was looked at: what helped, what else was going on, what nobody expected."""

    review: Review
    by: str
    helped: str = field(repr=False)
    around: str = field(repr=False)
    unexpected: str = field(repr=False)


@dataclass(frozen=True)
class PlanShown:
    """A whole plan, opened. `missing`: a domain worth asking about, "" when none is."""

    plan: Plan
    goals: list[GoalShown]
    reviews: list[ReviewShown]
    missing: str
    wants_sign_off: bool
    signed_by: str

    @property
    def state(self) -> str:
        return str(states.LABELS[self.plan.state])

    @property
    def open_goals(self) -> list[GoalShown]:
        return [goal for goal in self.goals if goal.is_open]

    @property
    def acts(self) -> list[tuple[str, object]]:
        """(act, words) of what can be done with it."""
        return states.acts_from(states.PLAN_STATES, self.plan.state)


class Rows:
    """Everything of a person's plans; read in one query."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.plans = Plan.objects.filter(person=person)
        self.goals = Goal.objects.filter(person=person)
        self.steps = Step.objects.filter(person=person)
        self.reviews = Review.objects.filter(person=person)
        self.ratings = Rating.objects.filter(person=person, domain__in=TOGETHER).defer("words", "wanted")
        self.arrangement = Arrangement.objects.filter(project=person.project_id)
        self.names = names_in(person.project)
        at_once.read(
            self.plans, self.goals, self.steps, self.reviews, self.ratings, self.arrangement, self.names
        )


def of_person(
    by: Actor, person: Person, today: date, reason: str, act: str = "plans.show_plan"
) -> list[PlanShown]:
    """Their plans, opened: the one that goes on first, then by when they began. Raises Locked, NoGrant."""
    rows, opened = Rows(person), {}
    goals, steps, reviews = list(rows.goals), list(rows.steps), list(rows.reviews)[:MOST_REVIEWS]
    with reading(by, person.project_id, act=act, reason=reason) as page:
        for row in (*goals, *steps, *reviews):
            opened.update(_opened(page, row))
    names: dict[UUID, str] = dict(rows.names)
    shown_steps = at_once.grouped(steps, "goal_id")
    arrangement = next(iter(rows.arrangement), None)
    found = []
    for plan in sorted(rows.plans, key=lambda one: one.state != states.GOING):
        goal_lines = [
            _goal(goal, opened, [_step(step, opened, names, today) for step in shown_steps.get(goal.pk, [])])
            for goal in goals
            if goal.plan_id == plan.pk
        ]
        found.append(
            PlanShown(
                plan=plan,
                goals=sorted(goal_lines, key=lambda line: not line.is_open),
                reviews=[_review(one, opened, names) for one in reviews if one.plan_id == plan.pk],
                missing=left_out(rows.ratings, goal_lines),
                wants_sign_off=arrangement is not None and arrangement.wants_sign_off,
                signed_by=names.get(plan.signed_by, "") if plan.signed_by else "",
            )
        )
    return found


def left_out(ratings: Iterable[Rating], goals: Iterable[GoalShown]) -> str:
    """Of trauma and substance use, the one that is not in the plan while the other is and both are needs; else ""."""
    planned = {goal.domain for goal in goals if goal.is_open} & set(TOGETHER)
    if len(planned) != 1 or not needs.both_are_needs(ratings, *TOGETHER):
        return ""
    return next(code for code in TOGETHER if code not in planned)


def part_of(model: type[Any], person: Person, row_id: UUID) -> Any:
    """A plan, goal or step of this person; NotHere otherwise."""
    return row_of(model, person, row_id)


def opened_part(by: Actor, row: Any, reason: str) -> dict[str, Any]:
    """A goal or step as its form shows it. Raises Locked, NoGrant."""
    with reading(by, row.project_id, act="plans.open_to_change", reason=reason) as page:
        opened = _opened(page, row)
    return {name: value.value or "" for (_pk, name), value in opened.items()}


def check_act(machine: dict[str, dict[str, str]], act: str) -> str:
    """An act that this kind of thing knows at all; Http404 for a made-up one."""
    if all(act not in acts for acts in machine.values()):
        raise Http404
    return act


def workers_of(project: Project) -> list[tuple[UUID, str]]:
    """(id, name) of everybody who works or worked here."""
    return list(names_in(project))


def _opened(page: Page, row: Any) -> dict[tuple[UUID, str], Opened]:
    return {(row.pk, one.name): page.open(row, f"notes.{one.name}") for one in _sealed(row)}


def _sealed(row: Any) -> list[SealedField]:
    model: type[SealedModel] = type(row)
    return sealed_fields(model)


def _value(opened: dict[tuple[UUID, str], Opened], row: Any, name: str) -> str:
    return opened[row.pk, name].value or ""


def _goal(goal: Goal, opened: dict[tuple[UUID, str], Opened], steps: list[StepShown]) -> GoalShown:
    domain, kind = _value(opened, goal, "domain"), _value(opened, goal, "kind")
    said = [
        lists.label("domain", domain) if domain else "",
        lists.label("goal_kind", kind) if kind != "own" else "",
    ]
    return GoalShown(goal, _value(opened, goal, "words"), " · ".join(filter(None, said)), domain, steps)


def _step(
    step: Step, opened: dict[tuple[UUID, str], Opened], names: dict[UUID, str], today: date
) -> StepShown:
    who = lists.label("who", step.who)
    if step.who == "worker" and step.worker:
        who = names.get(step.worker, who)
    other = _value(opened, step, "other")
    if other:
        who = other if step.who == "other" else _("%(who)s, with %(other)s") % {"who": who, "other": other}
    is_late = step.state == states.TO_DO and step.due_on is not None and step.due_on < today
    return StepShown(step, _value(opened, step, "what"), who, is_late)


def _review(review: Review, opened: dict[tuple[UUID, str], Opened], names: dict[UUID, str]) -> ReviewShown:
    said = {name: _value(opened, review, name) for name in ("helped", "around", "unexpected")}
    return ReviewShown(review=review, by=names.get(review.recorded_by, ""), **said)
