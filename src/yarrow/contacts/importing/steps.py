"""One step of an import: the next people and contacts of the plan, all or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from yarrow.contacts import kinds, rules
from yarrow.contacts.actions import plan_session, record_contacts
from yarrow.contacts.importing.entry_ids import EntryIds
from yarrow.contacts.importing.people_book import PeopleBook
from yarrow.contacts.importing.plan import Plan, PlannedContact, PlannedSession
from yarrow.contacts.models import Contact, Session, Zone
from yarrow.contacts.reading.results import ReadPerson
from yarrow.contacts.reading.words import folded
from yarrow.contacts.states import CLOSED, PLANNED
from yarrow.contacts.told import Told
from yarrow.methods.refusals import Refusal
from yarrow.staff.models import Project
from yarrow.ui.sentences import in_english
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Locked, NoGrant

QUERY = 500


@dataclass
class Step:
    """What one step did; `refused`: (sheet, row, reason) of rows the room's own rules would not have."""

    project: Project
    by: Actor
    at: datetime
    batch_id: UUID
    ids: EntryIds
    plan: Plan
    n_contacts: int = 0
    n_sessions: int = 0
    n_known: int = 0
    refused: list[tuple[str, int, str]] = field(default_factory=list)
    sessions: dict[str, Session] = field(default_factory=dict)

    @cached_property
    def book(self) -> PeopleBook:
        """Whose rows they are."""
        return PeopleBook(self.project, self.by, self.at, self.batch_id, self.ids)

    @cached_property
    def by_key(self) -> dict[str, ReadPerson]:
        """The people of the file."""
        return {person.key: person for person in self.plan.people}

    def run(self, start: int, end: int) -> None:
        """Deal with entries `start` to `end` of the plan. What is refused is kept in the catalogues' own language."""
        with in_english():
            self._run(start, end)

    def _run(self, start: int, end: int) -> None:
        n_people = len(self.plan.people)
        for read in self.plan.people[start:end]:
            try:
                self.book.person(read, self.plan.first_on.get(read.key))
            except (Locked, NoGrant):
                raise
            except Refusal as refusal:
                # Rows of their contacts are listed one by one below.
                if read.key not in self.plan.first_on:
                    self.refused.append((read.sheet, read.row, refusal.message))
        self.write_down(self.plan.contacts[max(0, start - n_people) : max(0, end - n_people)])

    def write_down(self, contacts: Sequence[PlannedContact]) -> None:
        """Write down those that don't stand here yet."""
        entries = [(self.ids.of("contact", contact.identity), contact) for contact in contacts]
        known = self.standing([entry_id for entry_id, _ in entries])
        self.n_known += len(known)
        fresh = []
        for entry_id, contact in entries:
            if entry_id in known:
                continue
            try:
                fresh.append((entry_id, self.told(contact)))
            except (Locked, NoGrant):
                raise
            except Refusal as refusal:
                self.refused.append((contact.sheet, contact.row, refusal.message))
        if fresh:
            record_contacts(
                project=self.project, by=self.by, at=self.at, entries=fresh, batch_id=self.batch_id
            )
        self.n_contacts += len(fresh)

    def standing(self, entry_ids: Sequence[UUID]) -> set[UUID]:
        """Those entries that stand here already, removed ones included: they were taken once."""
        found: set[UUID] = set()
        for start in range(0, len(entry_ids), QUERY):
            rows = Contact.objects.of(self.project).filter(entry_id__in=entry_ids[start : start + QUERY])
            found |= set(rows.values_list("entry_id", flat=True))
        return found

    def told(self, contact: PlannedContact) -> Told:
        """The contact as the room takes it. Raises Refusal when it can't be so."""
        read = self.by_key.get(contact.person_key) if contact.person_key is not None else None
        person = self.book.person(read, contact.on) if read else None
        moment = None
        if contact.at is not None:
            moment = datetime.combine(contact.on, contact.at, tzinfo=self.project.zone)
        session = self.session(contact.session) if contact.session else None
        told = Told(
            kind=contact.kind,
            session=session,
            person=person,
            n_people=contact.n_people,
            zone=self.zones.get(folded(contact.place)),
            supplies=contact.supplies,
            note=contact.note,
            language=contact.language[:40],
            minutes=contact.minutes,
            happened_on=contact.on,
            met_at=moment,
        )
        today = self.at.astimezone(self.project.zone).date()
        rules.check_told(
            told, project=self.project, today=today, supplies=self.counted.supplies, done=self.counted.done
        )
        return told

    @cached_property
    def counted(self) -> kinds.Counted:
        """What this project counts."""
        return kinds.counted(self.project)

    @cached_property
    def zones(self) -> dict[str, Zone]:
        """The project's zones by their names: a street that is no zone stays in the note."""
        return {folded(zone.label): zone for zone in Zone.objects.of(self.project)}

    def session(self, planned: PlannedSession) -> Session:
        """The session of that day and kind that this file, or an earlier one, brought; made if need be."""
        if planned.key not in self.sessions:
            self.sessions[planned.key] = self.made(planned)
        return self.sessions[planned.key]

    def made(self, planned: PlannedSession) -> Session:
        """A session that was over before Yarrow knew of it: it begins closed, with nobody said to have been on it."""
        session = plan_session(
            project=self.project,
            by=self.by,
            at=self.at,
            kind=planned.kind,
            planned_on=planned.on,
            batch_id=self.batch_id,
            entry_id=self.ids.of("session", planned.key),
        )
        if session.state == PLANNED and session.batch_id == self.batch_id:
            self.n_sessions += 1
            session.state = CLOSED
            session.save(update_fields=["state"])
        return session
