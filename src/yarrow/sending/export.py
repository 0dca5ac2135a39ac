"""What leaves with the project when it moves: no message does; and what the acts of the room are called."""

from django.utils.translation import gettext_lazy as _

from yarrow.sending.models import Message
from yarrow.vault.telling import Telling, tell, tell_acts


def ready() -> None:
    """Say it; called once as the room starts."""
    tell_acts(TRAIL)
    tell(
        Message,
        Telling(
            part="more", label=_("Message that waits"), stays=_("it leaves from this server, within days")
        ),
    )


TRAIL = {
    "sending.arm": _("had messages sent"),
    "sending.cancel": _("took messages back before they were sent"),
}
