"""What happened around a project, for charts over time. Whoever keeps the list says so as it starts (`kept_by`).

Charts stand in rooms low down, the list is kept in one above them: this is the door between.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.ui import days

Source = Callable[[UUID, date, date], Sequence["Happening"]]
PREFIX = "outside:"
_sources: list[Source] = []


@dataclass(frozen=True)
class Happening:
    """Something dated, in public words. `to_on`: its last day; none: one day."""

    title: str
    kind: str
    from_on: date
    to_on: date | None = None
    area: str = ""

    @property
    def words(self) -> str:
        """What, of which kind, when and where, in one line."""
        when = days.day(self.from_on)
        if self.to_on and self.to_on != self.from_on:
            when = _("%(first)s to %(last)s") % {"first": when, "last": days.day(self.to_on)}
        return ", ".join(filter(None, (f"{self.title} ({self.kind})", self.area, when)))

    @property
    def last_on(self) -> date:
        """Its last day."""
        return self.to_on or self.from_on


def kept_by(source: Source) -> None:
    """Say who keeps the list; said twice is once."""
    if source not in _sources:
        _sources.append(source)


def between(project_id: UUID, from_on: date, to_on: date) -> list[Happening]:
    """What touches these days, the earliest first. One query."""
    found = [one for source in _sources for one in source(project_id, from_on, to_on)]
    return sorted(found, key=lambda one: (one.from_on, one.last_on))


def frozen(happenings: Sequence[Happening]) -> dict[str, str]:
    """The same as words of a release, which change no more."""
    return {
        f"{PREFIX}{n:04}": json.dumps(
            [one.title, one.kind, one.from_on.isoformat(), one.to_on and one.to_on.isoformat(), one.area]
        )
        for n, one in enumerate(happenings)
    }


def thawed(words: Mapping[str, str]) -> list[Happening]:
    """What `frozen` kept."""
    said = [json.loads(words[name]) for name in sorted(words) if name.startswith(PREFIX)]
    return [
        Happening(title, kind, date.fromisoformat(first), date.fromisoformat(last) if last else None, area)
        for title, kind, first, last, area in said
    ]
