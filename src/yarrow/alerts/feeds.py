"""What stands on a member's page: the warnings that are in force for their zones and settings.

Whatever in this room publishes warnings says, as the room starts, where they come from.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from yarrow.alerts.models import Member


@dataclass(frozen=True)
class Item:
    """One warning, in the language in which it was written."""

    words: str = field(repr=False)
    on: date
    language: str = ""


Source = Callable[[Member, datetime], list[Item]]
_sources: list[Source] = []


def fed_by(source: Source) -> None:
    """Called once, as the room starts."""
    _sources.append(source)


def feed(member: Member, at: datetime) -> list[Item]:
    """What is in force for a member at this moment, the latest first."""
    found = [item for source in _sources for item in source(member, at)]
    return sorted(found, key=lambda item: item.on, reverse=True)
