"""Charts over time, with what happened outside drawn as numbered marks, told below and in the table beside.

Every chart whose columns are days or stretches of them is drawn here, so that none can leave the marks out;
`tests/house/test_trends.py` holds the list of those that are not over time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yarrow.ui import chart_shapes as shapes
from yarrow.ui import charts
from yarrow.ui.chart_shapes import coordinate as _n
from yarrow.ui.charts import Picture, Series
from yarrow.ui.happenings import Happening
from yarrow.ui.tables import Column, Table

# More marks than these can't be told apart; the latest are drawn.
MOST = 40
ABOVE = 28.0
# Between two numbers; those that have no room each stand together as "2–4".
GAP = 2.0


@dataclass(frozen=True)
class Axis:
    """Where a day stands: (day as a number, place in columns), rising. A column reaches from n to n + 1."""

    anchors: tuple[tuple[int, float], ...]
    columns: tuple[tuple[int, int], ...]

    @property
    def from_on(self) -> date:
        """The first day that the chart shows."""
        return date.fromordinal(self.anchors[0][0])

    @property
    def to_on(self) -> date:
        """The last day that the chart shows."""
        return date.fromordinal(max(last for _first, last in self.columns))

    def place(self, day: int) -> float:
        """Where this day stands, in columns from the left; within the chart."""
        before = self.anchors[0]
        for here in self.anchors:
            if day <= here[0]:
                wide = here[0] - before[0]
                return before[1] + (here[1] - before[1]) * ((day - before[0]) / wide if wide > 0 else 1)
            before = here
        return before[1]

    def columns_of(self, one: Happening) -> list[int]:
        """The columns in whose days it falls."""
        first, last = one.from_on.toordinal(), one.last_on.toordinal()
        return [n for n, (start, end) in enumerate(self.columns) if first <= end and last >= start]


def of_spans(spans: Sequence[tuple[date, date]]) -> Axis:
    """Columns that are stretches of days, one after the other: (first day, last day)."""
    numbered = [(first.toordinal(), last.toordinal()) for first, last in spans]
    anchors = [(first, float(n)) for n, (first, _last) in enumerate(numbered)]
    return Axis((*anchors, (numbered[-1][1] + 1, float(len(numbered)))), tuple(numbered))


def of_days(listed: Sequence[date]) -> Axis:
    """Columns that are single days, each standing in the middle of its column; what falls between goes to the later."""
    numbered = [day.toordinal() for day in listed]
    reach = [(before + 1, day) for before, day in pairwise(numbered)]
    anchors = tuple((day, n + 0.5) for n, day in enumerate(numbered))
    return Axis(anchors, ((numbered[0], numbered[0]), *reach))


def trend(
    name: str,
    *,
    title: str,
    describe: str,
    labels: Sequence[str],
    series: Sequence[Series],
    first_column: str,
    axis: Axis,
    happenings: Sequence[Happening],
    is_stacked: bool = False,
) -> Picture:
    """Columns over time with their marks. `happenings`: what touches the axis (`happenings.between`)."""
    if len(axis.columns) != len(labels):
        raise ValueError(f"{len(axis.columns)} stretches of time for {len(labels)} labels")
    listed = [one for one in happenings if one.last_on >= axis.from_on and one.from_on <= axis.to_on]
    told = listed[-MOST:]
    plain = charts.picture(
        name, title=title, describe=describe, labels=labels, series=series, first_column=first_column,
        is_stacked=is_stacked,
    )  # fmt: skip
    if not told:
        return plain
    svg = charts.bars(
        name,
        title=title,
        describe=f"{describe} {_described(told)}",
        labels=labels,
        series=series,
        is_stacked=is_stacked,
        over=_marks(axis, told, shapes.group_width(len(labels))),
        above=ABOVE,
    )
    beside = tuple(_beside(axis, told, n) for n in range(len(labels)))
    drawn = replace(plain, svg=svg, marks=_legend(told, len(listed)), beside=beside)
    return replace(drawn, table=with_marks(plain.table, drawn))


def with_marks(table: Table, picture: Picture) -> Table:
    """A table whose rows are the columns of the picture, with the numbers of its marks in a column more."""
    if not picture.beside:
        return table
    rows = [[*row, said] for row, said in zip(table.rows, picture.beside, strict=True)]
    foot = [*table.foot, ""] if table.foot else ()
    return Table(
        caption=table.caption, columns=[*table.columns, Column(_("Outside events"))], rows=rows, foot=foot
    )


def numbered(happenings: Sequence[Happening]) -> list[str]:
    """ "Mark 1: …" for each, for papers that have no picture."""
    return [
        _("Mark %(n)d: %(what)s.") % {"n": n, "what": one.words} for n, one in enumerate(happenings, start=1)
    ]


def _described(told: Sequence[Happening]) -> str:
    return _("Marks: %s.") % "; ".join(f"{n} {one.words}" for n, one in enumerate(told, start=1))


def _beside(axis: Axis, told: Sequence[Happening], column: int) -> str:
    return ", ".join(str(n) for n, one in enumerate(told, start=1) if column in axis.columns_of(one))


def _legend(told: Sequence[Happening], n: int) -> SafeString:
    lines = format_html_join("", "<li><bdi>{}</bdi></li>", ((one.words,) for one in told))
    more = _("Only the latest %d are drawn.") % MOST if n > len(told) else ""
    return format_html(
        '<div class="marks"><p>{}</p><ol>{}</ol>{}</div>',
        _("What happened outside, by the numbers on top"),
        lines,
        format_html("<p>{}</p>", more) if more else "",
    )


def _marks(axis: Axis, told: Sequence[Happening], step: float) -> SafeString:
    places = [charts.LEFT + axis.place(one.from_on.toordinal()) * step for one in told]
    parts = [
        _mark(n, one, x, axis, step) for n, (one, x) in enumerate(zip(told, places, strict=True), start=1)
    ]
    parts += [_number(one) for one in numbers_on(places, charts.width_of(len(axis.columns)))]
    return charts.joined(parts)


def _mark(n: int, one: Happening, x: float, axis: Axis, step: float) -> SafeString:
    """A dashed line on its first day; a bar on top for as long as it went on."""
    end = charts.LEFT + axis.place(one.last_on.toordinal() + 1) * step
    long = end - x if one.to_on and one.to_on != one.from_on else 0.0
    return format_html(
        '<g class="chart__mark"><title>{}: {}</title><line x1="{}" y1="-4" x2="{}" y2="{}"/>{}</g>',
        n, one.words, _n(x), _n(x), _n(charts.TOP + charts.ROOM),
        format_html('<rect x="{}" y="-4" width="{}" height="5"/>', _n(x), _n(long)) if long else "",
    )  # fmt: skip


@dataclass(frozen=True)
class Number:
    """A number over marks, or "2–4" over several: which, between which places, in a chart that is `room` wide."""

    first: int
    last: int
    from_x: float
    to_x: float
    room: float

    @property
    def text(self) -> str:
        """What it says."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def wide(self) -> float:
        """How much room its words take."""
        return 12.0 + 9 * len(self.text)

    @property
    def left(self) -> float:
        """Where it begins: in the middle over its marks, and within the chart."""
        return max(1.0, min((self.from_x + self.to_x - self.wide) / 2, self.room - self.wide - 1))


def numbers_on(places: Sequence[float], room: float) -> list[Number]:
    """The numbers of marks at these rising places. Where two would touch they become one; none leaves the chart."""
    found: list[Number] = []
    for n, x in enumerate(places, start=1):
        one = Number(n, n, x, x, room)
        while found and one.left < found[-1].left + found[-1].wide + GAP:
            before = found.pop()
            one = Number(before.first, one.last, before.from_x, one.to_x, room)
        found.append(one)
    return found


def _number(one: Number) -> SafeString:
    return format_html(
        '<g class="chart__number"><rect x="{}" y="-26" width="{}" height="20" rx="6"/>'
        '<text x="{}" y="-11" text-anchor="middle">{}</text></g>',
        _n(one.left), _n(one.wide), _n(one.left + one.wide / 2), one.text,
    )  # fmt: skip
