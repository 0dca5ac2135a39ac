"""Makes the plan happen, event by event in the order of time, through the same actions as a real project's."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from yarrow.contacts.actions import (
    close_session,
    complete_follow_up,
    correct_contact,
    link_contact,
    open_session,
    plan_session,
    record_contact,
    record_contacts,
    void_contact,
)
from yarrow.contacts.models import Contact, FollowUp, Zone
from yarrow.contacts.told import Told
from yarrow.demo.scales import Scale
from yarrow.demo.staffing import Crew
from yarrow.demo.town import PlannedContact, PlannedPerson, PlannedSession, Town
from yarrow.people.models import Person
from yarrow.vault import inbox
from yarrow.vault.actors import Actor

SHIFT_BEGINS = {"van": 20, "street": 20, "drop_in": 11, "indoor": 14, "netreach": 16, "clinic": 13}
CREWS = {
    "van": ("outreach", "leaver", "newcomer", "peer"),
    "street": ("leaver", "outreach"),
    "drop_in": ("case_worker", "peer", "coordinator"),
    "indoor": ("outreach", "case_worker"),
    "netreach": ("outreach", "peer"),
    "clinic": ("adviser", "coordinator"),
}
CREW_ROLES = {
    **dict.fromkeys(("van", "street", "indoor", "netreach"), ("outreach", "peer")),
    **dict.fromkeys(("drop_in", "clinic"), ("case_worker", "peer")),
}
MET_ALONE = ("case_worker", "coordinator", "adviser")
# Every so many contacts something is put right.
TWICE, CORRECTED, LINKED = 150, 100, 35
OVERDUE_LEFT = 3

Act = Callable[[], None]
Entry = tuple[UUID, Told]


@dataclass
class Building:
    """What has come to be so far. `say` is told about each month."""

    crew: Crew
    town: Town
    scale: Scale
    zones: dict[str, Zone]
    rng: random.Random
    presence: dict[str, tuple[date, date]]
    people: dict[int, Person] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    contacts: list[Contact] = field(default_factory=list)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A moment in the project's own time."""
        return datetime.combine(day, time(hour % 24, minute), self.crew.project.zone)

    def new_id(self) -> UUID:
        """An entry id; drawn from the plan's own dice, so that nothing depends on the machine."""
        return UUID(int=self.rng.getrandbits(128), version=4)

    def present(self, keys: tuple[str, ...], day: date) -> list[tuple[str, Actor]]:
        """Which of these workers worked here on that day."""
        here = [key for key in keys if self.presence[key][0] <= day < self.presence[key][1]]
        return [(key, self.crew.actor(key)) for key in here]


