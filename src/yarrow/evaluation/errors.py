"""What this room refuses.

Refusal
  NoSuchProject   the command names a project that is not here
  WrongPeriod     dates that can't be read, or the wrong way round
"""

from yarrow.methods.refusals import Refusal


class NoSuchProject(Refusal):
    """No project of this installation has this code."""

    status = 404


class WrongPeriod(Refusal):
    """Dates that make no period."""
