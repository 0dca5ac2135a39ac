"""Where the parts of a chart stand: arithmetic only, in SVG units of one pixel."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDE = 880.0
NARROWEST_GROUP = 34.0
WIDEST_GROUP = 110.0
GAP_SHARE = 0.28
LABEL, LONGEST_LABEL = 88.0, 140.0


@dataclass(frozen=True)
class Box:
    """One bar: left, top, width and height."""

    x: float
    y: float
    width: float
    height: float


def nice_step(top: float, about: int = 4) -> float:
    """A round distance between grid lines (1, 2, 5 × a power of ten, never below 1) for values up to `top`."""
    if top <= about:
        return 1.0
    rough = top / about
    power = 1.0
    while power * 10 <= rough:
        power *= 10
    for times in (1, 2, 5, 10):
        if power * times >= rough:
            return power * times
    raise AssertionError("power × 10 is above rough by construction")


def nice_ticks(top: float, about: int = 4) -> list[float]:
    """Grid lines from 0 to the first one at or above `top`; [0, 1] where nothing was counted."""
    step = nice_step(top, about)
    ticks = [0.0]
    while ticks[-1] < top or len(ticks) == 1:
        ticks.append(ticks[-1] + step)
    return ticks


def group_width(n_groups: int) -> float:
    """The room of one group of columns: shares the width, within limits (a wider chart scrolls)."""
    return min(WIDEST_GROUP, max(NARROWEST_GROUP, WIDE / max(1, n_groups)))


def height_of(value: float, top: float, room: float) -> float:
    """The height of a column of `value` where `top` fills `room`."""
    return room * value / top if top else 0.0


def grouped(
    values: Sequence[float | None], *, left: float, width: float, room: float, top: float
) -> list[Box]:
    """Columns of one group side by side; no figure has a place without height."""
    inner = width * (1 - GAP_SHARE)
    each = inner / max(1, len(values))
    start = left + (width - inner) / 2
    return [
        Box(
            start + i * each,
            room - height_of(value or 0, top, room),
            each * 0.9,
            height_of(value or 0, top, room),
        )
        for i, value in enumerate(values)
    ]


def stacked(
    values: Sequence[float | None], *, left: float, width: float, room: float, top: float
) -> list[Box]:
    """Columns of one group on top of each other; no figure has a place without height."""
    inner = width * (1 - GAP_SHARE)
    start = left + (width - inner) / 2
    boxes: list[Box] = []
    filled = 0.0
    for value in values:
        tall = height_of(value or 0, top, room)
        filled += tall
        boxes.append(Box(start, room - filled, inner, tall))
    return boxes


def highest(groups: Sequence[Sequence[float | None]], *, is_stacked: bool) -> float:
    """The largest column of all groups; 0 where no group has a figure."""
    tops = [
        sum(v for v in values if v is not None)
        if is_stacked
        else max((v for v in values if v is not None), default=0)
        for values in groups
    ]
    return max(tops, default=0.0)


def label_room(labels: Sequence[str], room: float, letter_room: float = 9.5) -> float:
    """How much room each label needs in groups of `room`: where some are left out anyway, those written are whole."""
    longest = max((len(label) for label in labels), default=0)
    return LABEL if room >= LABEL else max(LABEL, min(LONGEST_LABEL, longest * letter_room))


def label_every(n_groups: int, room: float, label_room: float = LABEL) -> int:
    """Write every n-th label so that labels of `label_room` don't touch in groups of `room`."""
    if n_groups <= 1:
        return 1
    every = 1
    while every * room < label_room:
        every += 1
    return every


def shortened(label: str, room: float, letter_room: float = 9.5) -> str:
    """The label as far as it fits into `room`, each letter taking `letter_room`; the table beside has it whole."""
    most = max(2, int(room / letter_room))
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


def coordinate(value: float) -> str:
    """A coordinate without needless digits, whatever the language of the page."""
    return f"{value:.1f}".removesuffix(".0")
