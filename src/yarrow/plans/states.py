"""The lives of a plan, a goal and a step. `docs/reference/plan-states.md` is drawn from these tables (a test compares).

Nothing ends for good: resting, coming back and taking up again are ordinary movement.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

GOING, RESTING, ENDED = "going", "resting", "ended"
WANTED, REACHED, SET_ASIDE = "wanted", "reached", "set_aside"
TO_DO, DONE, LET_GO = "to_do", "done", "let_go"

# state -> {act: next state}
PLAN_STATES: dict[str, dict[str, str]] = {
    GOING: {"rest": RESTING, "end": ENDED},
    RESTING: {"take_up": GOING, "end": ENDED},
    ENDED: {"take_up": GOING},
}
GOAL_STATES: dict[str, dict[str, str]] = {
    WANTED: {"reach": REACHED, "set_aside": SET_ASIDE},
    REACHED: {"take_up": WANTED},
    SET_ASIDE: {"take_up": WANTED},
}
STEP_STATES: dict[str, dict[str, str]] = {
    TO_DO: {"do": DONE, "let_go": LET_GO},
    DONE: {"take_up": TO_DO},
    LET_GO: {"take_up": TO_DO},
}
LABELS = {
    GOING: pgettext_lazy("a plan", "Going on"),
    RESTING: pgettext_lazy("a plan", "Resting"),
    ENDED: pgettext_lazy("a plan", "Ended"),
    WANTED: pgettext_lazy("a goal", "Wanted"),
    REACHED: pgettext_lazy("a goal", "Reached"),
    SET_ASIDE: pgettext_lazy("a goal", "Set aside"),
    TO_DO: pgettext_lazy("a step", "To do"),
    DONE: pgettext_lazy("a step", "Done"),
    LET_GO: pgettext_lazy("a step", "Let go"),
}
ACTS = {
    "rest": _("Let the plan rest"),
    "end": _("End the plan"),
    "take_up": _("Take it up again"),
    "reach": _("Reached"),
    "set_aside": _("Set aside"),
    "do": _("Done"),
    "let_go": _("Let it go"),
}


def acts_from(machine: dict[str, dict[str, str]], state: str) -> list[tuple[str, object]]:
    """(act, words) that a thing in this state can take."""
    return [(act, ACTS[act]) for act in machine[state]]


def diagram() -> list[str]:
    """The lines of the page that draws these tables."""
    drawn: list[str] = []
    for name, begins, machine in (
        ("A plan", "its first goal", PLAN_STATES),
        ("A goal", "add_goal", GOAL_STATES),
        ("A step", "add_step", STEP_STATES),
    ):
        drawn += [
            f"## {name}",
            "",
            "```mermaid",
            "stateDiagram-v2",
            f"    [*] --> {next(iter(machine))}: {begins}",
        ]
        for state, acts in machine.items():
            drawn += [f"    {state} --> {after}: {act}" for act, after in acts.items()]
        drawn += ["```", ""]
    return [*drawn, "Nothing here ends for good, and no state says anything about the work a person does."]
