"""Who may do what in this room, and what can be so. `check_*` raises with a sentence, `can_*` answers."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency, Service
from yarrow.methods.refusals import Refusal
from yarrow.people import rules as people
from yarrow.people.errors import NotForYou, NotHere
from yarrow.people.said import words as said_words
from yarrow.referrals import lists
from yarrow.referrals.errors import CannotBe
from yarrow.staff.models import Project
from yarrow.staff.roles import ARRANGERS, CASE
from yarrow.vault.actors import Actor

KEEPERS = CASE
COUNTERS = ("coordinator", "manager", "evaluator")
EARLIEST = date(1980, 1, 1)
# A year mistyped would keep a referral quiet for as long.
FURTHEST = timedelta(days=2 * 366)


def check_may_refer(by: Actor, project: Project) -> None:
    """Referrals are case work: kept by those whose role can hold the key to case notes."""
    people.check_may_write(by, project)
    if by.role not in KEEPERS:
        raise NotForYou()


def can_refer(by: Actor, project: Project) -> bool:
    """Whether this worker's role keeps referrals, and they hold the key that their words are sealed with."""
    return by.role in KEEPERS and by.holds(project.id, "notes")


def check_may_arrange(by: Actor, project: Project) -> None:
    """Pathways and reminders are arranged by those who arrange the work."""
    people.check_may_write(by, project)
    if by.role not in ARRANGERS:
        raise NotForYou()


def can_arrange(by: Actor) -> bool:
    return by.role in ARRANGERS


def can_keep(by: Actor) -> bool:
    """Whether this role opens the list of referrals."""
    return by.role in KEEPERS


def can_count(by: Actor) -> bool:
    """Whether this role sees true figures."""
    return by.role in COUNTERS


def check_agency(agency: Agency, service: Service | None, project: Project) -> None:
    """An agency of this project's directory that is still there, and a service of that agency."""
    if agency.project_id != project.pk:
        raise NotHere()
    if agency.is_closed:
        raise CannotBe(_("This agency has closed. Choose another one."), field="agency")
    if service is not None and service.agency_id != agency.pk:
        raise CannotBe(_("That service belongs to another agency."), field="service")


def check_reason(act: str, reason: str) -> str:
    """A reason that fits the act; "" for an act that needs none."""
    fitting = [code for code, _words in lists.reasons_for(act)]
    if not fitting:
        return ""
    if reason not in fitting:
        raise CannotBe(_("Choose a reason, so that the reasons can be added up by agency."), field="reason")
    return reason


def tidied(field: str, text: str | None) -> str | None:
    """`text` in one form, None when empty. Refuses at `field` what would not read right."""
    try:
        return said_words("note", text)
    except Refusal as refusal:
        raise CannotBe(refusal.message, field=field) from None


def one_of(name: str, field: str, code: str | None) -> str:
    """`code` when list `name` has it; refuses anything else."""
    if not code or code not in lists.codes(name):
        raise CannotBe(_("Choose one of the answers offered."), field=field)
    return code


def past_day(field: str, day: date | None, today: date) -> date:
    """A day on which something can have happened."""
    if day is None:
        raise CannotBe(_("Say which day."), field=field)
    if day > today:
        raise CannotBe(_("That day has not come yet. Write today or an earlier day."), field=field)
    if day < EARLIEST:
        raise CannotBe(_("That is before 1980. Check the year."), field=field)
    return day


def coming_day(field: str, day: date | None, today: date) -> date:
    """A day to come, today included."""
    if day is None:
        raise CannotBe(_("Say which day."), field=field)
    if day < today:
        raise CannotBe(_("That day is over. Choose today or a later day."), field=field)
    if day > today + FURTHEST:
        raise CannotBe(_("That is more than two years from now. Check the year."), field=field)
    return day
