"""Whether an information-sharing agreement covers that facts go to an agency. It comes on top of consent.

An agreement covers an agency from the day that it signed until the day before it left, for the agreement's purposes and
categories alone, from its first day to its last; one that was ended early covers nothing from that day on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

# From so many days before the last day, whoever keeps agreements is told.
SOON = timedelta(days=42)


@dataclass(frozen=True)
class Signed:
    """One agency's signature: from which day, and from which day no more."""

    agency: UUID
    signed_on: date
    left_on: date | None = None


@dataclass(frozen=True)
class Terms:
    """An agreement as the decision reads it; `expires_on` is its last day."""

    id: UUID
    purposes: frozenset[str]
    categories: frozenset[str]
    starts_on: date
    expires_on: date
    ended_on: date | None = None
    signed: tuple[Signed, ...] = ()

    def is_live(self, day: date) -> bool:
        """Whether it holds on that day for whoever signed it."""
        return self.starts_on <= day <= self.expires_on and (self.ended_on is None or day < self.ended_on)

    def is_over(self, day: date) -> bool:
        """Whether it covers nothing on that day and none after."""
        return day > self.expires_on or (self.ended_on is not None and day >= self.ended_on)

    def has_signed(self, agency: UUID, day: date) -> bool:
        """Whether an agency's signature stands on that day."""
        return any(
            one.agency == agency and one.signed_on <= day and (one.left_on is None or day < one.left_on)
            for one in self.signed
        )

    def ends_soon(self, day: date) -> bool:
        """Whether it is live and its last day is near."""
        return self.is_live(day) and self.expires_on - day <= SOON


class Gap(StrEnum):
    """Why an agreement does not cover something."""

    NOT_YET = "not_yet"
    EXPIRED = "expired"
    ENDED = "ended"
    NOT_SIGNED = "not_signed"
    OTHER_PURPOSE = "other_purpose"
    NOT_THAT_MUCH = "not_that_much"


@dataclass(frozen=True)
class Uncovered:
    """It covers this not, and why. `missing`: categories that it does not name."""

    gap: Gap
    missing: frozenset[str] = frozenset()


def uncovered(
    terms: Terms, agency: UUID, purpose: str, categories: Iterable[str], day: date
) -> Uncovered | None:
    """Why the agreement does not cover these categories for this agency on that day; None where it does."""
    if terms.ended_on is not None and day >= terms.ended_on:
        return Uncovered(Gap.ENDED)
    if not terms.is_live(day):
        return Uncovered(Gap.NOT_YET if day < terms.starts_on else Gap.EXPIRED)
    if not terms.has_signed(agency, day):
        return Uncovered(Gap.NOT_SIGNED)
    if purpose not in terms.purposes:
        return Uncovered(Gap.OTHER_PURPOSE)
    missing = frozenset(categories) - terms.categories
    return Uncovered(Gap.NOT_THAT_MUCH, missing) if missing else None
