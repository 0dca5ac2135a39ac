"""Counting what a project did: people, contacts, things given and done, by up to five dimensions.

Pure counting over pseudonymous contacts; every number has a definition in `MEASURES`. People met but not known
are counted and never made up into persons: a contact with "two women, not known" is two contacts and two unnamed
people met. Linking such a contact to a person later moves it from unnamed to known and changes no total.

Shape of the funder's table: project requirements V1; new and repeat after the outreach returns of key-population
programmes, where double counting of repeat contacts is the chronic fault.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

from yarrow.methods.sentences import to_say

DIMENSIONS = ("month", "kind", "zone", "gender", "setting")
# A dimension's value where nothing was written down; never the same as a zero.
NOT_RECORDED = ""
# Below this many contacts one more or less changes the picture, and the row says so.
FEW = 10


@dataclass(frozen=True)
class Met:
    """One contact, without anything that names a person.

    on        the day of the contact in the project's own time zone
    person    random id of a known person; None when nobody known was met
    n_people  how many were met; 1 for a known person, 1 or more when not known
    settings  settings the person worked in on that day, none or several
    first_on  day of this person's first contact ever with the project; None when not known
    given     code of a supply → how many were given
    done      codes of things done, each once per contact
    """

    on: date
    kind: str
    person: str | None = None
    n_people: int = 1
    zone: str = NOT_RECORDED
    gender: str = NOT_RECORDED
    settings: tuple[str, ...] = ()
    first_on: date | None = None
    given: Mapping[str, int] = field(default_factory=dict)
    done: tuple[str, ...] = ()


@dataclass(frozen=True)
class Period:
    """Whole days, first and last included. Raises ValueError when it ends before it begins."""

    from_on: date
    to_on: date

    def __post_init__(self) -> None:
        if self.to_on < self.from_on:
            raise ValueError("a period can't end before it begins")

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.from_on <= day <= self.to_on

    def months(self) -> list[str]:
        """Every month the period touches, as `2025-03`, in order."""
        found, day = [], self.from_on.replace(day=1)
        while day <= self.to_on:
            found.append(month_of(day))
            day = (day + timedelta(days=32)).replace(day=1)
        return found

    def within(self, month: str) -> "Period":
        """The days of the period that fall in `month`; ValueError when there are none."""
        first = date.fromisoformat(f"{month}-01")
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        return Period(max(first, self.from_on), min(last, self.to_on))


@dataclass(frozen=True)
class Figures:
    """The numbers of one row (see `MEASURES`)."""

    n_contacts: int = 0
    n_people: int = 0
    n_new: int = 0
    n_repeat: int = 0
    n_unnamed: int = 0
    median_contacts: float | None = None
    given: Mapping[str, int] = field(default_factory=dict)
    done: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_few(self) -> bool:
        """Whether so few contacts stand behind the row that one more or less changes the picture."""
        return 0 < self.n_contacts < FEW


@dataclass(frozen=True)
class Row:
    """One row: a value for each dimension of the table; `figures` is None where there can be no data."""

    key: tuple[str, ...]
    figures: Figures | None


@dataclass(frozen=True)
class Table:
    """An activity table. `total` is counted on its own, not added up from the rows."""

    period: Period
    by: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Figures


MEASURES: Mapping[str, tuple[str, str]] = {
    "n_contacts": (
        to_say(
            "Meetings of one person with the project. A known person met is one; three people met together who are "
            "not known are three."
        ),
        to_say("all contacts in the period"),
    ),
    "n_people": (
        to_say("Different known people with at least one contact. Someone met ten times is one person."),
        to_say("known people met in the period"),
    ),
    "n_new": (
        to_say("Known people whose first contact ever with this project falls in the dates of the row."),
        to_say("the known people of the row"),
    ),
    "n_repeat": (
        to_say("Known people of the row whose first contact ever was before the dates of the row."),
        to_say("the known people of the row"),
    ),
    "n_unnamed": (
        to_say(
            "People met who are not known to the project, counted at each meeting. Someone met twice counts twice, "
            "so this is never a number of different people."
        ),
        to_say("all contacts in the period"),
    ),
    "median_contacts": (
        to_say("Half of the known people of the row had this many contacts or fewer."),
        to_say("the known people of the row"),
    ),
    "given": (
        to_say("Supplies handed out, in pieces, as counted at each contact."),
        to_say("no denominator: pieces, not people"),
    ),
    "done": (
        to_say("Things done, once for each person met in a contact at which it was done."),
        to_say("the contacts of the row"),
    ),
}

# Measures whose rows add up to the total, by dimension. Everywhere else the rows overlap.
ADDS_UP: Mapping[str, frozenset[str]] = {
    "month": frozenset({"n_contacts", "n_unnamed", "n_new", "given", "done"}),
    "kind": frozenset({"n_contacts", "n_unnamed", "given", "done"}),
    "zone": frozenset({"n_contacts", "n_unnamed", "given", "done"}),
    "gender": frozenset({"n_contacts", "n_people", "n_new", "n_repeat", "n_unnamed", "given", "done"}),
    "setting": frozenset(),
}


def month_of(day: date) -> str:
    """The month of a day, as `2025-03`."""
    return f"{day.year:04d}-{day.month:02d}"


def values_of(met: Met, dimension: str) -> tuple[str, ...]:
    """Where a contact belongs in one dimension: one value, or several settings. KeyError for an unknown one."""
    if dimension == "setting":
        return tuple(dict.fromkeys(met.settings)) or (NOT_RECORDED,)
    if dimension == "month":
        return (month_of(met.on),)
    return ({"kind": met.kind, "zone": met.zone, "gender": met.gender}[dimension],)


def count(contacts: Iterable[Met], dates: Period) -> Figures:
    """The figures of these contacts; `dates` decides who of them is new. Contacts outside it are an error."""
    tally = _Tally()
    for met in contacts:
        if met.on not in dates:
            raise ValueError("a contact lies outside the dates it is counted for")
        tally.add(met, dates)
    return tally.figures()


def tabulate(
    contacts: Iterable[Met],
    period: Period,
    by: Sequence[str] = ("month",),
    *,
    where: Mapping[str, str] | None = None,
    expected: Mapping[str, Iterable[str]] | None = None,
    kept: Period | None = None,
) -> Table:
    """The activity table of `period`, one row for each combination of the dimensions in `by` that occurs.

    where     dimension → the one value to keep
    expected  dimension → values that get a row even when nothing happened (one dimension only). Months always do.
    kept      the days on which the project kept records: months wholly outside have no data rather than a zero
    Raises ValueError for a repeated or unknown dimension.
    """
    _check(by, where)
    inside = [met for met in contacts if met.on in period and _fits(met, where or {})]
    tallies: dict[tuple[str, ...], _Tally] = {}
    for met in inside:
        for key in _keys(met, by):
            tallies.setdefault(key, _Tally()).add(met, _dates_of(key, by, period))
    found = {key: tally.figures() for key, tally in tallies.items()}
    rows = [
        Row(key, found.get(key, Figures())) for key in sorted(set(found) | _awaited(period, by, expected))
    ]
    return Table(
        period, tuple(by), tuple(_without_data(row, by, kept) for row in rows), count(inside, period)
    )


@dataclass
class _Tally:
    """Running counts of one row."""

    per_person: Counter[str] = field(default_factory=Counter)
    new: set[str] = field(default_factory=set)
    n_unnamed: int = 0
    given: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)

    def add(self, met: Met, dates: Period) -> None:
        if met.person is None:
            self.n_unnamed += met.n_people
        else:
            self.per_person[met.person] += 1
            if (met.first_on or met.on) in dates:
                self.new.add(met.person)
        self.given.update(met.given)
        self.done.update({code: met.n_people for code in met.done})

    def figures(self) -> Figures:
        n_people = len(self.per_person)
        return Figures(
            n_contacts=self.per_person.total() + self.n_unnamed,
            n_people=n_people,
            n_new=len(self.new),
            n_repeat=n_people - len(self.new),
            n_unnamed=self.n_unnamed,
            median_contacts=float(median(self.per_person.values())) if n_people else None,
            given=dict(sorted(self.given.items())),
            done=dict(sorted(self.done.items())),
        )


def _check(by: Sequence[str], where: Mapping[str, str] | None) -> None:
    unknown = (set(by) | set(where or {})) - set(DIMENSIONS)
    if unknown:
        raise ValueError(f"unknown dimensions {sorted(unknown)}")
    if not by or len(set(by)) != len(by):
        raise ValueError("name at least one dimension, and each one once")


def _fits(met: Met, where: Mapping[str, str]) -> bool:
    return all(value in values_of(met, dimension) for dimension, value in where.items())


def _keys(met: Met, by: Sequence[str]) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = [()]
    for dimension in by:
        keys = [(*key, value) for key in keys for value in values_of(met, dimension)]
    return keys


def _dates_of(key: tuple[str, ...], by: Sequence[str], period: Period) -> Period:
    return period.within(key[list(by).index("month")]) if "month" in by else period


def _awaited(
    period: Period, by: Sequence[str], expected: Mapping[str, Iterable[str]] | None
) -> set[tuple[str, ...]]:
    if len(by) != 1:
        return set()
    if by[0] == "month":
        return {(month,) for month in period.months()}
    return {(value,) for value in (expected or {}).get(by[0], ())}


def _without_data(row: Row, by: Sequence[str], kept: Period | None) -> Row:
    """A month on which the project kept no records yet, or which has not come, is empty and not zero."""
    if kept is None or tuple(by) != ("month",) or row.figures != Figures():
        return row
    return row if row.key[0] in kept.months() else Row(row.key, None)
