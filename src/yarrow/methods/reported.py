"""Reports of incidents as figures: how many, how far they may go, what came of them, as it stood on a day.

A report is of the day on which it reached the project. Behind it stands its reporter: two reports of one are one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import NamedTuple
from uuid import UUID

from yarrow.methods.breakdowns import STRETCHES
from yarrow.methods.differencing import Released
from yarrow.methods.disclosure import FEWEST_FOR_MIDDLE
from yarrow.methods.populations import Place
from yarrow.methods.proposing import Proposal
from yarrow.methods.row_gate import Asked, Columns, pass_rows
from yarrow.methods.standing import Standing

COUNT, TABLE = "n_reports", "told"
# What rows can be by; a report may name several kinds.
DIMENSIONS = ("kind", "zone", "setting")
ROWS_BY = (*DIMENSIONS, *STRETCHES)
NOT_SAID = "~not_said"
# From the least to the furthest that a reporter may choose; escrow lets less go than keeping does.
FURTHER = ("escrow", "kept", "warn", "intelligence", "full")
REPORTED, WARNS, POLICE, FULL = "reported", "warns", "police", "full"
PHONE, BACK, MATCHED, ALERTED = "phone", "back", "matched", "alerted"
COLUMNS = Columns(
    COUNT,
    {
        REPORTED: {},
        WARNS: {"level": "warn"},
        POLICE: {"level": "intelligence"},
        FULL: {"level": "full"},
        PHONE: {"phone": "yes"},
        BACK: {"back": "yes"},
        MATCHED: {"matched": "yes"},
        ALERTED: {"alerted": "yes"},
    },
    (
        (REPORTED, (WARNS,)),
        (WARNS, (POLICE,)),
        (POLICE, (FULL,)),
        (REPORTED, (PHONE,)),
        (PHONE, (BACK,)),
        (REPORTED, (MATCHED,)),
        (REPORTED, (ALERTED,)),
    ),
    overlaps=frozenset({"kind"}),
)
TOO_FEW = "few"


@dataclass(frozen=True)
class Reported:
    """One report. `levels`: (day, what was chosen) in order; the others are days, None: not yet."""

    report_id: UUID
    reporter_id: UUID
    on: date
    kinds: tuple[str, ...] = ()
    zone: str = ""
    setting: str = ""
    is_by_phone: bool = False
    levels: Sequence[tuple[date, str]] = ()
    back_on: date | None = None
    matched_on: date | None = None
    alerted_on: date | None = None

    def level(self, day: date | None) -> str:
        """What was chosen when a day was over; kept where nothing was."""
        said = [level for on, level in self.levels if day is None or on <= day]
        return said[-1] if said else "kept"


class Looked(NamedTuple):
    """What the columns ask of a report as it stood on a day. `far`: its place in FURTHER."""

    far: int
    is_by_phone: bool
    came_back: bool
    is_matched: bool
    is_alerted: bool


class Reports(Standing[Reported, Looked]):
    """The reports behind each cell, by the day on which they came."""

    dimensions = DIMENSIONS

    def day_of(self, row: Reported) -> date:
        return row.on

    def person_of(self, row: Reported) -> UUID:
        return row.reporter_id

    def values_of(self, row: Reported, by: str) -> tuple[str, ...]:
        """What was not said is a row of its own: it is not the same as none."""
        said = row.kinds if by == "kind" else (str(getattr(row, by)),)
        return tuple(value for value in said if value) or (NOT_SAID,)

    def looked_at(self, row: Reported, day: date | None) -> Looked:
        def by_then(on: date | None) -> bool:
            return on is not None and (day is None or on <= day)

        return Looked(
            FURTHER.index(row.level(day)),
            row.is_by_phone,
            row.is_by_phone and by_then(row.back_on),
            by_then(row.matched_on),
            by_then(row.alerted_on),
        )

    def tests_of(self, where: Mapping[str, str]) -> list[Callable[[Looked], bool]]:
        least = FURTHER.index(where["level"]) if "level" in where else 0
        tests: dict[str, Callable[[Looked], bool]] = {
            "level": lambda one: one.far >= least,
            "phone": lambda one: one.is_by_phone,
            "back": lambda one: one.came_back,
            "matched": lambda one: one.is_matched,
            "alerted": lambda one: one.is_alerted,
        }
        return [test for name, test in tests.items() if name in where]

    def days_to_alert(self, place: Place, on: date) -> list[int]:
        """Of the reports of a place that an alert came of by that day: the days until it did."""
        rows = (self.rows[n] for n in self.members(place))
        return [(row.alerted_on - row.on).days for row in rows if row.alerted_on and row.alerted_on <= on]


def pass_reports(
    asked: Asked, reports: Reports, ledger: Iterable[Released] = ()
) -> tuple[Proposal, tuple[str, ...]]:
    """(the table that may leave, what its rows are by): small rows are joined until it is not mostly holes."""
    return pass_rows(asked, reports, COLUMNS, ledger)


def middles(asked: Asked, reports: Reports, proposal: Proposal) -> dict[str, str]:
    """Row → the middle of the days from a report to its alert, or TOO_FEW.

    Given only where that row's alerts are shown, of ten reporters or more.
    """
    said = {}
    for ((row, column), _count), place in proposal.places.items():
        if column == ALERTED:
            is_shown = bool(proposal.gated.shown[((row, column), COUNT)].n)
            is_enough = reports.count(place).people >= FEWEST_FOR_MIDDLE
            days = reports.days_to_alert(place, asked.period.to_on) if is_shown and is_enough else []
            said[row] = str(round(median(days))) if days else TOO_FEW
    return said
