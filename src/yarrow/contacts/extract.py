"""Contacts as pseudonymous rows, for counting: no name, no note, no time of day, nothing sealed.

Contacts that were removed and how corrected ones stood before are left out. A row counts as `n_people` contacts
and each thing done counts once for each of them; supplies count as written. Linking later who somebody was
splits rows without changing any of these sums.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import Count, Min, QuerySet, TextField
from django.db.models.functions import Cast

from yarrow.contacts.codes import choices
from yarrow.contacts.kinds import labels
from yarrow.contacts.models import Contact, ContactDone, ContactSupply, SessionWorker, Zone
from yarrow.contacts.models.contacts import STANDS
from yarrow.staff.models import Project

AT_ONCE = 5_000


def _text(name: str) -> Cast:
    """An id as the database writes it: most of the time of large extracts went into making UUIDs to join by."""
    return Cast(name, TextField())


COLUMNS: tuple[str | Cast, ...] = (
    *map(_text, ("id", "session_id", "person_id", "zone_id")),
    "n_people",
    "gender_seen",
    "happened_on",
    "kind",
    "minutes",
    "seemed",
    "language_how",
    "language_unmet",
)


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One row of people met.

    person_id    random id of a known person; None when not known
    n_people     how many were met: 1 for a known person
    gender_seen  for people not known: as they looked (lists/seen_gender.json), "" when not noted
    zone         code of the project's zone, "" when not noted
    supplies     (code, how many) pairs; done: codes
    minutes      length in minutes, None when not noted
    n_workers    workers on its session, None outside sessions
    """

    id: UUID
    project_id: UUID
    session_id: UUID | None
    person_id: UUID | None
    n_people: int
    gender_seen: str
    on: date
    kind: str
    zone: str
    supplies: tuple[tuple[str, int], ...]
    done: tuple[str, ...]
    minutes: int | None
    seemed: str
    language_how: str
    language_unmet: bool
    n_workers: int | None


def rows(project: Project, from_on: date, to_on: date) -> Iterator[ContactRow]:
    """Every contact that counts between two days, both included, by day. Five queries, whatever the number."""
    standing = _standing(project).filter(happened_on__range=(from_on, to_on))
    zones = dict(Zone.objects.filter(project=project).values_list(_text("id"), "code"))
    crews = _crews(project)
    supplies, done = _supplies(project, from_on, to_on), _done(project, from_on, to_on)
    as_id = cache(_as_id)
    found = standing.order_by("happened_on", "id").values_list(*COLUMNS)
    for row in found.iterator(chunk_size=AT_ONCE):
        key, session, person, zone, n_people, gender, day, kind, minutes, seemed, how, unmet = row
        yield ContactRow(
            id=UUID(key),
            project_id=project.id,
            session_id=as_id(session),
            person_id=as_id(person),
            n_people=n_people,
            gender_seen=gender,
            on=day,
            kind=kind,
            zone=zones.get(zone, ""),
            supplies=tuple(supplies.get(key, ())),
            done=tuple(done.get(key, ())),
            minutes=minutes,
            seemed=seemed,
            language_how=how,
            language_unmet=unmet,
            n_workers=crews.get(session),
        )


def first_met_on(project: Project) -> dict[UUID, date]:
    """The day of each known person's first contact ever with the project."""
    by_person = _standing(project).exclude(person=None).order_by().values_list("person_id")
    return {person: day for person, day in by_person.annotate(day=Min("happened_on")) if person}


def first_and_last(project: Project) -> tuple[date, date] | None:
    """The first and last day with a contact; None before the first."""
    days = _standing(project).order_by("happened_on").values_list("happened_on", flat=True)
    first, last = days.first(), days.last()
    return (first, last) if first and last else None


def kind_labels() -> dict[str, str]:
    """Words for each kind of contact."""
    return dict(choices("kinds"))


def seen_gender_labels() -> dict[str, str]:
    """Words for how people not known looked."""
    return dict(choices("seen_gender"))


def zone_labels(project: Project) -> dict[str, str]:
    """Words for each of the project's zones, retired ones included."""
    return dict(Zone.objects.filter(project=project).values_list("code", "label"))


def supply_labels(project: Project) -> dict[str, str]:
    """Words for each supply, the project's own included."""
    return labels(project, "supplies")


def done_labels(project: Project) -> dict[str, str]:
    """Words for each thing done, the project's own included."""
    return labels(project, "done")


def _standing(project: Project) -> QuerySet[Contact]:
    return Contact.objects.of(project).standing()


def _as_id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _supplies(project: Project, from_on: date, to_on: date) -> dict[str, list[tuple[str, int]]]:
    found = defaultdict(list)
    lines = ContactSupply.objects.filter(
        contact__project=project, contact__state=STANDS, contact__happened_on__range=(from_on, to_on)
    )
    columns = lines.order_by("kind").values_list(_text("contact_id"), "kind", "n")
    for contact_id, kind, n in columns.iterator(AT_ONCE):
        found[contact_id].append((kind, n))
    return found


def _done(project: Project, from_on: date, to_on: date) -> dict[str, list[str]]:
    found = defaultdict(list)
    lines = ContactDone.objects.filter(
        contact__project=project, contact__state=STANDS, contact__happened_on__range=(from_on, to_on)
    )
    for contact_id, kind in lines.order_by("kind").values_list(_text("contact_id"), "kind").iterator(AT_ONCE):
        found[contact_id].append(kind)
    return found


def _crews(project: Project) -> dict[str | None, int]:
    lines = SessionWorker.objects.filter(session__project=project).order_by()
    counted = lines.annotate(key=_text("session_id")).values_list("key")
    return dict(counted.annotate(n=Count("id")))
