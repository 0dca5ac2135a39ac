"""Mandated and voluntary contact, counted apart; and who stayed in touch when nothing was asked of them any more.

A contact is mandated where it was an appointment of a mandated order, and voluntary otherwise: light contact that was
agreed after an order is voluntary by that. Staying means at least one voluntary contact in the 90 days after the day
on which an order ended, that day left out. Orders that ended less than 90 days ago are too early to say and stand
apart, those of them that already had a contact too: else the quick ones alone would count.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from yarrow.methods.funnels import FEW

STAYS_WITHIN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Met:
    """One contact of a known person."""

    person_id: UUID
    on: date
    is_mandated: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """One order that has ended, on this day. `is_light`: light contact was agreed after it."""

    person_id: UUID
    on: date
    is_light: bool


@dataclass(frozen=True, slots=True)
class Month:
    """Contacts of one month: mandated, voluntary of people who ever had an order, voluntary of everybody else known."""

    first: date
    n_mandated: int
    n_voluntary: int
    n_others: int


class Ago(StrEnum):
    """How long ago an order ended."""

    TOO_EARLY = "too_early"
    QUARTER = "quarter"  # 90 to 181 days
    HALF = "half"  # 182 to 364 days
    YEAR = "year"  # 365 days or more


@dataclass(frozen=True, slots=True)
class Stayed:
    """Orders that ended so long ago, of how many people, after how many light contact was agreed.

    n_stayed   how many of the orders were followed by a voluntary contact in time; None where it is too early to say
    """

    ago: Ago
    n: int
    n_people: int
    n_light: int
    n_stayed: int | None

    @property
    def share(self) -> Fraction | None:
        """Of the orders; None where it is too early, or they are so few that it would be somebody's story."""
        if self.n_stayed is None or self.n < FEW:
            return None
        return Fraction(self.n_stayed, self.n)

    @property
    def is_few(self) -> bool:
        """Whether there were some, but too few for a share."""
        return self.n_stayed is not None and 0 < self.n < FEW


def by_month(met: Iterable[Met], with_order: Collection[UUID]) -> list[Month]:
    """Every month that had a contact, in order. with_order: people who ever had an order."""
    counts: dict[date, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in met:
        column = 0 if one.is_mandated else 1 if one.person_id in with_order else 2
        counts[one.on.replace(day=1)][column] += 1
    return [Month(first, *counts[first]) for first in sorted(counts)]


def how_long_ago(ended_on: date, today: date) -> Ago:
    """How long ago that was."""
    days = (today - ended_on).days
    if days < STAYS_WITHIN.days:
        return Ago.TOO_EARLY
    if days < 182:
        return Ago.QUARTER
    return Ago.HALF if days < 365 else Ago.YEAR


def stayed(ended: Iterable[Ended], met: Iterable[Met], today: date) -> list[Stayed]:
    """A row for each time, the longest ago first; empty ones included."""
    days: dict[UUID, set[date]] = defaultdict(set)
    for one in met:
        if not one.is_mandated:
            days[one.person_id].add(one.on)
    groups: dict[Ago, list[Ended]] = defaultdict(list)
    for order in ended:
        groups[how_long_ago(order.on, today)].append(order)
    return [_row(ago, groups[ago], days) for ago in reversed(Ago)]


def _row(ago: Ago, orders: list[Ended], days: dict[UUID, set[date]]) -> Stayed:
    n_stayed = sum(
        any(order.on < day <= order.on + STAYS_WITHIN for day in days[order.person_id]) for order in orders
    )
    return Stayed(
        ago=ago,
        n=len(orders),
        n_people=len({order.person_id for order in orders}),
        n_light=sum(order.is_light for order in orders),
        n_stayed=None if ago is Ago.TOO_EARLY else n_stayed,
    )
