"""The life of a proposal to share without consent. `docs/reference/share-states.md` is drawn from it (a test compares).

Time ends it too: a proposal waits three days for a second person, and what was approved leaves within one day.
"""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WAITING, APPROVED, REFUSED, TAKEN_BACK, USED = "waiting", "approved", "refused", "taken_back", "used"
WAITS_FOR = timedelta(days=3)
LEAVES_WITHIN = timedelta(days=1)

# state -> {act: next state}
PROPOSAL_STATES: dict[str, dict[str, str]] = {
    WAITING: {"approve": APPROVED, "refuse": REFUSED, "take_back": TAKEN_BACK},
    APPROVED: {"send": USED, "refuse": REFUSED, "take_back": TAKEN_BACK},
    REFUSED: {},
    TAKEN_BACK: {},
    USED: {},
}
LABELS = {
    WAITING: pgettext_lazy("a proposal", "Waits for a second person"),
    APPROVED: pgettext_lazy("a proposal", "Approved, not sent yet"),
    REFUSED: pgettext_lazy("a proposal", "Refused"),
    TAKEN_BACK: pgettext_lazy("a proposal", "Taken back"),
    USED: pgettext_lazy("a proposal", "Sent"),
}
OVER = _("Its time is over")


def diagram() -> list[str]:
    """The lines of the page that draws this table."""
    drawn = ["```mermaid", "stateDiagram-v2", f"    [*] --> {WAITING}: propose_share"]
    for state, acts in PROPOSAL_STATES.items():
        drawn += [f"    {state} --> {after}: {act}" for act, after in acts.items()]
    waits, leaves = WAITS_FOR.days, LEAVES_WITHIN.days
    time = f"It waits {waits} days for a second person; what was approved leaves within {leaves} day."
    return [*drawn, "```", "", time]
