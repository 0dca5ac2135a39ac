"""What a shift is about to need: whom to expect, what is usually given, what was just written down."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, Max, OuterRef, Value, When

from yarrow.contacts import rules
from yarrow.contacts.models import Contact, ContactSupply, Session
from yarrow.contacts.states import OPEN
from yarrow.people.lists import UNDER_18
from yarrow.people.models import Person
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor
from yarrow.vault.models import InboxEntry

RECENT = timedelta(days=180)
FACES = 12


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
    # Whoever is under 18 is on no list of adults; a search finds them.
    lately = lately.exclude(person__age_band=UNDER_18)
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


def n_waiting(project: Project, session: Session) -> int:
    """Entries of this room that came since the session opened and wait to be opened."""
    if session.opened_at is None:
        return 0
    waiting = InboxEntry.objects.filter(
        project_id=project.id, kind__startswith="contacts.", received_at__gte=session.opened_at
    )
    return waiting.exclude(state=InboxEntry.State.OPENED).count()
