"""What the room refuses, and what can go wrong while something is handed over.

Refusal
  CannotBe   a time of sending can't be so
Fault
  NoKey      the file of the sender's keys is missing or can't be read
HandedBack, NotKnown   what a server answered to one message; no page shows it
"""

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Fault, Refusal


class CannotBe(Refusal):
    """Something asked for can't be so."""


class NoKey(Fault):
    """The sender's keys are not there."""


class HandedBack(Exception):
    """A server did not take a message. Carries a code and nothing of what was said.

    again        it may be taken later.  `wait`: not before so many seconds
    everywhere   the same would be said to any other message of the channel
    maybe        it may have been taken all the same
    """

    def __init__(
        self, code: str, *, again: bool, everywhere: bool = False, maybe: bool = False, wait: int = 0
    ) -> None:
        super().__init__(code)
        self.code, self.again, self.everywhere = code, again, everywhere
        self.maybe, self.wait = maybe, wait


class NotKnown(Exception):
    """The message was said and the answer is lost."""


def too_long() -> CannotBe:
    """A message was to wait longer than it may."""
    return CannotBe(_("A message waits seven days at most, and ends after it begins."))
