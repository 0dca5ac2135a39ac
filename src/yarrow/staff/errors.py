"""What this room refuses, and what it finds broken.

Refusal
  NotAllowed       the role may not do this
  NotLive          the project is still being set up
  WrongCode        a set-up code that opens nothing
  UnusableLink     an invitation that is used, withdrawn, out of date or unknown
  AlreadyHere      the person is in the project or invited already
  TooFewHolders    a key would be left with fewer than two holders
  CantGrant        the granter does not hold the key; says who does
  WrongStep        the membership's state has no such step
  WrongPassphrase  the passphrase opens nothing
Fault
  NoRule           a view without an access rule
"""

from yarrow.methods.refusals import Fault, Refusal


class NotAllowed(Refusal):
    """The role may not open this page or do this."""

    status = 403


class NotLive(Refusal):
    """Nothing can be recorded before the project is live."""

    status = 403


class WrongCode(Refusal):
    """The one-time set-up code is not the one on the console."""


class UnusableLink(Refusal):
    """This invitation can't be used (any more)."""

    status = 410


class AlreadyHere(Refusal):
    """A place or an open invitation exists."""


class TooFewHolders(Refusal):
    """Someone else has to hold the key first."""


class CantGrant(Refusal):
    """The key isn't the granter's to give."""


class WrongStep(Refusal):
    """The state machine has no such step."""


class WrongPassphrase(Refusal):
    """Said at the field; counted by the throttle."""


class NoRule(Fault):
    """A view answers only by a declared rule."""
