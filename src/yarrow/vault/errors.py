"""What the vault refuses, and what it finds broken.

Refusal
  Locked        nobody's key is open in this session
  NoGrant       the reader holds no key to this compartment
  Erased        the subject's key has been destroyed
  WrongWords    a recovery envelope or passphrase that opens nothing
  NotCovered    the recovery envelope lacks a compartment
  TooWeak       a passphrase that would not protect
Fault
  Tampered      a sealed value, grant or trail row is not what was written
  NotOnTrail    code tried to use an opened value before its trail row was committed
"""

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Fault, Refusal


class Locked(Refusal):
    """Nothing can be opened: the session is add-only, or the actor is not a person."""

    status = 403

    def __init__(self) -> None:
        super().__init__(_("This is locked. Unlock with your passphrase to go on."))


class NoGrant(Refusal):
    """The reader has no key to `compartment`."""

    status = 403

    def __init__(self, compartment: str) -> None:
        super().__init__(_("You do not hold the key to this. Ask your coordinator who does."))
        self.compartment = compartment


class Erased(Refusal):
    """The subject's key has been destroyed; what was sealed under it can never be opened again."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_("This was erased and can't be read any more."))


class WrongWords(Refusal):
    """Words that open nothing."""


class NotCovered(Refusal):
    """The words are right, and one key was never sealed to them."""

    def __init__(self, compartment: str) -> None:
        super().__init__(
            _("These words are right, but they don't open %(name)s. Replace the recovery envelopes.")
            % {"name": compartment},
            field="words",
        )


class TooWeak(Refusal):
    """A passphrase that could be guessed."""


class Tampered(Fault):
    """Authentication failed: the bytes are not what was sealed for this place."""


class NotOnTrail(Fault):
    """An opened value was used before its trail row was committed."""
