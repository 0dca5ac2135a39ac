"""What this room refuses, beyond what `people` refuses.

Refusal
  CannotBe       something said can't be so; names its field
  WrongStep      the plan, goal or step does not stand where this could happen
  ChangedMeanwhile  another worker saved the same thing first
"""

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal


class CannotBe(Refusal):
    """Something said can't be so."""


class WrongStep(Refusal):
    """It does not stand where this could happen."""

    status = 409

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed this first. Look at it again."))


class ChangedMeanwhile(Refusal):
    """Another worker saved it first; nothing of either is lost."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else saved this while you wrote. What you typed is still here: compare, and save again."
            )
        )
