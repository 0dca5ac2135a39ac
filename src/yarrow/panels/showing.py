"""What pages of panels show: who is on an agenda, what may be said to whom now and why not, what was told and done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from yarrow.agencies.models import Agency
from yarrow.panels import speaking
from yarrow.panels.hears import Hears, hears_of
from yarrow.panels.models import Attendance, Item, Meeting, Panel, Telling
from yarrow.panels.speaking import Hearing
from yarrow.people.models import Consent, Person
from yarrow.people.queries import open_each
from yarrow.referrals.models import Concern
from yarrow.sharing import lists
from yarrow.sharing.models import Proposal
from yarrow.sharing.records import Record
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, Page, reading

MOST = 200
PATHS = ("notes.wants", "identity.said", "notes.told", "notes.minutes")


@dataclass(frozen=True)
class ItemShown:
    """Somebody on the agenda, opened. `hears`: for each agency that was asked about."""

    item: Item
    who: str = field(repr=False)
    wants: str = field(repr=False)
    facts: dict[str, str] = field(repr=False)
    minutes: str = field(repr=False)
    hears: list[Hears] = field(repr=False)

    @property
    def facts_in_words(self) -> list[tuple[str, str]]:
        """(fact, what it says): what may be told at most."""
        return [(lists.label("facts", code), text) for code, text in self.facts.items()]


@dataclass(frozen=True)
class Worry:
    """Somebody with a concern that stands, who is not on the agenda yet."""

    person: Person
    who: str = field(repr=False)
    raised_on: date


def items_of(
    by: Actor, meeting: Meeting, agencies: list[Agency], at: datetime, *, only: UUID | None = None
) -> list[ItemShown]:
    """Everybody on an agenda, and what may be said to each of these agencies at this instant."""
    agenda = Agenda(by, meeting, agencies, at, only=only)
    open_together(by, meeting.panel, agenda)
    return agenda.shown()


def open_together(by: Actor, panel: Panel, *parts: Any, beside: Iterable[Any] = ()) -> None:
    """Read parts of a page and the lists `beside` in one query, and open the parts on one row of the trail."""
    at_once.read(*parts, *beside)
    with reading(by, panel.project_id, act="panels.show_items") as page:
        for part in parts:
            part.open(page)


class Agenda:
    """Everybody on an agenda, or one of them (`only`), and what may be said to each of these agencies; whoever
    composes the page reads `lists`, opens it and then asks for what it shows.
    """

    def __init__(
        self, by: Actor, meeting: Meeting, agencies: list[Agency], at: datetime, *, only: UUID | None = None
    ) -> None:
        panel, rows = meeting.panel, Item.objects.filter(meeting=meeting, person__erased_at=None)
        rows = rows.filter(pk=only) if only else rows.filter(taken_off_at=None)
        self.hearings = [Hearing(one, panel.agreement, panel.project, by, at) for one in agencies]
        self.items, people = rows.select_related("person"), rows.values("person")
        self.consents = Consent.objects.filter(person__in=people)
        self.waiting = speaking.usable(agencies, people, by, at)
        self.lists = [self.items, self.consents, self.waiting] if agencies else [self.items]
        self.called: dict[UUID, Opened] = {}
        self.opened: dict[tuple[UUID, str], Opened] = {}
        self.approved: dict[Proposal, Opened] = {}

    def open(self, page: Page) -> None:
        """Open it. Raises Locked, NoGrant, Erased."""
        people = {item.person_id: item.person for item in self.items}
        self.called = open_each(page, list(people.values()), "identity.called")
        self.opened = {(item.pk, path): page.open(item, path) for item in self.items for path in PATHS}
        if self.hearings:
            self.approved = {row: page.open(row, "identity.facts") for row in self.waiting}

    def shown(self) -> list[ItemShown]:
        """Each of them, once the page is on the trail."""
        facts = {row: frozenset(said.value or ()) for row, said in self.approved.items()}
        consents = at_once.grouped(self.consents, "person_id") if self.hearings else {}
        return [self._shown(item, consents.get(item.person_id, []), facts) for item in self.items]

    def _shown(
        self, item: Item, consents: list[Consent], facts: Mapping[Proposal, frozenset[str]]
    ) -> ItemShown:
        said = {path: self.opened[item.pk, path].value for path in PATHS}
        both = _in_order({**(said["identity.said"] or {}), **(said["notes.told"] or {})})
        hears = [hears_of(one, both, consents, _own(one, item, facts)) for one in self.hearings]
        texts = (said["notes.wants"] or "", both, said["notes.minutes"] or "")
        return ItemShown(item, called_by(item.person, self.called), *texts, hears)


def tellings_of(item: Item) -> QuerySet[Telling]:
    """What agencies were told about somebody at a meeting, in order, to be read with others."""
    return Telling.objects.filter(item=item).select_related("share__agency", "share__agreement")


def worries(by: Actor, meeting: Meeting) -> list[Worry]:
    """People with a concern that stands and who are not on this agenda: the longest standing first."""
    there = Item.objects.filter(meeting=meeting, taken_off_at=None).values("person")
    rows = Concern.objects.filter(project=meeting.project_id, ended_on=None, person__erased_at=None)
    rows = rows.exclude(person__in=there).select_related("person").order_by("raised_on", "pk")
    first = {row.person_id: row for row in reversed(rows[:MOST])}
    people = [row.person for row in first.values()]
    with reading(by, meeting.project_id, act="panels.list_worries") as page:
        called = open_each(page, people, "identity.called")
    found = [Worry(row.person, called_by(row.person, called), row.raised_on) for row in first.values()]
    return sorted(found, key=lambda one: one.raised_on)


def to_put_forward(
    by: Actor, person: Person, reason: str
) -> tuple[dict[str, str], list[tuple[Concern, str]]]:
    """(fact → what somebody's record says of it, their concerns that stand, each with what they want)."""
    record, rows = Record(person), Concern.objects.filter(person=person, ended_on=None)
    at_once.read(record, rows)
    with reading(by, person.project_id, act="panels.open_to_put_forward", reason=reason) as page:
        record.open(page)
        wants = {row.pk: page.open(row, "notes.wants") for row in rows}
    return record.said(), [(row, wants[row.pk].value or "") for row in rows]


def attendance_at(meeting_id: UUID) -> QuerySet[Attendance]:
    """Who came, to be read with others."""
    return Attendance.objects.filter(meeting=meeting_id).select_related("agency")


def by_agency(rows: Iterable[Attendance]) -> list[tuple[Agency, list[Attendance]]]:
    """Who came, by agency."""
    found: dict[UUID, tuple[Agency, list[Attendance]]] = {}
    for row in rows:
        found.setdefault(row.agency_id, (row.agency, []))[1].append(row)
    return list(found.values())


def _own(
    hearing: Hearing, item: Item, facts: Mapping[Proposal, frozenset[str]]
) -> dict[Proposal, frozenset[str]]:
    """Of the approvals those about this person for this agency."""
    about = (item.person_id, hearing.agency.pk)
    return {row: found for row, found in facts.items() if (row.person_id, row.agency_id) == about}


def _in_order(said: dict[str, str]) -> dict[str, str]:
    return {one.code: said[one.code] for one in lists.items("facts") if one.code in said}


def called_by(person: Person, called: Mapping[UUID, Opened]) -> str:
    opened = called.get(person.pk)
    return (opened.value if opened is not None else None) or person.code
