"""What came sealed is read without refusing any of it: whoever sent it can't be asked to put it right.

A day that can't be, a line that is too long and what is too many stand in the words, as they were typed.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from yarrow.agencies.spelling import visible
from yarrow.safety.errors import CannotBe
from yarrow.safety.showing import HEADINGS
from yarrow.safety.told import (
    LONGEST_LINE,
    MOST_LINES,
    MOST_OFFENDERS,
    SAID_MANY,
    Told,
    read,
    read_day,
)
from yarrow.vault.inbox import LARGEST

# The longest that `told.read` takes; no page shows more of these than a code.
CODES = {"setting": 40, "zone": 40, "language": 35}


def read_sealed(sent: Mapping[str, Any], today: date) -> Told:
    """As `told.read`, for what nobody can type anew."""
    return read(_fitted(sent, today), today, longest=LARGEST)


def _fitted(sent: Mapping[str, Any], today: date) -> dict[str, Any]:
    whole, beside = dict(sent), []
    for name, longest in CODES.items():
        if len(_text(sent, name)) > longest:
            whole[name] = ""
    day = _text(sent, "day")
    try:
        read_day(day, today)
    except CannotBe:
        whole["day"] = _arrived(day, today)
        beside.append(_said("day", day))
    if len(place := _text(sent, "place")) > LONGEST_LINE:
        whole["place"] = ""
        beside.append(_said("place", place))
    if len(reach := _text(sent, "reach")) > LONGEST_LINE:
        # Shown in escrow too, once it matches.
        whole["reach"] = reach[:LONGEST_LINE]
        beside.append(reach)
    offenders = sent.get("offenders")
    if isinstance(offenders, list):
        described = [_fitted_offender(one) for one in offenders if isinstance(one, Mapping)]
        whole["offenders"] = described[:MOST_OFFENDERS]
        beside += [text for one in described[MOST_OFFENDERS:] for text in _texts(one)]
    whole["words"] = _joined(_text(sent, "words"), beside)
    return whole


def _fitted_offender(sent: Mapping[str, Any]) -> dict[str, Any]:
    whole, beside = dict(sent), []
    for name in SAID_MANY:
        lines = sent.get(name)
        texts = [visible(line) for line in lines if isinstance(line, str)] if isinstance(lines, list) else []
        short = [text for text in texts if text and len(text) <= LONGEST_LINE]
        whole[name] = short[:MOST_LINES]
        beside += [_said(name, text) for text in texts if text and text not in whole[name]]
    if len(address := _text(sent, "address")) > LONGEST_LINE:
        whole["address"] = ""
        beside.append(_said("address", address))
    whole["words"] = _joined(_text(sent, "words"), beside)
    return whole


def _arrived(text: str, today: date) -> str:
    """The day on which it came, for what names the next: their clock, or where they are, is ahead."""
    try:
        on, _month = read_day(text, today + timedelta(days=1))
    except CannotBe:
        return ""
    return today.isoformat()[: len("2026-11")] if len(on) == len("2026-11") else today.isoformat()


def _text(sent: Mapping[str, Any], name: str) -> str:
    said = sent.get(name)
    return visible(said).strip() if isinstance(said, str) else ""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str) and value:
        yield value


def _said(name: str, text: str) -> str:
    return f"{HEADINGS[name]} {text}"


def _joined(words: str, beside: list[str]) -> str:
    return "\n".join(text for text in [words, *beside] if text)[:LARGEST]
