"""From what is sealed in reports to what the matching compares."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from yarrow.methods.incidents import Described
from yarrow.safety import lists


def described(
    key: UUID,
    report_id: UUID,
    said: Mapping[str, Any],
    facts: Mapping[str, Any],
    *,
    kinds: list[str],
    zone: str,
    words: str = "",
    source: str = "",
) -> Described:
    """One offender of one report. `words`: what happened; "" where that text is closed. `source`: who reported."""
    return Described(
        key=str(key),
        report=str(report_id),
        source=source,
        phones=tuple(said.get("phones", ())),
        plates=tuple(said.get("plates", ())),
        online=tuple(said.get("online", ())),
        names=tuple(said.get("names", ())),
        age=_span(said.get("age", "")),
        height=_span(said.get("height", "")),
        traits={name: said[name] for name in lists.TRAITS if said.get(name)},
        marks=frozenset(said.get("marks", ())),
        methods=frozenset(facts.get("methods", ())),
        kinds=frozenset(kinds),
        place=zone,
        day=_day(facts.get("day", "")),
        hours=facts.get("hours", ""),
        words=" ".join(part for part in (said.get("words", ""), words) if part),
    )


def _span(code: str) -> tuple[int, int] | None:
    low, _line, high = code.partition("-")
    return (int(low), int(high)) if low.isdecimal() and high.isdecimal() else None


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text)
    return None
