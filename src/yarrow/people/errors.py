"""What this room refuses.

Refusal
  NotHere          no such person in this project (also: another project's person)
  NotForYou        the role may not do this
  NotLive          the project has not finished setting up
  ReasonNeeded     the record is on another worker's caseload: say why first
  MergedAway       the record was merged into another; write there
  CannotMerge      these two records can't become one, or two again, now
  NotYet           the clock of this record has not ended
  Held             a legal hold keeps this record for now
  ChangedMeanwhile another worker saved the same record first
"""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.staff.roles import COMPARTMENT_LABELS
from yarrow.ui import days


class NotHere(Refusal):
    """There is no such person, alias, way to reach or worker in this project."""

    status = 404

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("We could not find this record."))


class NotForYou(Refusal):
    """The actor's role may not do this."""

    status = 403

    def __init__(self) -> None:
        super().__init__(_("Your role does not include this. Ask your co-ordinator."))


class NotLive(Refusal):
    """The project is not live yet."""

    def __init__(self) -> None:
        super().__init__(_("This project is not live yet. Finish setting up first, then add people."))


class ReasonNeeded(Refusal):
    """Outside the reader's caseload, and no reason given lately."""

    status = 403

    def __init__(self, person_id: UUID) -> None:
        super().__init__(_("This record is on another worker's caseload. Say why you open it."))
        self.person_id = person_id


class MergedAway(Refusal):
    """Another record stands for this person now."""

    status = 409

    def __init__(self, code: str) -> None:
        super().__init__(
            _("This record was merged into %(code)s. Open that one, and write it there.") % {"code": code}
        )


class CannotMerge(Refusal):
    """Two records can't become one, or two again."""

    status = 409

    def __init__(self, compartment: str = "", message: str = "") -> None:
        if compartment:
            said = _(
                "Something in these records is sealed with a key you don't hold: %(key)s. Ask someone who does."
            )
            message = said % {"key": COMPARTMENT_LABELS.get(compartment, compartment)}
        super().__init__(
            message
            or _(
                "Both records have something of which a person has one only. End or remove one of them first."
            )
        )
        self.compartment = compartment


class NotYet(Refusal):
    """The clock of a record has not ended, or not any more."""

    status = 409

    def __init__(self) -> None:
        super().__init__(_("The time of this record is not up."))


class Held(Refusal):
    """Two workers agreed that a record must be kept until a day."""

    status = 409

    def __init__(self, until_on: date) -> None:
        super().__init__(
            _(
                "This record is under a legal hold until %(day)s: two workers agreed that it may be needed for "
                "something official. Until then nobody can erase it. Tell the person so."
            )
            % {"day": days.day(until_on)}
        )
        self.until_on = until_on


class ChangedMeanwhile(Refusal):
    """The record's version is no longer the one the worker saw."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            _(
                "Someone else changed this record while you were writing. Nothing of either of you is lost: look below."
            )
        )
