"""The shapes of the invented town: what is said about people, and what happened."""

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

WORDS: dict[str, Any] = json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class PlannedSetting:
    """A setting of a person, in their own word ("" = the list's), over a time."""

    code: str
    own_word: str
    from_on: date | None
    until_on: date | None


def _holds(setting: PlannedSetting, day: date) -> bool:
    return (setting.from_on is None or setting.from_on <= day) and (
        setting.until_on is None or day <= setting.until_on
    )


@dataclass(frozen=True)
class PlannedPerson:
    """A record of a person and everything they said. `number`: its place in the plan.

    twice_of   the number of somebody who has a record already: another worker wrote them down again
    """

    number: int
    called: str
    gender: str
    gender_said: str
    trans: str
    languages: tuple[str, ...]
    interpreter: str
    age_band: str
    other_name: str
    settings: tuple[PlannedSetting, ...]
    begins_on: date
    n_contacts: int
    key_worker: str
    way: dict[str, Any] = field(default_factory=dict)
    supported_as: str = "self"
    twice_of: int | None = None

    @property
    def is_apart(self) -> bool:
        """Whether somebody is counted apart: under 18, or helped as a partner or as family."""
        return self.supported_as != "self" or self.age_band == "under_18"

    def setting_on(self, day: date) -> str:
        """The setting in which this person can be met on a day; "" when none was said."""
        held = [one.code for one in self.settings if _holds(one, day)]
        return held[0] if held else ""


@dataclass(frozen=True)
class PlannedContact:
    """One row: a person (by number) or `n_people` not known. `kind` is empty inside a session."""

    on: date
    person: int | None
    n_people: int = 1
    gender_seen: str = ""
    kind: str = ""
    zone: str = ""
    supplies: dict[str, int] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    seemed: str = ""
    note: str = ""
    follow_up: str = ""
    follow_up_days: int = 0
    language: str = ""
    language_how: str = ""
    minutes: int | None = None


@dataclass(frozen=True)
class PlannedSession:
    """A session that took place, with its contacts in order."""

    kind: str
    on: date
    zones: tuple[str, ...]
    agency: str
    contacts: tuple[PlannedContact, ...]


@dataclass(frozen=True)
class Town:
    """The whole plan of one project.

    twice     second records of people, numbered on from theirs
    erased    the number of somebody who asked to be forgotten; None where nobody could be
    """

    today: date
    from_on: date
    people: tuple[PlannedPerson, ...]
    sessions: tuple[PlannedSession, ...]
    meetings: tuple[PlannedContact, ...]
    twice: tuple[PlannedPerson, ...] = ()
    erased: int | None = None

    @property
    def records(self) -> tuple[PlannedPerson, ...]:
        """Everybody's records in order of their numbers, second ones included."""
        return (*self.people, *self.twice)

    @property
    def contacts(self) -> list[PlannedContact]:
        """Every contact, by day."""
        inside = [contact for session in self.sessions for contact in session.contacts]
        return sorted([*inside, *self.meetings], key=lambda contact: contact.on)


def months_before(day: date, n: int) -> date:
    """The first day of the month `n` months before (after, when negative)."""
    place = day.year * 12 + day.month - 1 - n
    return date(place // 12, place % 12 + 1, 1)
