"""Charts drawn on the server as SVG, with words for those who don't see them and a table beside them.

Series differ by pattern as well as colour. Nothing counted (0) is a line on the floor; no figure at all (None)
is an empty dashed box. No style attributes: colours come from classes, so both themes and print work.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from yarrow.ui import chart_shapes as shapes
from yarrow.ui.chart_shapes import Box
from yarrow.ui.chart_shapes import coordinate as _n
from yarrow.ui.tables import Column, Table, figure_text

ROOM = 230.0
LEFT = 50.0
TOP = 20.0
BELOW = 34.0
N_PATTERNS = 5
VALUES_SHOWN_UP_TO = 16


@dataclass(frozen=True)
class Series:
    """A named row of figures, one for each label; None where there is no figure."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Picture:
    """A chart with its legend and the same figures as a table."""

    svg: SafeString
    legend: SafeString
    table: Table
    # Of a chart over time (`ui.trends`): what its marks say, and the numbers of the marks in each column.
    marks: SafeString = SafeString("")  # noqa: RUF009 - a text never changes
    beside: tuple[str, ...] = ()


def bars(
    name: str,
    *,
    title: str,
    describe: str,
    labels: Sequence[str],
    series: Sequence[Series],
    is_stacked: bool = False,
    over: SafeString | None = None,
    above: float = 0.0,
) -> SafeString:
    """Columns by label, side by side or stacked; those of time are drawn by `ui.trends`.

    `name`: unique on the page, letters and hyphens. `describe`: what the picture shows, in a sentence.
    `over`: what is drawn over the columns, reaching as much as `above` over the top.
    Raises ValueError when a series has not one value for each label.
    """
    _check(labels, series)
    groups = [[one.values[i] for one in series] for i in range(len(labels))]
    ticks = shapes.nice_ticks(shapes.highest(groups, is_stacked=is_stacked))
    step = shapes.group_width(len(labels))
    width = width_of(len(labels))
    place = shapes.stacked if is_stacked else shapes.grouped
    parts = [_grid(ticks, width)]
    few = len(labels) * (1 if is_stacked else len(series)) <= VALUES_SHOWN_UP_TO
    for i, label in enumerate(labels):
        boxes = place(groups[i], left=LEFT + i * step, width=step, room=ROOM, top=ticks[-1])
        parts.extend(
            _column(name, n, box, groups[i][n], label, series[n].name) for n, box in enumerate(boxes)
        )
        if few:
            parts.append(_values(boxes, groups[i], is_stacked=is_stacked))
    parts.append(_labels(labels, step))
    if over:
        parts.append(over)
    height = TOP + ROOM + BELOW
    return _frame(name, title, describe, width, height, len(series), joined(parts), above=above)


def width_of(n_labels: int) -> float:
    """How wide `bars` of so many labels are."""
    return LEFT + shapes.group_width(n_labels) * max(1, n_labels) + 4


def lines(
    name: str, *, title: str, describe: str, labels: Sequence[str], values: Sequence[float | None]
) -> SafeString:
    """A small chart of horizontal bars, each label above its bar, for narrow places."""
    _check(labels, [Series(title, values)])
    width, row, room = 340.0, 44.0, 280.0
    top = shapes.nice_ticks(shapes.highest([list(values)], is_stacked=False))[-1]
    parts = []
    for i, (label, value) in enumerate(zip(labels, values, strict=True)):
        y = i * row
        long = shapes.height_of(value or 0, top, room)
        parts.append(format_html('<text x="0" y="{}">{}</text>', _n(y + 14), label))
        if value is None:
            parts.append(_missing(Box(0.5, y + 20, 40, 15), f"{label}: {figure_text(None)}"))
        else:
            parts.append(
                _bar(name, 0, Box(0.5, y + 20, max(long, 1.5), 15), f"{label}: {figure_text(value)}")
            )
        end = (long if value is not None else 42) + 8
        parts.append(
            format_html(
                '<text class="chart__value" x="{}" y="{}">{}</text>', _n(end), _n(y + 33), figure_text(value)
            )
        )
    return _frame(name, title, describe, width, row * len(labels) + 4, 1, joined(parts), narrow=True)


def picture(
    name: str,
    *,
    title: str,
    describe: str,
    labels: Sequence[str],
    series: Sequence[Series],
    first_column: str,
    is_stacked: bool = False,
) -> Picture:
    """Columns, their legend and the same figures as a table headed `first_column`."""
    svg = bars(name, title=title, describe=describe, labels=labels, series=series, is_stacked=is_stacked)
    columns = [Column(first_column), *(Column(one.name, is_number=True) for one in series)]
    rows = [[label, *(one.values[i] for one in series)] for i, label in enumerate(labels)]
    return Picture(
        svg=svg, legend=legend(name, series), table=Table(caption=title, columns=columns, rows=rows)
    )


def legend(name: str, series: Sequence[Series]) -> SafeString:
    """Which pattern is which series, in words."""
    items = [
        (_patterns(f"{name}-key{n}", n + 1, only=n), _swatch(f"{name}-key{n}", n), one.name)
        for n, one in enumerate(series)
    ]
    drawn = format_html_join(
        "", '<li><svg viewBox="0 0 24 16" aria-hidden="true" focusable="false">{}{}</svg>{}</li>', items
    )
    return format_html('<ul class="legend">{}</ul>', drawn)


