"""Who may do what in this room, and what can be so. Orders and time in prison are case work, as referrals are."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.justice import lists
from yarrow.justice.states import OVER
from yarrow.people.errors import NotHere
from yarrow.referrals import rules as referrals
from yarrow.referrals.errors import CannotBe
from yarrow.staff.models import Project

KEEPERS, COUNTERS = referrals.KEEPERS, referrals.COUNTERS
ORDERING, PRISON = ("court", "police"), "prison"
MOST_APPOINTMENTS = 40
can_keep, can_count = referrals.can_keep, referrals.can_count
tidied, past_day, coming_day = referrals.tidied, referrals.past_day, referrals.coming_day


def one_of(name: str, field: str, code: str | None) -> str:
    """`code` when list `name` has it; refuses anything else."""
    if not code or code not in lists.codes(name):
        raise CannotBe(_("Choose one of the answers offered."), field=field)
    return code


def check_n(n: int) -> int:
    """So many appointments as an order can have."""
    if not 0 <= n <= MOST_APPOINTMENTS:
        raise CannotBe(_("An order has up to 40 appointments. Check the number."), field="n_planned")
    return n


def check_place(
    agency: Agency | None, words: str | None, kinds: tuple[str, ...], project: Project, field: str
) -> dict[str, str]:
    """An agency of one of these kinds, or words, as they are sealed. One of the two has to be there."""
    said = tidied(field, words) or ""
    if agency is None and not said:
        raise CannotBe(_("Choose one of the directory, or write which it is."), field=field)
    if agency is not None and agency.project_id != project.pk:
        raise NotHere()
    if agency is not None and agency.kind not in kinds:
        raise CannotBe(_("Choose one of the agencies offered."), field=field)
    return {"agency": str(agency.pk) if agency else "", "words": said}


def check_day(field: str, day: date | None, from_on: date, today: date) -> date:
    """A day that does not lie before the first, nor so far from today that a year was mistyped."""
    if day is None:
        raise CannotBe(_("Say which day."), field=field)
    if day < from_on:
        raise CannotBe(_("That is before it began. Check the day."), field=field)
    return day if day < today else coming_day(field, day, today)


def check_span(field: str, until: date | None, from_on: date, today: date) -> date | None:
    """The same where it need not be known."""
    return check_day(field, until, from_on, today) if until is not None else None


def is_over(state: str) -> bool:
    """Whether an order has come to an end."""
    return state in OVER


def agency_key(place: Mapping[str, Any] | None) -> str:
    """The agency that a sealed place names; "" for words alone."""
    return str((place or {}).get("agency", ""))
