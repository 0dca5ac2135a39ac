"""What this room refuses, beyond what `people`, `referrals` and `sharing` refuse.

Refusal
  WrongStep   it does not stand where this could happen
"""

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal


class WrongStep(Refusal):
    """It does not stand where this could happen."""

    status = 409

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed this first. Look at it again."))
