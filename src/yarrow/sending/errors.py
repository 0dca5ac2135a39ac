"""What the room refuses, and what can go wrong while something is handed over.

Refusal
  CannotBe   a time of sending can't be so
  NoChannel  nothing is set up through which it could leave
Fault
  NoKey      the file of the sender's keys is missing or can't be read
HandedBack   (no page shows it) a message was not taken; `code` is one of `failures`, `again`: it may be tried later
"""

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Fault, Refusal


class CannotBe(Refusal):
    """Something asked for can't be so."""


class NoKey(Fault):
    """The sender's keys are not there."""


class HandedBack(Exception):
    """A server did not take a message. Carries a code and nothing of what was said."""

    def __init__(self, code: str, *, again: bool) -> None:
        super().__init__(code)
        self.code, self.again = code, again


def too_long() -> CannotBe:
    """A message was to wait longer than it may."""
    return CannotBe(_("A message waits seven days at most, and ends after it begins."))
