"""What the room refuses.

Refusal
  NotHere       the thing belongs to another project (shown like a page that does not exist)
  NotAllowed    this worker may not do that
  CannotBe      something written down can't be so; names its field
  NotAForm      what was brought in is no form we can keep: every defect, with the item it is in
  Meanwhile     somebody else changed the same answers first; nothing of either is lost
"""

from collections.abc import Sequence

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


class CannotBe(Refusal):
    """Something written down can't be so."""


class NotAForm(Refusal):
    """What was brought in can't be kept; `defects` are (item, what is wrong and what to do) in the file's order."""

    def __init__(self, defects: Sequence[tuple[str, str]]) -> None:
        super().__init__(
            _("This form can't be taken as it is. Nothing was kept; everything we found is listed here."),
            field="questionnaire",
        )
        self.defects = tuple(defects)


class Meanwhile(Refusal):
    """The answers are no longer the ones the worker saw."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            _(
                "Someone else saved answers while you were writing. Nothing of either of you is lost: look below."
            )
        )
