"""What somebody tells about one contact, before it is written down."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from yarrow.contacts.models import Session, Zone
from yarrow.people.models import Person


class ToldFields(TypedDict, total=False):
    """The keyword arguments of `record_contact` beside project, by, at and entry_id (see `Told`)."""

    kind: str
    session: Session | None
    person: Person | None
    new_person: str | None
    n_people: int
    gender_seen: str
    zone: Zone | None
    supplies: Mapping[str, int]
    done: "list[str] | tuple[str, ...]"
    seemed: str
    note: str
    follow_up_on: date | None
    follow_up_what: str
    language: str
    language_how: str
    language_unmet: bool
    minutes: int | None
    happened_on: date | None
    met_at: datetime | None
    written_by: UUID | None


@dataclass(frozen=True)
class Told:
    """One contact as told.

    kind         a code of lists/kinds.json; in a session its own kind
    person       a known person; or `new_person`: a name ("" for none) for whom a record is made;
                 or neither: `n_people` not known, who looked like `gender_seen`
    supplies     code → how many
    done         codes of things done
    minutes      length of the meeting in minutes
    happened_on  the day it counts on; the session's day, else today, when not told
    met_at       the exact moment, kept sealed
    written_by   the worker who wrote it down, when it is not the one who enters it
    """

    kind: str = ""
    session: Session | None = None
    person: Person | None = None
    new_person: str | None = None
    n_people: int = 1
    gender_seen: str = ""
    zone: Zone | None = None
    supplies: Mapping[str, int] = field(default_factory=dict)
    done: tuple[str, ...] | list[str] = ()
    seemed: str = ""
    note: str = ""
    follow_up_on: date | None = None
    follow_up_what: str = ""
    language: str = ""
    language_how: str = ""
    language_unmet: bool = False
    minutes: int | None = None
    happened_on: date | None = None
    met_at: datetime | None = None
    written_by: UUID | None = None

    def given(self) -> dict[str, int]:
        """Supplies of which there is at least one."""
        return {code: n for code, n in sorted(self.supplies.items()) if n}

    def digest(self) -> str:
        """SHA-256 over the plain facts: the same telling, sent again, has the same."""
        return _digest(
            {
                "kind": self.kind,
                "session": _id(self.session),
                "person": _id(self.person),
                "is_new": self.new_person is not None,
                "n_people": self.n_people,
                "gender_seen": self.gender_seen,
                "zone": _id(self.zone),
                "supplies": self.given(),
                "done": sorted(set(self.done)),
                "seemed": self.seemed,
                "follow_up_on": _iso(self.follow_up_on),
                "language": [self.language_how, self.language_unmet],
                "minutes": self.minutes,
                "happened_on": _iso(self.happened_on),
            }
        )

    def text_digest(self) -> str:
        """SHA-256 over what was typed freely, "" when nothing was. Only ever kept sealed."""
        typed = [self.note, self.new_person or "", self.follow_up_what, _iso(self.met_at), self.language]
        return _digest(typed) if any(typed) else ""


def _digest(facts: Any) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _id(row: Session | Person | Zone | None) -> str:
    return str(row.id) if row else ""


def _iso(moment: date | None) -> str:
    return moment.isoformat() if moment else ""
