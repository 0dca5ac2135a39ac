"""A plan and what belongs to it, made through its actions."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from yarrow.people.models import Person
from yarrow.plans import actions as plans


def planned(person: Person, act: dict[str, Any], word: Callable[[str], str]) -> dict[str, Any]:
    """A person's ratings, plan, card, home and days: one of each, with words in every field that takes them."""
    today = timezone.localdate()
    said = plans.Answer(step=2, words=word("words"), wanted=word("wanted"))
    told = {"rater": "self", "occasion": "intake", "rated_on": today, "answers": {"housing": said}}
    plans.rate(person=person, **told, **act)
    goal = plans.add_goal(person=person, words=word("goal"), domain="housing", kind="parenting", **act)
    does = {"who": "other", "other": word("other"), "due_on": today}
    step = plans.add_step(goal=goal, what=word("what"), **does, **act)
    looked = {name: word(name) for name in ("helped", "around", "unexpected")}
    plans.add_review(plan=goal.plan, held_on=today, next_on=today, **looked, **act)
    plans.make_card(person=person, said={"signs": word("signs"), "people": word("people")}, n_seen=0, **act)
    day = {"person": person, "words": word("words"), **act}
    home = plans.add_housing(kind="own_tenancy", from_on=today, **day)
    plans.add_family_event(kind="contact", on=today, **day)
    plans.note_movement(stage="re_entry", on=today, is_wanted=True, **day)
    plans.note_circumstances(kinds=["law"], **day)
    plans.set_first_needs(domains=["housing"], agreed_on=today, agreed_with="peers", **act)
    rows = {"goal_id": goal.id, "step_id": step.id, "plan_id": goal.plan_id, "housing_id": home.id}
    return rows | {"area": "everyday", "domain": "housing"}
