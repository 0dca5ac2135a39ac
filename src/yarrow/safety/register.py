"""What is known of a project while its reports are compared: descriptions, plain columns, the book of the engine."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from yarrow.methods.incidents import Book, Described
from yarrow.safety import rules
from yarrow.safety.models import Report
from yarrow.safety.told import Chosen
from yarrow.staff.models import Project
from yarrow.vault import at_once


@dataclass(frozen=True)
class Told:
    """One description as it was told, how far its report goes, and whose that is."""

    one: Described
    report_id: UUID
    said: Mapping[str, Any] = field(repr=False)
    facts: Mapping[str, Any] = field(repr=False)
    chosen: Chosen
    reporter: str

    @property
    def is_closed(self) -> bool:
        """Whether nothing of what it says is shown to anybody: it is in escrow."""
        return not rules.is_text_open(self.chosen)


@dataclass(frozen=True)
class Register:
    """A project's descriptions by id, and the book that weighs one against the others.

    reports    those of which somebody may hear, and how far each goes
    """

    told: dict[UUID, Told]
    book: Book
    reports: Mapping[UUID, Chosen]
    region: str
    project: Project
    plain: Mapping[Any, tuple[Any, ...]] = field(repr=False)

    def report(self, report_id: UUID) -> Report | None:
        """The plain columns of any report of the project, one of which nobody may hear among them."""
        for raw in (report_id, report_id.hex):
            if raw in self.plain:
                came, reporter, month, kinds = self.plain[raw]
                row = Report(id=report_id, project=self.project, kinds=codes(kinds))
                row.received_at, row.month = _moment(came), _day(month)
                row.reporter_id = at_once.as_id(reporter)
                return row
        return None

    def may_meet(self, one: UUID, other: UUID) -> bool:
        """Whether that two descriptions are alike may be told: what one person told twice opens no escrow."""
        mine, theirs = self.told[one], self.told[other]
        return mine.reporter != theirs.reporter or not (mine.is_closed or theirs.is_closed)

    def of_report(self, report_id: UUID) -> list[UUID]:
        return [key for key, each in self.told.items() if each.report_id == report_id]


@cache
def _parsed(text: str) -> Sequence[str]:
    return tuple(json.loads(text))


def _moment(raw: Any) -> datetime:
    """A moment as the database's driver gives it: SQLite's has no zone, and is in UTC."""
    moment = datetime.fromisoformat(raw) if isinstance(raw, str) else raw
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _day(raw: Any) -> date | None:
    return date.fromisoformat(raw) if isinstance(raw, str) else raw


def codes(raw: Any) -> list[str]:
    """Kinds as the database's driver gives them."""
    return list(_parsed(raw) if isinstance(raw, str) else raw)
