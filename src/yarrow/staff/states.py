"""The life of a membership. The diagram in docs/reference/states.md is drawn from this dict."""

from django.utils.translation import gettext_lazy as _

WAITING = "waiting_for_keys"
ACTIVE = "active"
LEFT = "left"

STATE_CHOICES = [
    (WAITING, _("Waiting for keys")),
    (ACTIVE, _("Working")),
    (LEFT, _("Has left")),
]

# from → {event: to}
MEMBERSHIP: dict[str, dict[str, str]] = {
    WAITING: {"granted": ACTIVE, "leaves": LEFT, "role_changed": WAITING},
    ACTIVE: {"role_changed": ACTIVE, "leaves": LEFT},
    LEFT: {"returns": WAITING},
}


def after(state: str, event: str) -> str | None:
    """The state that follows `event`, or None where the machine has no such step."""
    return MEMBERSHIP[state].get(event)
