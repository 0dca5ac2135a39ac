"""What the door refuses.

Refusal
  NotHeard      a device that is unknown or revoked, or a signature that is wrong: never said which
  NotTaken      bytes that are no envelope to this project's keys
  TooLarge      more bytes than one entry can have
  TooOften      tried again too soon
"""

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal


class NotHeard(Refusal):
    """One answer for unknown, revoked and badly signed, so that it tells nothing."""

    status = 403

    def __init__(self) -> None:
        super().__init__(_("This device is not set up here. Ask your coordinator to add it."))


class NotTaken(Refusal):
    """The bytes are no envelope to a key of the device's project."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message or _("This entry could not be taken. Keep it, and load the page again on this device.")
        )


class TooLarge(Refusal):
    """The body is larger than any entry."""

    status = 413

    def __init__(self) -> None:
        super().__init__(_("This entry is too large to take."))


class TooOften(Refusal):
    """More tries than anyone needs."""

    status = 429

    def __init__(self) -> None:
        super().__init__(_("That was too often. Wait a minute, then try again."))
