"""What this room refuses, beyond what `people` and `sharing` refuse.

Refusal
  CannotBe   something said can't be so; names its field
  NotOnTeam  only the panel's team sees whom it talks about
  WrongStep  it does not stand where this could happen
"""

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal


class CannotBe(Refusal):
    """Something said can't be so."""


class NotOnTeam(Refusal):
    """Only the panel's team sees whom it talks about."""

    status = 403

    def __init__(self) -> None:
        super().__init__(
            _("Only the team of this panel sees whom it talks about. Its co-ordinator can add you.")
        )


class WrongStep(Refusal):
    """It does not stand where this could happen."""

    status = 409

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("Somebody else changed this first. Look at it again."))