def run_session(town: Building, planned: PlannedSession) -> None:
    """Planned two days before, opened, contacts written down as they happen, closed."""
    begins = town.at(planned.on, SHIFT_BEGINS[planned.kind])
    crew = _crew_of(town, planned)
    lead = crew[town.rng.randrange(len(crew))][1]
    project = town.crew.project
    session = plan_session(
        project=project,
        by=lead,
        at=begins - timedelta(days=2),
        kind=planned.kind,
        planned_on=planned.on,
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
        zones=[town.zones[code] for code in planned.zones],
        workers={actor.id: "lead" if actor is lead else "worker" for _key, actor in crew},
        agencies={planned.agency: 1} if planned.agency else {},
    )
    session = open_session(project=project, by=lead, at=begins, session=session)
    ends = begins + timedelta(hours=3)
    shares: dict[str, list[Entry]] = {}
    for n, contact in enumerate(planned.contacts):
        at = begins + timedelta(minutes=8 + 160 * n // max(1, len(planned.contacts)))
        key, by = crew[town.rng.randrange(len(crew))]
        entry = (town.new_id(), _told(town, contact, session=session, met_at=at))
        if town.scale.is_written_up_after:
            shares.setdefault(key, []).append(entry)
        else:
            _write_down(town, by, at, [entry])
    for key, entries in shares.items():
        _write_down(town, town.crew.actor(key), ends, entries)
    close_session(project=project, by=lead, at=ends, session=session)


def _crew_of(town: Building, planned: PlannedSession) -> list[tuple[str, Actor]]:
    """Up to three of those who do this kind of session and work here on that day."""
    roles = CREW_ROLES[planned.kind]
    more = tuple(key for key, role in town.scale.extra if role in roles)
    here = town.present((*CREWS[planned.kind], *more), planned.on)
    return here[:3] if not more else town.rng.sample(here, min(3, len(here)))


def run_meeting(town: Building, planned: PlannedContact) -> None:
    """One person met outside any session."""
    person = town.town.records[planned.person or 0]
    own = (person.key_worker,) if person.key_worker in town.presence else ()
    workers = town.present((*own, *MET_ALONE), planned.on)
    at = town.at(planned.on, 10 + town.rng.randrange(7), 5 * town.rng.randrange(12))
    entry = (town.new_id(), _told(town, planned, kind=planned.kind))
    _write_down(town, workers[0][1], at, [entry])


def finish_follow_ups(town: Building) -> None:
    """Most of what was due before today was done; the latest few are still to do."""
    lines = FollowUp.objects.filter(project=town.crew.project, due_on__lt=town.town.today).order_by("due_on")
    due = list(lines)
    for line in due[: max(0, len(due) - OVERDUE_LEFT)]:
        day = min(line.due_on + timedelta(days=town.rng.randrange(3)), town.town.today - timedelta(days=1))
        at = town.at(max(day, line.created_at.date() + timedelta(days=1)), 15)
        complete_follow_up(
            project=town.crew.project, by=town.crew.actor("case_worker"), at=at, follow_up=line
        )


def open_inbox(town: Building, day: date) -> None:
    """Notes that workers without the key left are opened by one who holds it."""
    inbox.open_waiting(
        town.crew.project.id, by=town.crew.actor("case_worker"), at=town.at(day, 9), most=1_000
    )


def link_some(town: Building) -> None:
    """Some who were not known turn out to be people met often."""
    unnamed = [contact for contact in town.contacts if contact.person_id is None]
    often: list[PlannedPerson] = [one for one in town.town.people[:12] if one.number in town.people]
    for contact in unnamed[::LINKED]:
        able = [one for one in often if one.begins_on < contact.happened_on]
        if able:
            person = town.people[town.rng.choice(able).number]
            at = town.at(contact.happened_on + timedelta(days=1), 12)
            link_contact(
                project=town.crew.project,
                by=town.crew.actor("coordinator"),
                at=at,
                contact=contact,
                person=person,
            )


def _told(town: Building, planned: PlannedContact, **place: Any) -> Told:
    """A planned contact as a worker would tell it."""
    due = planned.on + timedelta(days=planned.follow_up_days) if planned.follow_up else None
    return Told(
        person=town.people[planned.person] if planned.person is not None else None,
        n_people=planned.n_people,
        gender_seen=planned.gender_seen,
        zone=town.zones.get(planned.zone),
        supplies=planned.supplies,
        done=planned.done,
        seemed=planned.seemed,
        note=planned.note,
        follow_up_on=due,
        follow_up_what=planned.follow_up,
        language=planned.language,
        language_how=planned.language_how,
        minutes=planned.minutes,
        happened_on=planned.on,
        **place,
    )


def _write_down(town: Building, by: Actor, at: datetime, entries: list[Entry]) -> None:
    """Contacts of one worker, and what is put right among them afterwards."""
    for contact in record_contacts(project=town.crew.project, by=by, at=at, entries=entries):
        town.contacts.append(contact)
        if contact.session is not None:
            _mistakes(town, contact, by, at)


def _mistakes(town: Building, contact: Contact, by: Actor, at: datetime) -> None:
    """Now and then something is recorded twice and removed, or put right afterwards."""
    n, project = len(town.contacts), town.crew.project
    if n % TWICE == 0:
        again = record_contact(
            project=project,
            by=by,
            at=at,
            entry_id=town.new_id(),
            kind=contact.kind,
            session=contact.session,
            person=contact.person,
            n_people=contact.n_people,
        )
        void_contact(project=project, by=by, at=at, contact=again, version=again.version, reason="twice")
    if n % CORRECTED == 0:
        later = at + timedelta(minutes=20)
        correct_contact(
            project=project,
            by=by,
            at=later,
            contact=contact,
            version=contact.version,
            seemed="fine",
            done=["information", "listening"],
        )
