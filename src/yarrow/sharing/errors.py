"""What this room refuses, beyond what `people` refuses.

Refusal
  NotAgreed     nothing stands that these facts could leave on; `why` and `missing` say what is lacking
  NotCovered    no agreement between agencies covers it; `gap` and `missing` say what is lacking
  CannotBe      something said can't be so; names its field
  WrongStep     the proposal or package does not stand where this could happen
  NoPackage     nothing is behind this link: one sentence for whatever the reason is
  Ended         whoever it was for is told that it was taken back
  GuestIsOver   a partner's account without an agency, or after its last day
  WrongCode     the link is right and its code is not
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from yarrow.methods.agreements import Gap, Uncovered
from yarrow.methods.refusals import Refusal
from yarrow.methods.sharing import Why, WhyNot
from yarrow.people import purposes


class CannotBe(Refusal):
    """Something said can't be so."""


class WrongStep(Refusal):
    """It does not stand where this could happen."""

    status = 409

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("Somebody else changed this first. Look at it again."))


class NoPackage(Refusal):
    """It never was, is over, was taken back or was tried too often: nobody is told which."""

    status = 404

    def __init__(self) -> None:
        super().__init__(_("Nothing is here any more, or the link was not copied whole."))


class Ended(Refusal):
    """It was taken back, or they were erased: said to whom it was for, and to nobody else."""

    status = 410

    def __init__(self) -> None:
        super().__init__(
            _(
                "This has ended: the person took back what they had agreed to. Erase what you got, pass nothing on, "
                "and tell us if you can't."
            )
        )


class GuestIsOver(Refusal):
    """The account of a partner's worker is nobody's, or its time is over."""

    status = 403

    def __init__(self) -> None:
        super().__init__(_("Your account here opens nothing now. Ask whoever invited you."))


class WrongCode(Refusal):
    """The code that was told apart from the link is another one."""

    status = 403

    def __init__(self) -> None:
        super().__init__(_("This is not the code. After five wrong ones the link ends."), field="code")


class NotAgreed(Refusal):
    """Nothing leaves: no consent reaches so far, and no gateway stands."""

    status = 409

    def __init__(self, found: WhyNot, agency: str) -> None:
        super().__init__(in_words(found, agency))
        self.why, self.missing = found.why, found.missing


class NotCovered(Refusal):
    """Nothing leaves under this agreement: it does not cover it."""

    status = 409

    def __init__(self, found: Uncovered, agency: str) -> None:
        super().__init__(gap_in_words(found, agency))
        self.gap, self.missing = found.gap, found.missing


def gap_in_words(found: Uncovered, agency: str) -> str:
    """What an agreement lacks."""
    said = {
        Gap.NOT_YET: _("The agreement has not begun."),
        Gap.EXPIRED: _("The agreement has run out."),
        Gap.ENDED: _("The agreement was ended."),
        Gap.NOT_SIGNED: _("%(agency)s has not signed the agreement."),
        Gap.OTHER_PURPOSE: _("The agreement is not for what %(agency)s would get this for."),
        Gap.NOT_THAT_MUCH: _("The agreement does not cover this: %(missing)s."),
    }
    return said[found.gap] % {"agency": agency, "missing": categories_in_words(found.missing)}


def in_words(found: WhyNot, agency: str) -> str:
    """What is lacking, and what to do."""
    said = {
        Why.NOTHING: _("They have not agreed that %(agency)s gets anything for this. Ask them first."),
        Why.ONE_NAMED: _(
            "They agreed for somebody particular who is not in the directory. Ask whether they meant %(agency)s, "
            "and write it down for it."
        ),
        Why.BY_NAME: _("What they agreed to does not name %(agency)s. Ask about it by its name."),
        Why.WITHDRAWN: _("They took back what they had agreed to. Nothing more leaves to %(agency)s."),
        Why.REFUSED: _(
            "They said no to %(agency)s. What they agreed to since does not name it. Ask about it by its name."
        ),
        Why.EXPIRED: _("What they agreed to for %(agency)s has run out. Ask them again."),
        Why.NOT_THAT_MUCH: _("They did not agree that %(agency)s gets this: %(missing)s."),
        Why.NO_CATEGORY: _("Choose what is shared."),
        Why.NOT_APPROVED: _("A second person has to approve this first."),
        Why.OTHER_SHARE: _("This was approved for something else. Propose what you want to share now."),
        Why.OVER: _("The time of this approval is over. Propose it again."),
        Why.USED: _("What was approved was sent already. Propose anything more on its own."),
    }
    return said[found.why] % {"agency": agency, "missing": categories_in_words(found.missing)}


def categories_in_words(codes: Iterable[str]) -> str:
    """Categories of facts, in the order in which they are asked about."""
    chosen = set(codes)
    return ", ".join(words for code, words in purposes.choices("categories") if code in chosen)
