"""The life of a release. `docs/reference/release-states.md` is drawn from this table (a test compares)."""

from django.utils.translation import gettext_lazy as _

PROPOSED, PUBLISHED = "proposed", "published"
WITHDRAWN, SUPERSEDED, DROPPED = "withdrawn", "superseded", "dropped"

# state -> {act: next state}
RELEASE_STATES: dict[str, dict[str, str]] = {
    PROPOSED: {"publish_release": PUBLISHED, "drop_release": DROPPED},
    PUBLISHED: {"withdraw_release": WITHDRAWN, "supersede": SUPERSEDED},
    WITHDRAWN: {},
    SUPERSEDED: {},
    DROPPED: {},
}
# Releases that somebody outside may have read: their figures stay in the ledger for ever.
WAS_OUT = (PUBLISHED, WITHDRAWN, SUPERSEDED)
LABELS = {
    PROPOSED: _("Proposed"),
    PUBLISHED: _("Published"),
    WITHDRAWN: _("Withdrawn"),
    SUPERSEDED: _("Replaced by a newer one"),
    DROPPED: _("Dropped"),
}
REASONS = {
    "wrong_figures": _("The figures were wrong"),
    "wrong_table": _("It was the wrong table"),
    "not_agreed": _("It was not agreed that it leaves"),
    "points_to_someone": _("It may point to somebody"),
}


def diagram() -> list[str]:
    """The lines of the page that draws this table."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {PROPOSED}: propose_release"]
    for state, acts in RELEASE_STATES.items():
        lines += [f"    {state} --> {after}: {act}" for act, after in acts.items()]
        lines += [] if acts else [f"    {state} --> [*]"]
    out = ", ".join(WAS_OUT)
    rule = f"Figures stay in the ledger once a release was out ({out}). Nothing in a release is ever edited."
    return [*lines, "```", "", rule]
