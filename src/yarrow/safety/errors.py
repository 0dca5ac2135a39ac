"""What the room refuses.

Refusal
  NotHere       the thing belongs to another project (shown like a page that does not exist)
  NotAllowed    this worker may not do that
  CannotBe      something written down can't be so; names its field
  Conflict      somebody else was faster
  Closed        whoever reported did not agree to that
  NotIndependent    they had a hand in what is challenged
  VisitOver     the pages that their words opened were left, or are too old
"""

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal


class NotHere(Refusal):
    """It belongs to another project."""

    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is nothing here."))


class NotAllowed(Refusal):
    """This worker may not do that."""

    status = 403

    def __init__(self) -> None:
        super().__init__(_("Your role does not include this. Ask your co-ordinator."))


class CannotBe(Refusal):
    """Something written down can't be so."""


class Conflict(Refusal):
    """Somebody else was faster."""

    status = 409

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed this in between. Look at it again."))


class Closed(Refusal):
    """Whoever reported did not agree to that."""

    status = 403

    def __init__(self) -> None:
        super().__init__(_("Whoever reported this did not agree to that. Ask them first."))


class NotIndependent(Refusal):
    """They had a hand in what is challenged."""

    status = 403

    def __init__(self) -> None:
        super().__init__(
            _("You had a hand in a report that this is about. A colleague who had none must decide.")
        )


class VisitOver(Refusal):
    """The pages that the words of a report opened were left, or are too old."""

    status = 403

    def __init__(self) -> None:
        super().__init__(_("These pages were closed. Type your words again."))
