"""What the room refuses.

Refusal
  NotHere       the thing belongs to another project (shown like a page that does not exist)
  NotAllowed    this worker may not do that
  CannotBe      something written down can't be so; names its field
  NotOpen       nobody answers this survey now
  TooMany       more answers within a minute than people give
"""

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal


class NotHere(Refusal):
    """It belongs to another project."""

    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is nothing here."))


class NotAllowed(Refusal):
    """This worker may not do that."""

    status = 403


class CannotBe(Refusal):
    """Something written down can't be so."""


class NotOpen(Refusal):
    """Nobody answers it now."""

    status = 404

    def __init__(self) -> None:
        super().__init__(_("These questions are not open now."))


class TooMany(Refusal):
    """More than people give."""

    status = 429

    def __init__(self) -> None:
        super().__init__(_("Very many answers are coming in. Wait a minute, then send again."))
