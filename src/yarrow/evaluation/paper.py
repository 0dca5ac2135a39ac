"""What is on a release, whichever way it leaves: page, CSV, XLSX, PDF and JSON are all drawn from one `Paper`.

A paper is made from the ledger's cells and never sees a true figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from yarrow.methods.activity import MEASURES, Period
from yarrow.methods.breakdowns import ALL, STRETCHES, days_of
from yarrow.ui import days
from yarrow.ui.charts import Picture, Series, picture
from yarrow.ui.happenings import Happening
from yarrow.ui.tables import Column, Table
from yarrow.ui.trends import Axis, trend

MOST_IN_PICTURE = 40


@dataclass(frozen=True)
class Line:
    """One row: its words, and its figures as they left (None: hidden). `is_margin`: a total over rows."""

    names: tuple[str, ...]
    figures: tuple[int | None, ...]
    is_margin: bool = False


@dataclass(frozen=True)
class Paper:
    """Everything a reader gets to see."""

    title: str
    project: str
    finding: str
    heads: tuple[str, ...]
    measures: tuple[str, ...]
    lines: tuple[Line, ...]
    caveats: tuple[str, ...]
    definitions: tuple[tuple[str, str], ...]
    source: str
    file_name: str
    # Which columns the picture shows; none: no picture.
    drawn: tuple[int, ...] = field(default=())
    # Of rows that are stretches of time: where they stand, and what happened outside as it was known at the cut.
    axis: Axis | None = None
    happenings: tuple[Happening, ...] = ()

    @property
    def table(self) -> Table:
        """The table of the page."""
        columns = [*map(Column, self.heads), *(Column(name, is_number=True) for name in self.measures)]
        rows = [[*line.names, *map(shown, line.figures)] for line in self.lines]
        is_whole = len(self.lines) > 1 and self.lines[-1].is_margin
        return Table(
            caption=self.title,
            columns=columns,
            rows=rows[:-1] if is_whole else rows,
            foot=rows[-1] if is_whole else (),
        )

    @property
    def picture(self) -> Picture | None:
        """Columns of the rows that are no margins; None where there is nothing to compare."""
        rows = [line for line in self.lines if not line.is_margin]
        if not self.drawn or not 1 < len(rows) <= MOST_IN_PICTURE:
            return None
        said: dict[str, Any] = {
            "title": self.title,
            "describe": self.described,
            "labels": [", ".join(line.names) for line in rows],
            "series": [Series(self.measures[i], [line.figures[i] for line in rows]) for i in self.drawn],
            "first_column": self.heads[0],
        }
        if self.axis is None:
            return picture("release", **said)
        return trend("release", **said, axis=self.axis, happenings=self.happenings)

    @property
    def described(self) -> str:
        """The picture in words: its figures, row by row."""
        rows = [line for line in self.lines if not line.is_margin]
        said = [
            f"{', '.join(line.names)}: "
            + ", ".join(f"{self.measures[i]} {shown(line.figures[i])}" for i in self.drawn)
            for line in rows
        ]
        return _("%(finding)s By row: %(rows)s.") % {"finding": self.finding, "rows": "; ".join(said)}


def shown(figure: int | None) -> int | str:
    """A figure, or the word for a hidden one."""
    return _("hidden") if figure is None else figure


def span(period: Period) -> str:
    """“1 January 2025 to 31 March 2025”."""
    return _("%(first)s to %(last)s") % {
        "first": days.day(period.from_on),
        "last": days.day(period.to_on),
    }


def row_words(dimension: str, value: str, words: dict[str, str]) -> str:
    """How one value of a row is said."""
    if value == ALL:
        return _("Whole period") if dimension in STRETCHES else _("All")
    if dimension in STRETCHES:
        return stretch_words(days_of(value))
    return words.get(f"{dimension}:{value}", value)


def stretch_words(period: Period) -> str:
    """“Jan 2025”, or “Jan to Mar 2025”."""
    last = days.month(period.to_on)
    if (period.from_on.year, period.from_on.month) == (period.to_on.year, period.to_on.month):
        return last
    same_year = period.from_on.year == period.to_on.year
    first = days.month_of_year(period.from_on) if same_year else days.month(period.from_on)
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def meanings(measures: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """(heading, what it counts and out of what) for (measure, heading) pairs."""
    found = []
    for measure, heading in measures:
        meaning, out_of = MEASURES[measure.partition(":")[0]]
        words = _("%(meaning)s Out of: %(out_of)s.") % {"meaning": _(meaning), "out_of": _(out_of)}
        found.append((heading, words))
    return tuple(found)
