"""What this room refuses.

Refusal
  NoSuchProject   the command names a project that is not here
  WrongPeriod     dates that can't be read, or the wrong way round
  NotAllowed      the role may not let figures leave
  NotHere         a release of another project, or none
  WrongCut        a release ends with a month that is over, and not too soon after the one before
  TooFew          nothing would be left to show
  WrongStep       the state machine has no such step, or the proposal is out of date
  NoFont          a paper holds letters that no font here has
  CannotBe        something written down can't be so; names its field
"""

from django.utils.translation import gettext_lazy as _

from yarrow.methods.refusals import Refusal


class NoSuchProject(Refusal):
    """No project of this installation has this code."""

    status = 404


class NoFont(Refusal):
    """A paper holds letters that no font here has."""

    status = 409


class WrongPeriod(Refusal):
    """Dates that make no period."""


class NotAllowed(Refusal):
    """The role may not do this."""

    status = 403


class NotHere(Refusal):
    """It belongs to another project, or is not there at all."""

    status = 404

    def __init__(self) -> None:
        super().__init__(str(_("There is nothing here.")))


class WrongCut(Refusal):
    """A release covers whole months that are over, and comes at most once a quarter."""


class TooFew(Refusal):
    """Too few people for any figure."""


class WrongStep(Refusal):
    """A release can't go this way from where it stands."""

    status = 409


class CannotBe(Refusal):
    """Something written down can't be so."""
