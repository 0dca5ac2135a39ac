"""What pages of this and higher rooms ask about sessions and contacts, always within one project."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.http import Http404
from django.shortcuts import get_object_or_404

from yarrow.contacts import rules
from yarrow.contacts.models import (
    Agency,
    Contact,
    ContactDone,
    ContactSupply,
    ContactVersion,
    FollowUp,
    OwnKind,
    Session,
    SessionWorker,
    Zone,
)
from yarrow.contacts.models.contacts import STANDS
from yarrow.contacts.states import CANCELLED, OPEN, PLANNED
from yarrow.people.models import Person
from yarrow.staff.models import Membership, Project, worker_names
from yarrow.vault.actors import Actor
from yarrow.vault.models import InboxEntry

RECENT = timedelta(days=180)
FACES = 12


@dataclass(frozen=True)
class Tally:
    """What a set of contacts adds up to. `people` met at all, of them `known` and `not_known`."""

    people: int = 0
    known: int = 0
    minutes: int = 0
    supplies: dict[str, int] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)

    @property
    def not_known(self) -> int:
        return self.people - self.known


def session_or_404(project: Project, session_id: UUID) -> Session:
    """One session of this project."""
    return get_object_or_404(Session.objects.of(project), id=session_id)


def contact_or_404(project: Project, contact_id: UUID) -> Contact:
    """One contact of this project, removed ones included."""
    rows = Contact.objects.of(project).select_related("session", "zone", "person", "split_from")
    return get_object_or_404(rows, id=contact_id)


def person_or_404(project: Project, person_id: UUID) -> Person:
    """One person of this project."""
    return get_object_or_404(Person, project=project, id=person_id)


def person_of(project: Project, person_id: UUID) -> Person | None:
    """One person of this project, if there."""
    return Person.objects.filter(project=project, id=person_id).first()


def follow_up_or_404(project: Project, follow_up_id: UUID) -> FollowUp:
    """One follow-up of this project."""
    return get_object_or_404(FollowUp, project=project, id=follow_up_id)


def tonight(project: Project, day: date) -> list[Session]:
    """Sessions of `day` that are not cancelled, and any that is still open, with their workers and zones."""
    rows = Session.objects.of(project).filter(Q(planned_on=day) | Q(state=OPEN)).exclude(state=CANCELLED)
    rows = rows.prefetch_related("zones", "workers__worker")
    return sorted(rows, key=lambda s: (s.state != OPEN, s.planned_on, str(s.starts_at or "")))


def coming(project: Project, day: date, most: int = 20) -> list[Session]:
    """Planned sessions after `day`, the next first."""
    rows = Session.objects.of(project).filter(state=PLANNED, planned_on__gt=day)
    return list(rows.order_by("planned_on", "starts_at").prefetch_related("zones")[:most])


def past(project: Project, day: date, most: int = 60) -> QuerySet[Session]:
    """The last sessions before `day` that are not open, newest first, with how many people each met (`n_met`)."""
    order = ("-planned_on", "-starts_at", "id")
    rows = Session.objects.of(project).filter(planned_on__lt=day).exclude(state=OPEN).order_by(*order)
    # The few are chosen first: adding up every contact there ever was took longer each month.
    ids = list(rows.values_list("id", flat=True)[:most])
    met = Sum("contacts__n_people", filter=Q(contacts__state=STANDS))
    chosen = Session.objects.filter(id__in=ids).annotate(n_met=met)
    # A model's own order does not hold for grouped rows.
    return chosen.order_by(*order).prefetch_related("zones")


def tally(project: Project, session: Session) -> Tally:
    """What a session adds up to so far."""
    standing = Contact.objects.of(project).filter(session=session).standing()
    sums = standing.aggregate(
        people=Sum("n_people"), known=Count("id", filter=~Q(person=None)), minutes=Sum("minutes")
    )
    supplies = ContactSupply.objects.filter(contact__in=standing.order_by()).values_list("kind")
    done = ContactDone.objects.filter(contact__in=standing.order_by()).values_list("kind")
    return Tally(
        people=sums["people"] or 0,
        known=sums["known"] or 0,
        minutes=sums["minutes"] or 0,
        supplies=dict(supplies.annotate(total=Sum("n")).order_by("-total", "kind")),
        done=dict(done.annotate(total=Sum("contact__n_people")).order_by("-total", "kind")),
    )


def contacts_of_session(project: Project, session: Session) -> list[Contact]:
    """A session's contacts, the latest first, removed ones included."""
    rows = Contact.objects.of(project).filter(session=session)
    return list(rows.select_related("person", "zone").prefetch_related("supplies", "done"))


