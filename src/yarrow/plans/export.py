"""How a person's rows of this room are told to them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from yarrow.plans import lists, states
from yarrow.plans.models import (
    Circumstances,
    FamilyEvent,
    Goal,
    Housing,
    Movement,
    Plan,
    Rating,
    Review,
    SafetyCard,
    Step,
)
from yarrow.staff.queries import roles_by_worker
from yarrow.vault.telling import INNER, Telling, listed

# The words for each code of a list.
coded = listed(lists.choices)


def stated(machine: dict[str, Any]) -> Any:
    """The words for each state."""
    return lambda project: {state: str(states.LABELS[state]) for state in machine}


ROWS = {"id": INNER, "project": INNER, "person": INNER}
VERSION = {"version": INNER}
BY_ROLE = _("Who, by their role")
WRITTEN = _("Written down")
ADDED = {"added_at": WRITTEN, "added_by": BY_ROLE}
BY_ADDER = {"added_by": roles_by_worker}
IN_WORDS = _("In words")
TOLD = {
    Rating: Telling(
        part="did",
        label=_("How things stood"),
        fields={
            "rated_on": _("Day"),
            "domain": _("What"),
            "rater": _("Who said it"),
            "step": _("Step, 1 to 5"),
        }
        | {"answer": _("Answer"), "words": IN_WORDS, "wanted": _("What you wanted"), "occasion": _("When")}
        | {"recorded_at": WRITTEN, "recorded_by": BY_ROLE},
        left_out={**ROWS, "list_version": INNER},
        values={"domain": coded("domain"), "rater": coded("rater"), "occasion": coded("occasion")}
        | {"answer": lambda project: {lists.RATED: _("A step"), **dict(lists.choices("unrated"))}}
        | {
            "recorded_by": roles_by_worker,
            "step": lambda project: {n: lists.step_words(n) for n in range(1, 6)},
        },
    ),
    Plan: Telling(
        part="did",
        label=_("Your plan"),
        fields={"begun_at": _("Begun"), "state": _("How it stands"), "review_on": _("To be looked at again")}
        | {"agreed_on": _("You agreed on"), "signed_at": _("Signed off"), "signed_by": _("Signed off by")}
        | {"begun_by": BY_ROLE},
        left_out=ROWS,
        values={
            "state": stated(states.PLAN_STATES),
            "begun_by": roles_by_worker,
            "signed_by": roles_by_worker,
        },
    ),
    Goal: Telling(
        part="did",
        label=_("Your goals"),
        fields={
            "words": IN_WORDS,
            "kind": _("What kind"),
            "domain": _("What it is about"),
            "state": _("How it stands"),
        }
        | {"moved_at": _("Since"), **ADDED},
        left_out={**ROWS, **VERSION, "plan": INNER},
        values={"domain": coded("domain"), "kind": coded("goal_kind"), "state": stated(states.GOAL_STATES)}
        | BY_ADDER,
    ),
    Step: Telling(
        part="did",
        label=_("Steps towards your goals"),
        fields={"goal": _("Which goal (its number above)"), "what": _("What"), "who": _("Who does it")}
        | {"worker": _("Which worker, by their role"), "other": _("Who else"), "due_on": _("By")}
        | {"state": _("How it stands"), "moved_at": _("Since"), **ADDED},
        left_out={**ROWS, **VERSION},
        values={"who": coded("who"), "state": stated(states.STEP_STATES), "worker": roles_by_worker}
        | BY_ADDER,
    ),
    Review: Telling(
        part="did",
        label=_("When we looked at your plan"),
        fields={"held_on": _("Day"), "helped": _("What helped"), "around": _("What else was going on")}
        | {"unexpected": _("What nobody expected"), "recorded_at": WRITTEN, "recorded_by": BY_ROLE},
        left_out={**ROWS, "plan": INNER},
        values={"recorded_by": roles_by_worker},
    ),
    SafetyCard: Telling(
        part="did",
        label=_("Your card"),
        fields={"said": IN_WORDS, "heading": _("Heading"), "is_named": _("The project’s name is on it")}
        | {"made_at": WRITTEN, "made_by": BY_ROLE},
        left_out={**ROWS, "n": INNER},
        values={"heading": coded("card_heading"), "made_by": roles_by_worker},
    ),
    Housing: Telling(
        part="did",
        label=_("Where you lived"),
        fields={"kind": _("What it is"), "from_on": _("From"), "until_on": _("Until")}
        | {"known_on": _("Last known to be so"), "words": IN_WORDS, **ADDED},
        left_out=ROWS,
        values={"kind": coded("housing"), **BY_ADDER},
    ),
    FamilyEvent: Telling(
        part="did",
        label=_("Family days"),
        fields={"on": _("Day"), "kind": _("What it is"), "words": IN_WORDS, **ADDED},
        left_out=ROWS,
        values={"kind": coded("family_event"), **BY_ADDER},
    ),
    Movement: Telling(
        part="did",
        label=_("A change you chose"),
        fields={"on": _("Day"), "stage": _("Where you were in it"), "words": IN_WORDS, **ADDED},
        left_out=ROWS,
        values={"stage": coded("stage"), **BY_ADDER},
    ),
    Circumstances: Telling(
        part="did",
        label=_("What pressed on you from outside"),
        fields={"on": _("Day"), "kinds": _("What"), "words": IN_WORDS, **ADDED},
        left_out=ROWS,
        values={"kinds": coded("circumstance"), **BY_ADDER},
    ),
}
# Acts of the trail as a person reads them: after who did it.
TRAIL = {
    "plans.rate": _("wrote down how things stand"),
    "plans.show_domain": _("read what was said about how things stand"),
    "plans.show_plan": _("looked at the plan"),
    "plans.print_plan": _("printed the plan"),
    "plans.export_plan": _("made a file of the plan for them"),
    "plans.open_to_export": _("opened the plan for that file"),
    "plans.open_to_change": _("opened a part of the plan to change it"),
    "plans.list_due": _("saw the name in a list of plans"),
    "plans.add_goal": _("wrote down a goal"),
    "plans.change_goal": _("changed a goal"),
    "plans.reach_goal": _("marked a goal as reached"),
    "plans.set_aside_goal": _("set a goal aside"),
    "plans.take_up_goal": _("took a goal up again"),
    "plans.add_step": _("wrote down a step"),
    "plans.change_step": _("changed a step"),
    "plans.do_step": _("marked a step as done"),
    "plans.let_go_step": _("let a step go"),
    "plans.take_up_step": _("took a step up again"),
    "plans.rest_plan": _("let the plan rest"),
    "plans.end_plan": _("ended the plan"),
    "plans.take_up_plan": _("took the plan up again"),
    "plans.agree_plan": _("wrote down that the plan is agreed"),
    "plans.sign_off_plan": _("signed the plan off"),
    "plans.add_review": _("wrote down how the plan was looked at"),
    "plans.make_card": _("wrote the card"),
    "plans.show_card": _("looked at the card"),
    "plans.show_course": _("looked at homes, family days and circumstances"),
    "plans.add_housing": _("wrote down where they live"),
    "plans.end_housing": _("wrote down that they moved out"),
    "plans.know_housing": _("wrote down that they still live there"),
    "plans.add_family_event": _("wrote down a family day"),
    "plans.note_movement": _("wrote down where they are in a change they chose"),
    "plans.forget_movements": _("took away what was written about a change"),
    "plans.note_circumstances": _("wrote down circumstances"),
}
