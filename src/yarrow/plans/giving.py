"""A person's plan as a file for the person.

Every id in the file is made from ours: nobody can lay it beside figures. A later file has the same ids again.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from yarrow.methods import care
from yarrow.people.models import Person
from yarrow.plans import lists, planning, states
from yarrow.plans.models import Step
from yarrow.plans.planning import GoalShown, PlanShown
from yarrow.vault.actors import Actor

# What ids in the file are made from, beside our own.
FOR = "person"
STATUS = {
    **{states.GOING: "active", states.RESTING: "on-hold", states.ENDED: "completed"},
    **{states.WANTED: "active", states.REACHED: "completed", states.SET_ASIDE: "on-hold"},
    **{states.TO_DO: "not-started", states.DONE: "completed", states.LET_GO: "cancelled"},
}


def file_for(by: Actor, person: Person, reason: str, at: datetime) -> dict[str, Any]:
    """The Bundle. Note it with `actions.export_plan` first. Raises Locked, NoGrant."""
    zone = person.project.zone
    plans = planning.of_person(by, person, at.astimezone(zone).date(), reason, "plans.open_to_export")
    found = [_plan(plan, zone) for plan in plans]
    return care.bundle_of([one for one in found if one.goals], _named(person.id), at)


def _named(row_id: UUID) -> UUID:
    return uuid5(row_id, FOR)


def _plan(shown: PlanShown, zone: ZoneInfo) -> care.PlanOut:
    plan = shown.plan
    goals = [_goal(goal, zone) for goal in shown.goals]
    return care.PlanOut(_named(plan.id), STATUS[plan.state], plan.begun_at.astimezone(zone).date(), goals)


def _goal(shown: GoalShown, zone: ZoneInfo) -> care.GoalOut:
    goal = shown.goal
    return care.GoalOut(
        id=_named(goal.id),
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
