"""A chart of ladders: a row for each thing, a lane for each who rated it, a mark at the step. Drawn on the server.

Raters differ by the shape of their mark as well as by colour; where each began is a small hollow mark with a line to
where they are now. What has no step says why in words. No style attributes: colours come from classes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yarrow.ui.chart_shapes import coordinate as _n

WIDTH, LEFT, RIGHT = 340.0, 14.0, 326.0
HEAD, LANE, FOOT = 24.0, 22.0, 10.0
SHAPES = ("circle", "square", "diamond")


@dataclass(frozen=True)
class Mark:
    """Where one rater is now and began. `words`: what a reader of the mark is told; `instead`: why there is no step."""

    now: int | None
    first: int | None = None
    words: str = ""
    instead: str = ""


@dataclass(frozen=True)
class Row:
    """One ladder: its label, and the marks of those who rated it, by their place among the raters (0 to 2)."""

    label: str
    marks: Mapping[int, Mark]


@dataclass(frozen=True)
class Across:
    """How the steps run over the picture: from the side where reading begins."""

    n_steps: int
    is_rtl: bool

    def at(self, x: float) -> float:
        """The place `x` from the side where reading begins."""
        return WIDTH - x if self.is_rtl else x

    def of(self, step: int) -> float:
        """Where a step stands."""
        return self.at(LEFT + (RIGHT - LEFT) * (step - 1) / (self.n_steps - 1))


def ladders(
    name: str, *, title: str, describe: str, rows: Sequence[Row], n_steps: int, is_rtl: bool = False
) -> SafeString:
    """The picture. `name`: unique on the page, small letters and hyphens; `describe`: what it shows, in a sentence.

    `is_rtl`: for readers who begin on the right; then the first step is there too.
    """
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise ValueError(f"{name!r} can't name a chart: small letters, digits and hyphens")
    across = Across(n_steps, is_rtl)
    parts, y = [], 0.0
    for row in rows:
        parts.append(_row(row, y, across))
        y += HEAD + LANE * max(1, len(row.marks)) + FOOT
    parts.append(_numbers(y + 8, across))
    y += FOOT * 2
    return format_html(
        '<svg class="chart chart--narrow chart--ladders" role="img" direction="{}" aria-labelledby="{}-title {}-desc"'
        ' viewBox="0 0 {} {}" width="{}" height="{}">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>',
        "rtl" if is_rtl else "ltr", name, name, _n(WIDTH), _n(y), _n(WIDTH), _n(y), name, title, name, describe,
        format_html_join("", "{}", ((part,) for part in parts)),
    )  # fmt: skip


def legend(raters: Sequence[tuple[int, str]]) -> SafeString:
    """Which shape is whose, in words: (place among the raters, words)."""
    items = [(_shape(place, 12, 8, 6), words) for place, words in raters]
    drawn = format_html_join(
        "", '<li><svg viewBox="0 0 24 16" aria-hidden="true" focusable="false">{}</svg>{}</li>', items
    )
    return format_html('<ul class="legend">{}</ul>', drawn)


def _row(row: Row, y: float, across: Across) -> SafeString:
    top, n_lanes = y + HEAD, max(1, len(row.marks))
    bottom = top + LANE * n_lanes
    rungs = [(_n(across.of(step)), _n(top), _n(bottom)) for step in range(1, across.n_steps + 1)]
    lanes = [
        _lane(place, row.marks[place], top + LANE * (lane + 0.5), across)
        for lane, place in enumerate(sorted(row.marks))
    ]
    return format_html(
        '<text class="chart__value" x="{}" y="{}">{}</text>{}{}',
        _n(across.at(0)),
        _n(y + 16),
        row.label,
        format_html_join("", '<line class="chart__grid" x1="{0}" y1="{1}" x2="{0}" y2="{2}"/>', rungs),
        format_html_join("", "{}", ((lane,) for lane in lanes)),
    )


def _numbers(y: float, across: Across) -> SafeString:
    """The steps, counted, under the last ladder."""
    steps = [(_n(across.of(step)), _n(y), step) for step in range(1, across.n_steps + 1)]
    return format_html_join("", '<text x="{}" y="{}" text-anchor="middle">{}</text>', steps)


def _lane(place: int, mark: Mark, y: float, across: Across) -> SafeString:
    rail = format_html(
        '<line class="chart__axis" x1="{}" y1="{}" x2="{}" y2="{}"/>', _n(LEFT), _n(y), _n(RIGHT), _n(y)
    )
    if mark.now is None:
        beside = format_html(
            '{}<text x="{}" y="{}">{}</text>',
            _shape(place, across.at(12), y, 4, "hollow"), _n(across.at(26)), _n(y + 5), mark.instead,
        )  # fmt: skip
        return format_html("<g><title>{}</title>{}</g>", mark.words, beside)
    now, before = across.of(mark.now), SafeString("")
    if mark.first is not None and mark.first != mark.now:
        began = across.of(mark.first)
        before = format_html(
            '<line class="chart__way chart__edge--{}" x1="{}" y1="{}" x2="{}" y2="{}"/>{}',
            place + 1, _n(began), _n(y), _n(now), _n(y), _shape(place, began, y, 4, "hollow"),
        )  # fmt: skip
    return format_html("<g><title>{}</title>{}{}{}</g>", mark.words, rail, before, _shape(place, now, y, 8))


def _shape(place: int, x: float, y: float, r: float, kind: str = "ink") -> SafeString:
    """The mark of one rater: a circle, a square or a diamond."""
    style = f"chart__{kind}--{place + 1}"
    match SHAPES[place % len(SHAPES)]:
        case "circle":
            return format_html('<circle class="{}" cx="{}" cy="{}" r="{}"/>', style, _n(x), _n(y), _n(r))
        case "square":
            side = (_n(x - r * 0.9), _n(y - r * 0.9), _n(r * 1.8))
            return format_html(
                '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', style, *side, side[2]
            )
        case _:
            points = f"{_n(x)},{_n(y - r)} {_n(x + r)},{_n(y)} {_n(x)},{_n(y + r)} {_n(x - r)},{_n(y)}"
            return format_html('<polygon class="{}" points="{}"/>', style, points)
