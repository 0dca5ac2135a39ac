"""A person's plan as it leaves: to whom it may go, which of its goals go with it, and the file itself.

Every id in the file is made from ours and from whom it is for. Two files for two recipients share none, so that nobody
can lay them beside each other, or beside figures; a later file for the same recipient has the same ids again.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from yarrow.methods import care
from yarrow.people import purposes
from yarrow.people import rules as people
from yarrow.people.models import Person
from yarrow.plans import lists, planning, states
from yarrow.plans.models import Step
from yarrow.plans.planning import GoalShown, PlanShown
from yarrow.vault.actors import Actor

THEMSELVES = "person"
# The purposes for which a plan goes to another service, and the kinds of facts a plan can hold.
PURPOSES = ("health", "support")
SUPPORT, HEALTH, SAFETY = "support", "health", "safety"
OF_AREA = {"health": HEALTH, "safety": SAFETY}
EVERY = frozenset({SUPPORT, HEALTH, SAFETY})
STATUS = {
    **{states.GOING: "active", states.RESTING: "on-hold", states.ENDED: "completed"},
    **{states.WANTED: "active", states.REACHED: "completed", states.SET_ASIDE: "on-hold"},
    **{states.TO_DO: "not-started", states.DONE: "completed", states.LET_GO: "cancelled"},
}


def covered(person: Person, at: datetime) -> dict[str, frozenset[str]]:
    """For whom a file may be made now → which kinds of facts; always for the person themselves, with all of them."""
    found: dict[str, frozenset[str]] = {THEMSELVES: EVERY}
    day = at.astimezone(person.project.zone).date()
    for purpose in PURPOSES:
        for row in people.to_take_back(person, purpose):
            # What was agreed for one agency is for no other of its kind.
            if row.agency is None and people.state_of_consent(row, day) == people.HOLDS:
                found[row.recipient] = found.get(row.recipient, frozenset()) | (EVERY & set(row.categories))
    return {to: kinds for to, kinds in found.items() if kinds}


def choices(person: Person, at: datetime) -> list[tuple[str, str]]:
    """(code, words) of whom a file may be for."""
    named = {THEMSELVES: _("The person themselves")}
    return [(to, named.get(to) or purposes.label("recipients", to)) for to in covered(person, at)]


def kind_of(domain: str) -> str:
    """Which kind of facts a goal in this domain is; support where it says nothing else."""
    area = next((item.area for item in lists.items("domain") if item.code == domain), "")
    return OF_AREA.get(area, SUPPORT)


def file_for(
    by: Actor, person: Person, to: str, may: frozenset[str], reason: str, at: datetime
) -> dict[str, Any]:
    """The Bundle, of goals whose kind may leave. Decide with `actions.export_plan` first. Raises Locked, NoGrant."""
    zone = person.project.zone
    plans = planning.of_person(by, person, at.astimezone(zone).date(), reason, "plans.open_to_export")
    found = [_plan(plan, to, may, zone) for plan in plans]
    return care.bundle_of([one for one in found if one.goals], _named(person.id, to), at)


def _named(row_id: UUID, to: str) -> UUID:
    return uuid5(row_id, to)


def _plan(shown: PlanShown, to: str, may: frozenset[str], zone: ZoneInfo) -> care.PlanOut:
    plan = shown.plan
    goals = [_goal(goal, to, zone) for goal in shown.goals if kind_of(goal.domain) in may]
    return care.PlanOut(_named(plan.id, to), STATUS[plan.state], plan.begun_at.astimezone(zone).date(), goals)


def _goal(shown: GoalShown, to: str, zone: ZoneInfo) -> care.GoalOut:
    goal = shown.goal
    return care.GoalOut(
        id=_named(goal.id, to),
        words=shown.words,
        status=STATUS[goal.state],
        said_on=goal.added_at.astimezone(zone).date(),
        moved_on=goal.moved_at.astimezone(zone).date() if goal.moved_at else None,
        domain=(shown.domain, lists.label("domain", shown.domain)) if shown.domain else None,
        steps=[
            care.StepOut(line.what, STATUS[line.step.state], _who(line.step), line.step.due_on)
            for line in shown.steps
        ],
    )


def _who(step: Step) -> str:
    """Who does it, without anybody's name; whoever else has a part in it is left out."""
    return {"person": _("the person"), "worker": _("a worker")}.get(step.who, "")
