"""What this room refuses, beyond what `people` and `sharing` refuse.

Refusal
  CannotBe   something said can't be so; names its field
  WrongMove  the referral does not stand where this could happen
"""

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal


class CannotBe(Refusal):
    """Something said can't be so."""


class WrongMove(Refusal):
    """It does not stand where this could happen."""

    status = 409

    def __init__(self) -> None:
        super().__init__(_("Somebody else moved this referral first. Look at it again."))
