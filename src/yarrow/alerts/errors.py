"""What the room refuses. The first four are those of reports, from which alerts are drawn.

Refusal
  NotHere       the thing belongs to another project (shown like a page that does not exist)
  NotAllowed    this worker may not do that
  CannotBe      something written down can't be so; names its field
  Conflict      somebody else was faster
  WrongStep     it does not stand where this could happen
  NotASecond    whoever proposed it can't publish it as well
  Unanswered    something risky was found that nobody changed or gave a reason for
  Known         the number or address is that of another member
"""

from typing import Any

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.safety.errors import CannotBe as CannotBe
from yarrow.safety.errors import Conflict as Conflict
from yarrow.safety.errors import NotAllowed as NotAllowed
from yarrow.safety.errors import NotHere as NotHere


class WrongStep(Conflict):
    """It does not stand where this could happen."""


class NotASecond(Refusal):
    """Whoever proposed it can't publish it as well."""

    status = 403

    def __init__(self) -> None:
        super().__init__(_("You proposed this yourself. A second person has to do it."))


class Unanswered(Refusal):
    """Something risky was found that nobody changed or gave a reason for."""

    status = 409

    def __init__(self) -> None:
        super().__init__(_("Some words are risky. Change each, or say why it stays."))


class Known(CannotBe):
    """The number or address is that of another member, or of one who was put out. `member`: who."""

    def __init__(self, member: Any) -> None:
        self.member = member
        if member.left_on is None:
            said = _("This number or address is that of a member already.")
        else:
            said = _("This number or address is that of a member who was put out.")
        super().__init__(said)
