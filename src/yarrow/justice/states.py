"""The lives of an order, an appointment, time in prison and a pick-up; docs/reference/justice-states.md."""

from yarrow.justice.errors import WrongStep

GIVEN, UNDER_WAY, COMPLETED, BREACHED, ENDED = "given", "under_way", "completed", "breached", "ended"
PLANNED, KEPT, MISSED, MOVED = "planned", "kept", "missed", "moved"
INSIDE, OUT, CLOSED = "inside", "out", "closed"
DONE, CALLED_OFF = "done", "called_off"
OVER = (COMPLETED, BREACHED, ENDED)

States = dict[str, dict[str, str]]
# state -> {act: next state}. Breached is what the court says, never what we think.
ORDER_STATES: States = {
    GIVEN: {"begin": UNDER_WAY, "breach": BREACHED, "end": ENDED},
    UNDER_WAY: {"complete": COMPLETED, "breach": BREACHED, "end": ENDED},
    COMPLETED: {"reopen": UNDER_WAY},
    BREACHED: {"reopen": UNDER_WAY},
    ENDED: {"reopen": UNDER_WAY},
}
APPOINTMENT_STATES: States = {
    PLANNED: {"keep": KEPT, "miss": MISSED, "move": MOVED},
    KEPT: {"put_back": PLANNED},
    MISSED: {"put_back": PLANNED},
    MOVED: {},
}
AWAY_STATES: States = {
    INSIDE: {"leave": OUT, "close": CLOSED},
    OUT: {"put_back": INSIDE},
    CLOSED: {"put_back": INSIDE},
}
PICK_UP_STATES: States = {
    PLANNED: {"do": DONE, "miss": MISSED, "call_off": CALLED_OFF},
    DONE: {},
    MISSED: {},
    CALLED_OFF: {},
}
DRAWN: tuple[tuple[str, str, States], ...] = (
    ("An order", "add_order", ORDER_STATES),
    ("An appointment of an order", "plan_appointment", APPOINTMENT_STATES),
    ("Time in prison", "add_away", AWAY_STATES),
    ("A pick-up at the gate", "plan_pick_up", PICK_UP_STATES),
)


def after(states: States, state: str, act: str) -> str:
    """The state that follows. Raises WrongStep."""
    if act not in states[state]:
        raise WrongStep()
    return states[state][act]


def diagram() -> list[str]:
    """The lines of the page that draws these tables."""
    drawn: list[str] = []
    for heading, begins, states in DRAWN:
        drawn += [f"## {heading}", "", "```mermaid", "stateDiagram-v2"]
        drawn.append(f"    [*] --> {next(iter(states))}: {begins}")
        drawn += [
            f"    {state} --> {then}: {act}" for state, acts in states.items() for act, then in acts.items()
        ]
        drawn += ["```", ""]
    return drawn[:-1]
