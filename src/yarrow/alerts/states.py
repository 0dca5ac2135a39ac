"""The lives of an alert and of each of its texts; docs/reference/alert-states.md.

An alert stands as its latest text does until one of them is published. A correction is a further text: the one that
is published stands until the new one is. Time ends an alert: its words reach nobody from its last day on.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yarrow.alerts.errors import WrongStep

DRAFT, PROPOSED, PUBLISHED = "draft", "proposed", "published"
EXPIRED, RECALLED, DROPPED = "expired", "recalled", "dropped"
OPEN = (DRAFT, PROPOSED)
OVER = (EXPIRED, RECALLED)
WARNING, CORRECTION, RECALL = KINDS = ("warning", "correction", "recall")

States = dict[str, dict[str, str]]
ALERT_STATES: States = {
    DRAFT: {"propose": PROPOSED, "drop": DROPPED},
    PROPOSED: {"send_back": DRAFT, "publish": PUBLISHED, "drop": DROPPED},
    PUBLISHED: {"publish": PUBLISHED, "expire": EXPIRED, "recall": RECALLED},
    EXPIRED: {},
    RECALLED: {},
    DROPPED: {},
}
TEXT_STATES: States = {
    DRAFT: {"change": DRAFT, "propose": PROPOSED, "drop": DROPPED},
    PROPOSED: {"send_back": DRAFT, "publish": PUBLISHED, "drop": DROPPED},
    PUBLISHED: {},
    DROPPED: {},
}
DRAWN: tuple[tuple[str, str, States], ...] = (
    ("An alert", "draft_alert", ALERT_STATES),
    ("One of its texts", "draft_alert", TEXT_STATES),
)
LABELS: dict[str, Promise] = {
    DRAFT: pgettext_lazy("an alert", "Draft"),
    PROPOSED: pgettext_lazy("an alert", "Waits for a second person"),
    PUBLISHED: pgettext_lazy("an alert", "Published"),
    EXPIRED: pgettext_lazy("an alert", "Over"),
    RECALLED: pgettext_lazy("an alert", "Recalled"),
    DROPPED: pgettext_lazy("an alert", "Dropped"),
}
KIND_LABELS: dict[str, Promise] = {
    WARNING: _("Warning"),
    CORRECTION: _("Correction"),
    RECALL: _("Recall"),
}
ACT_LABELS: dict[str, Promise] = {
    "propose": pgettext_lazy("an alert", "Proposed"),
    "send_back": pgettext_lazy("an alert", "Sent back"),
    "drop": pgettext_lazy("an alert", "Dropped"),
    "publish": pgettext_lazy("an alert", "Published"),
    "review": pgettext_lazy("an alert", "Looked at: it still holds"),
    "ask_renewal": pgettext_lazy("an alert", "Twelve months more asked for"),
    "renew": pgettext_lazy("an alert", "Twelve months more"),
    RECALL: pgettext_lazy("an alert", "Recalled"),
    "pass_on": pgettext_lazy("an alert", "Let go to other projects"),
    "take_over": pgettext_lazy("an alert", "Taken over from another project"),
}
SENT_LABELS: dict[str, Promise] = {
    "armed": pgettext_lazy("messages", "Waiting"),
    "begun": pgettext_lazy("messages", "Leaving"),
    "sent": pgettext_lazy("messages", "Sent"),
    "failed": pgettext_lazy("messages", "Failed"),
    "unclear": pgettext_lazy("messages", "Not known whether they arrived"),
    "cancelled": pgettext_lazy("messages", "Taken back"),
    "expired": pgettext_lazy("messages", "Too late"),
    "lost": pgettext_lazy("messages", "Could not be sent any more"),
}
TAGS = {DRAFT: "", PROPOSED: "due", PUBLISHED: "done"}


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