def contacts_of_person(project: Project, person: Person) -> QuerySet[Contact]:
    """A person's contacts that count, the latest first."""
    rows = Contact.objects.of(project).filter(person=person).standing()
    return rows.select_related("session", "zone", "person").prefetch_related("supplies", "done")


def recent_people(project: Project, session: Session, most: int = FACES) -> list[Person]:
    """Whom to expect: met lately at this kind of session in these zones first, then of this kind, then at all."""
    zones = list(session.zones.values_list("id", flat=True))
    closeness = Case(
        When(kind=session.kind, zone_id__in=zones, then=Value(3)),
        When(zone_id__in=zones, then=Value(2)),
        When(kind=session.kind, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    lately = Contact.objects.of(project).standing().exclude(person=None)
    lately = lately.filter(happened_on__gte=session.planned_on - RECENT)
    ranked = lately.order_by().values("person_id").annotate(near=Max(closeness), last=Max("recorded_at"))
    ids = [row["person_id"] for row in ranked.order_by("-near", "-last", "person_id")[:most]]
    by_id = Person.objects.in_bulk(ids)
    return [by_id[key] for key in ids if key in by_id]


def met_in(project: Project, session: Session) -> set[UUID]:
    """The known people met in this session already."""
    rows = Contact.objects.of(project).filter(session=session).standing().exclude(person=None)
    return {key for key in rows.values_list("person_id", flat=True) if key}


def has_met_on_shift(by: Actor, person: Person, at: datetime) -> bool:
    """Whether this worker is on a session, opened within the last day, in which the person was met."""
    lately = at - timedelta(days=1)
    here = Contact.objects.standing().filter(
        person=person, session__state=OPEN, session__opened_at__gte=lately
    )
    return here.filter(session__workers__worker_id=by.id).exists()


def usual_supplies(project: Project, session: Session) -> dict[str, int]:
    """What was last given to somebody in this session, or at the last one of its kind: one tap repeats it."""
    given = ContactSupply.objects.exclude(kind="needles_in")
    lately = Contact.objects.of(project).standing().filter(kind=session.kind)
    lately = lately.filter(Exists(given.filter(contact=OuterRef("pk"))))
    here = lately.filter(session=session).order_by("-recorded_at", "-id").first()
    before = lately.filter(happened_on__gte=session.planned_on - RECENT)
    last = here or before.order_by("-happened_on", "-recorded_at", "-id").first()
    return dict(given.filter(contact=last).values_list("kind", "n")) if last else {}


def just_recorded(project: Project, session: Session, by: Actor, at: datetime) -> Contact | None:
    """What `by` wrote down here in the last moments and may undo."""
    rows = Contact.objects.of(project).filter(session=session, recorded_by=by.id, split_from=None).standing()
    latest = rows.filter(recorded_at__gte=at - rules.UNDO_SHOWN).order_by("-recorded_at", "-id").first()
    return latest


def is_entered(project: Project, entry_id: UUID) -> bool:
    """Whether a contact stands under this entry already."""
    return Contact.objects.of(project).filter(entry_id=entry_id).exists()


def is_waiting(project_id: UUID, entry_id: UUID) -> bool:
    """Whether an inbox entry under this id has not been settled."""
    left = InboxEntry.objects.filter(project_id=project_id, entry_id=entry_id)
    return left.exclude(state=InboxEntry.State.OPENED).exists()


def n_waiting(project: Project, session: Session) -> int:
    """Entries of this room that came since the session opened and wait to be opened."""
    if session.opened_at is None:
        return 0
    waiting = InboxEntry.objects.filter(
        project_id=project.id, kind__startswith="contacts.", received_at__gte=session.opened_at
    )
    return waiting.exclude(state=InboxEntry.State.OPENED).count()


def unnamed(project: Project, since: date | None = None) -> QuerySet[Contact]:
    """Contacts with people not known, the latest first."""
    rows = Contact.objects.of(project).standing().unnamed().select_related("session", "zone")
    return rows.filter(happened_on__gte=since) if since else rows


def follow_ups_due(project: Project, until: date, most: int = 200) -> list[FollowUp]:
    """What is to be done by `until`, overdue first."""
    rows = FollowUp.objects.filter(project=project, done_at=None, due_on__lte=until)
    # What belonged to a contact that was removed is nobody's to do any more.
    rows = rows.exclude(contact__state="void").select_related("person", "contact")
    return list(rows.order_by("due_on", "created_at")[:most])


def follow_ups_of(project: Project, person: Person) -> list[FollowUp]:
    """What is to be done for a person, the next first, then what was done."""
    rows = FollowUp.objects.filter(project=project, person=person).exclude(contact__state="void")
    return sorted(rows, key=lambda line: (line.done_at is not None, line.due_on))


def not_seen_since(project: Project, day: date, most: int = 50) -> list[tuple[Person, date]]:
    """People whose last contact was before `day`, the longest ago last, with that day."""
    theirs = Contact.objects.standing().filter(person=OuterRef("pk")).order_by("-happened_on")
    rows = Person.objects.in_project(project).present()
    seen = rows.annotate(last_met_on=Subquery(theirs.values("happened_on")[:1]))
    late = seen.filter(last_met_on__lt=day).order_by("-last_met_on", "id")[:most]
    return [(person, person.last_met_on) for person in late]


def zones(project: Project) -> list[Zone]:
    """The zones in use."""
    return list(Zone.objects.of(project))


def own_kinds(project: Project) -> list[OwnKind]:
    """The project's own supplies and things done that are still offered."""
    return list(OwnKind.objects.filter(project=project, retired_at=None))


def crew(project: Project) -> list[tuple[UUID, str]]:
    """(worker id, name) of everybody who works in the project now."""
    present = Membership.objects.present().filter(project=project)
    return sorted(((place.worker_id, place.worker.name) for place in present), key=lambda pair: pair[1])


def agency_names(project: Project) -> list[str]:
    """Agencies that came along before."""
    return list(Agency.objects.filter(project=project).values_list("name", flat=True))


def crew_of(session: Session) -> list[SessionWorker]:
    """Who is on a session, with the part they play."""
    return list(session.workers.select_related("worker").order_by("worker__name"))


def is_on(session: Session, by: Actor) -> bool:
    """Whether this worker is on the session."""
    return session.workers.filter(worker_id=by.id).exists()


def posted_contact(project: Project, posted: Mapping[str, str]) -> Contact:
    """The contact whose id a button carries."""
    try:
        return contact_or_404(project, UUID(posted.get("contact", "")))
    except ValueError:
        raise Http404 from None


def posted_person(project: Project, posted: Mapping[str, str]) -> Person:
    """The person whose id a button carries."""
    try:
        return person_or_404(project, UUID(posted.get("person", "")))
    except ValueError:
        raise Http404 from None


def posted_number(posted: Mapping[str, str], name: str) -> int:
    """A small whole number that a button carries; 0 when it is none."""
    text = posted.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def zone_or_404(project: Project, zone_id: UUID) -> Zone:
    """One zone of this project."""
    return get_object_or_404(Zone, project=project, id=zone_id)


def kind_or_404(project: Project, kind_id: UUID) -> OwnKind:
    """One of the project's own kinds."""
    return get_object_or_404(OwnKind, project=project, id=kind_id)


def versions_of(contact: Contact) -> list[tuple[ContactVersion, str]]:
    """How a contact stood before, the latest first, each with the name of whoever changed it."""
    rows = list(contact.versions.all())
    names = worker_names({row.changed_by for row in rows})
    return [(row, names.get(row.changed_by, "")) for row in rows]


def parts_of(contact: Contact) -> list[Contact]:
    """Contacts that were taken out of this one when it became known who somebody was."""
    return list(contact.parts.standing())
