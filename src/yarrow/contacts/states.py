"""The life of a session. `docs/reference/session-states.md` is drawn from this table (a test compares)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PLANNED, OPEN, CLOSED, CANCELLED = "planned", "open", "closed", "cancelled"

# state -> {act: next state}
SESSION_STATES: dict[str, dict[str, str]] = {
    PLANNED: {"open_session": OPEN, "cancel_session": CANCELLED},
    OPEN: {"close_session": CLOSED, "cancel_session": CANCELLED},
    CLOSED: {"open_session": OPEN},
    CANCELLED: {},
}
# States in which a contact may be written down: also after closing, when a note turns up in a pocket.
RECORDING = frozenset({OPEN, CLOSED})
LABELS = {
    PLANNED: _("Planned"),
    OPEN: pgettext_lazy("a session", "Open"),
    CLOSED: _("Closed"),
    CANCELLED: _("Cancelled"),
}

# A file on its way in: looked at, being brought in, in, taken back; or dropped before anything was added.
LOOKED, COMING, BROUGHT, TAKEN_BACK, DROPPED = "looked", "coming", "brought", "back", "dropped"
IMPORT_STATES: dict[str, dict[str, str]] = {
    LOOKED: {"begin": COMING, "drop": DROPPED},
    COMING: {"finish": BROUGHT, "undo": TAKEN_BACK},
    BROUGHT: {"undo": TAKEN_BACK},
    TAKEN_BACK: {},
    DROPPED: {},
}
IMPORT_LABELS = {
    LOOKED: _("Looked at"),
    COMING: _("Being brought in"),
    BROUGHT: _("Brought in"),
    TAKEN_BACK: _("Taken back"),
    DROPPED: _("Dropped"),
}


def diagram() -> list[str]:
    """The lines of the page that draws this table."""
    lines = [
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {PLANNED}: plan_session",
        f"    [*] --> {OPEN}: open_session (without planning)",
    ]
    for state, acts in SESSION_STATES.items():
        lines += [f"    {state} --> {after}: {act}" for act, after in acts.items()]
        lines += [] if acts else [f"    {state} --> [*]"]
    recording = " or ".join(sorted(RECORDING))
    rule = f"Contacts may be written down while a session is {recording}; it is cancelled only while it met nobody."
    return [*lines, "```", "", rule]