def _check(labels: Sequence[str], series: Sequence[Series]) -> None:
    for one in series:
        if len(one.values) != len(labels):
            raise ValueError(f"{one.name} has {len(one.values)} figures for {len(labels)} labels")


def _frame(
    name: str,
    title: str,
    describe: str,
    width: float,
    height: float,
    n: int,
    inside: SafeString,
    *,
    narrow: bool = False,
    above: float = 0.0,
) -> SafeString:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise ValueError(f"{name!r} can't name a chart: small letters, digits and hyphens")
    return format_html(
        # Words stand where they are put, and time runs from the left, in every language.
        '<svg class="chart{}" role="img" direction="ltr" aria-labelledby="{}-title {}-desc"'
        ' viewBox="0 {} {} {}" width="{}" height="{}">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}{}</svg>',
        " chart--narrow" if narrow else "",
        name, name, _n(-above), _n(width), _n(height + above), _n(width), _n(height + above),
        name, title, name, describe,
        _patterns(name, n), inside,
    )  # fmt: skip


def _grid(ticks: Sequence[float], width: float) -> SafeString:
    rows = []
    for tick in ticks:
        y = TOP + ROOM - shapes.height_of(tick, ticks[-1], ROOM)
        kind = "chart__grid" if tick else "chart__axis"
        rows.append((kind, _n(LEFT), _n(y), _n(width), _n(y), _n(LEFT - 8), _n(y + 4), figure_text(tick)))
    line = '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/><text x="{}" y="{}" text-anchor="end">{}</text>'
    return format_html_join("", line, rows)


def _column(name: str, n: int, box: Box, value: float | None, label: str, series: str) -> SafeString:
    words = f"{label}, {series}: {figure_text(value)}"
    if value is None:
        return _missing(Box(box.x, TOP + ROOM - 18, box.width, 18), words)
    return _bar(
        name, n, Box(box.x, TOP + box.y - (0 if box.height else 2), box.width, box.height or 2), words
    )


def _bar(name: str, n: int, box: Box, words: str) -> SafeString:
    kind = n % N_PATTERNS + 1
    return format_html(
        '<rect class="chart__bar chart__edge--{}" fill="url(#{}-p{})" x="{}" y="{}" width="{}" height="{}">'
        "<title>{}</title></rect>",
        kind, name, kind, _n(box.x), _n(box.y), _n(box.width), _n(box.height), words,
    )  # fmt: skip


def _missing(box: Box, words: str) -> SafeString:
    return format_html(
        '<rect class="chart__missing" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>',
        _n(box.x), _n(box.y), _n(box.width), _n(box.height), words,
    )  # fmt: skip


def _values(boxes: Sequence[Box], values: Sequence[float | None], *, is_stacked: bool) -> SafeString:
    seen = [(box, value) for box, value in zip(boxes, values, strict=True) if value is not None]
    if is_stacked and seen:
        seen = [(min((box for box, _v in seen), key=lambda box: box.y), sum(value for _b, value in seen))]
    rows = [(_n(box.x + box.width / 2), _n(TOP + box.y - 5), figure_text(value)) for box, value in seen]
    return format_html_join(
        "", '<text class="chart__value" x="{}" y="{}" text-anchor="middle">{}</text>', rows
    )


def _labels(labels: Sequence[str], step: float) -> SafeString:
    every = shapes.label_every(len(labels), step, shapes.label_room(labels, step))
    rows = [
        (_n(LEFT + (i + 0.5) * step), _n(TOP + ROOM + 22), shapes.shortened(label, every * step))
        for i, label in enumerate(labels)
        if i % every == 0
    ]
    return format_html_join("", '<text x="{}" y="{}" text-anchor="middle">{}</text>', rows)


_DRAWN = (
    '<rect width="8" height="8" class="chart__ink--1"/>',
    '<rect width="8" height="8" class="chart__back"/><path d="M-2 2 2-2M0 8 8 0M6 10l4-4" class="chart__ink--2"'
    ' stroke-width="2.5"/>',
    '<rect width="8" height="8" class="chart__back"/><circle cx="2" cy="2" r="1.6" class="chart__ink--3"/>'
    '<circle cx="6" cy="6" r="1.6" class="chart__ink--3"/>',
    '<rect width="8" height="8" class="chart__back"/><path d="M0 0l8 8M8 0 0 8" class="chart__ink--4"'
    ' stroke-width="1.2"/>',
    '<rect width="8" height="8" class="chart__back"/><path d="M0 4h8" class="chart__ink--5" stroke-width="2"/>',
)


def _patterns(name: str, n: int, *, only: int | None = None) -> SafeString:
    wanted = range(min(n, N_PATTERNS)) if only is None else [only % N_PATTERNS]
    rows = [(name, i + 1, mark_safe(_DRAWN[i])) for i in wanted]  # noqa: S308 - constants above
    pattern = '<pattern id="{}-p{}" width="8" height="8" patternUnits="userSpaceOnUse">{}</pattern>'
    return format_html("<defs>{}</defs>", format_html_join("", pattern, rows))


def _swatch(name: str, n: int) -> SafeString:
    kind = n % N_PATTERNS + 1
    return format_html(
        '<rect class="chart__bar chart__edge--{}" fill="url(#{}-p{})" x="1" y="1" width="22" height="14"/>',
        kind,
        name,
        kind,
    )


def joined(parts: Sequence[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
