"""A person's plan as FHIR R4: one Bundle with a CarePlan for each plan and a Goal for each thing they want.

Required by R4 are CarePlan.status, .intent and .subject and Goal.lifecycleStatus, .description and .subject. Whom it is
about is a logical identifier alone, and so is every id. Sources: https://hl7.org/fhir/R4/careplan.html and
https://hl7.org/fhir/R4/goal.html.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yarrow.methods.forms.responses import SYSTEM, plain

PLAN_STATUSES = frozenset(
    {"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"}
)
GOAL_STATUSES = frozenset(
    {
        *("proposed", "planned", "accepted", "active", "on-hold", "completed", "cancelled"),
        *("entered-in-error", "rejected"),
    }
)
STEP_STATUSES = frozenset(
    {
        *("not-started", "scheduled", "in-progress", "on-hold", "completed", "cancelled", "stopped"),
        *("unknown", "entered-in-error"),
    }
)
ACHIEVED = {"system": "http://terminology.hl7.org/CodeSystem/goal-achievement", "code": "achieved"}
DOMAINS = "urn:yarrow:domain"
# What each member says; the reference page is drawn from it. A star: R4 requires it.
FIELDS = (
    ("Bundle.type", "always `collection`: a file to be read, not a message"),
    (
        "CarePlan.id, Goal.id",
        "made from our own: no row of a figure has it",
    ),
    ("CarePlan.status *", "`active` while it goes on, `on-hold` while it rests, `completed` once ended"),
    ("CarePlan.intent *", "always `plan`"),
    ("CarePlan.subject *", "a logical identifier, made like the ids; no name, no code, no day of birth"),
    ("CarePlan.created", "the day the plan began"),
    ("CarePlan.goal", "the goals that are in the file"),
    ("CarePlan.activity.detail.status *", "`not-started`, `completed`, or `cancelled` for what was let go"),
    ("CarePlan.activity.detail.description", "the step, in the words it was written in"),
    ("CarePlan.activity.detail.scheduledPeriod.end", "by when"),
    ("CarePlan.activity.detail.performer.display", "`the person` or `a worker`; nobody is named"),
    ("CarePlan.activity.detail.goal", "the goal that the step belongs to"),
    ("Goal.lifecycleStatus *", "`active` while wanted, `completed` once reached, `on-hold` while set aside"),
    ("Goal.achievementStatus", "`achieved` once reached"),
    ("Goal.category", "what it is about, as a code of ours and in words; left out where nothing was said"),
    ("Goal.description.text *", "what they want, in their own words"),
    ("Goal.subject, Goal.expressedBy *", "the person: it is they who want it"),
    ("Goal.startDate, Goal.statusDate", "the day it was said, and the day it last moved"),
)
LEFT_OUT = (
    "Left out: looking back (it tells of others), who else has a part in a step, ratings, the card, homes, "
    "family days, circumstances, the names of workers, who signed off."
)


@dataclass(frozen=True)
class StepOut:
    """A step as it leaves. `who`: words that name nobody, "" for none; `status`: one of STEP_STATUSES."""

    what: str = field(repr=False)
    status: str
    who: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class GoalOut:
    """A goal as it leaves. `domain`: (code, words) of what it is about; `status`: one of GOAL_STATUSES."""

    id: UUID
    words: str = field(repr=False)
    status: str
    said_on: date
    moved_on: date | None = None
    domain: tuple[str, str] | None = field(default=None, repr=False)
    steps: Sequence[StepOut] = ()


@dataclass(frozen=True)
class PlanOut:
    """A plan as it leaves. `status`: one of PLAN_STATUSES."""

    id: UUID
    status: str
    begun_on: date
    goals: Sequence[GoalOut]


def bundle_of(plans: Sequence[PlanOut], subject: UUID, at: datetime) -> dict[str, Any]:
    """The whole file. ValueError for a status that R4 does not know, and for a goal without words."""
    about = {"identifier": {"system": SYSTEM, "value": str(subject)}}
    found = {"resourceType": "Bundle", "type": "collection", "timestamp": plain(at)}
    entries = [
        {"fullUrl": f"urn:uuid:{one['id']}", "resource": one}
        for plan in plans
        for one in _resources(plan, about)
    ]
    # R4 has no empty list.
    return {**found, "entry": entries} if entries else found


def _resources(plan: PlanOut, about: dict[str, Any]) -> Iterator[dict[str, Any]]:
    _check("plan", plan.status, PLAN_STATUSES)
    activity = [_step(step, goal) for goal in plan.goals for step in goal.steps]
    yield {
        "resourceType": "CarePlan",
        "id": str(plan.id),
        "status": plan.status,
        "intent": "plan",
        "subject": about,
        "created": plain(plan.begun_on),
        **({"goal": [_named(goal) for goal in plan.goals]} if plan.goals else {}),
        **({"activity": activity} if activity else {}),
    }
    for goal in plan.goals:
        yield _goal(goal, about)


def _goal(goal: GoalOut, about: dict[str, Any]) -> dict[str, Any]:
    _check("goal", goal.status, GOAL_STATUSES)
    if not goal.words.strip():
        raise ValueError("a goal without words")
    code, words = goal.domain or ("", "")
    kind = {"coding": [{"system": DOMAINS, "code": code, "display": words}], "text": words}
    return {
        "resourceType": "Goal",
        "id": str(goal.id),
        "lifecycleStatus": goal.status,
        **({"achievementStatus": {"coding": [ACHIEVED]}} if goal.status == "completed" else {}),
        **({"category": [kind]} if code else {}),
        "description": {"text": goal.words},
        "subject": about,
        "startDate": plain(goal.said_on),
        **({"statusDate": plain(goal.moved_on)} if goal.moved_on else {}),
        "expressedBy": about,
    }


def _step(step: StepOut, goal: GoalOut) -> dict[str, Any]:
    _check("step", step.status, STEP_STATUSES)
    return {
        "detail": {
            "status": step.status,
            "goal": [_named(goal)],
            **({"description": step.what} if step.what else {}),
            **({"scheduledPeriod": {"end": plain(step.due_on)}} if step.due_on else {}),
            **({"performer": [{"display": step.who}]} if step.who else {}),
        }
    }


def _named(goal: GoalOut) -> dict[str, str]:
    return {"reference": f"urn:uuid:{goal.id}"}


def _check(what: str, status: str, known: frozenset[str]) -> None:
    if status not in known:
        raise ValueError(f"no status of a {what} in FHIR R4: {status}")
