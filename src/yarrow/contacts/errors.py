"""What the room refuses.

Refusal
  NotAllowed     this worker may not do that
  NotHere        the thing belongs to another project (shown like a page that does not exist)
  CannotBe       something written down can't be so; names its field
  NotYet         a note came before the contact it belongs to
  Conflict       somebody else changed it first, or other facts came under the same entry
"""

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.vault.errors import NoGrant


class NotAllowed(Refusal):
    """This worker may not do that."""

    status = 403


class NotHere(Refusal):
    """It belongs to another project."""

    status = 404

    def __init__(self) -> None:
        super().__init__("There is nothing here.")


class CannotBe(Refusal):
    """Something written down can't be so."""


class Conflict(Refusal):
    """Somebody else was first; nothing of either is lost."""

    status = 409


class NotYet(NoGrant):
    """The contact is still sealed, so its note stays in the inbox like an entry that waits for another holder."""

    def __init__(self) -> None:
        super().__init__("identity")
        self.message = _("The contact this note belongs to has not been opened yet. Open that first.")
