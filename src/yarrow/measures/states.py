"""The life of a filling and of a signal. `docs/reference/measure-states.md` is drawn from these tables."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DRAFT, FINISHED, VOID = "draft", "finished", "void"
# state -> {act: next state}
FILLING_STATES: dict[str, dict[str, str]] = {
    DRAFT: {"save_answers": DRAFT, "finish_filling": FINISHED, "void_filling": VOID},
    FINISHED: {"amend_answers": FINISHED, "void_filling": VOID},
    VOID: {},
}
FILLING_LABELS = {
    DRAFT: _("Not finished"),
    FINISHED: pgettext_lazy("a form", "Finished"),
    VOID: _("Entered in error"),
}

WAITING, SEEN, ACTED, CLOSED = "waiting", "seen", "acted", "closed"
SIGNAL_STATES: dict[str, dict[str, str]] = {
    WAITING: {"acknowledge": SEEN, "act": ACTED, "close": CLOSED},
    SEEN: {"act": ACTED, "close": CLOSED},
    ACTED: {"act": ACTED, "close": CLOSED},
    CLOSED: {},
}
SIGNAL_LABELS = {
    WAITING: _("Nobody has looked yet"),
    SEEN: _("Seen"),
    ACTED: _("Acted on"),
    CLOSED: pgettext_lazy("a signal", "Closed"),
}


def after(table: dict[str, dict[str, str]], state: str, act: str) -> str | None:
    """The next state; None where this can't follow."""
    return table.get(state, {}).get(act)


def diagram() -> list[str]:
    """The lines of the page that draws these tables."""
    lines = _drawn("begin_filling", FILLING_STATES)
    return [*lines, "", *_drawn("raise_signal", SIGNAL_STATES)]


def _drawn(first: str, table: dict[str, dict[str, str]]) -> list[str]:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {next(iter(table))}: {first}"]
    for state, acts in table.items():
        lines += [f"    {state} --> {then}: {act}" for act, then in acts.items()]
        lines += [] if acts else [f"    {state} --> [*]"]
    return [*lines, "```"]
