"""What a shift is about to need: whom to expect, what is usually given, what was just written down."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, Max, OuterRef, QuerySet, Subquery, Value, When

from yarrow.contacts import rules
from yarrow.contacts.models import Contact, ContactSupply, Session, Zone
from yarrow.contacts.states import OPEN
from yarrow.people.lists import UNDER_18
from yarrow.people.models import Person
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor
from yarrow.vault.models import InboxEntry
from yarrow.vault.prepared import PreparedLists

RECENT = timedelta(days=180)
FACES = 12
# A project that meets hundreds a day looks back over its latest contacts only.
LATEST = 3_000
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def _lists(project_id: UUID, session_id: UUID, kind: str, since: date, opened_at: datetime) -> list[Any]:
    # A session is not narrowed to its project too: SQLite would then walk all that the project ever met.
    inside = Contact.objects.filter(session=session_id).standing()
    given = ContactSupply.objects.exclude(kind="needles_in")
    has_given = Exists(given.filter(contact=OuterRef("pk")))
    lately = Contact.objects.filter(project=project_id).standing().filter(happened_on__gte=since)
    here = inside.filter(has_given, kind=kind).order_by("-recorded_at", "-id")
    before = lately.filter(has_given, kind=kind).order_by("-happened_on", "-recorded_at", "-id")
    waiting = InboxEntry.objects.filter(
        project_id=project_id, kind__startswith="contacts.", received_at__gte=opened_at
    )
    return [
        inside.exclude(person=None).values_list("person_id", flat=True),
        _expected(lately, session_id, kind),
        *(given.filter(contact=Subquery(last.values("pk")[:1])).order_by("id") for last in (here, before)),
        waiting.exclude(state=InboxEntry.State.OPENED).values_list("pk"),
    ]


def _expected(lately: QuerySet[Contact], session_id: UUID, kind: str) -> QuerySet[Contact, UUID]:
    zones = Zone.objects.filter(sessions=session_id).order_by().values("id")
    closeness = Case(
        When(kind=kind, zone_id__in=zones, then=Value(3)),
        When(zone_id__in=zones, then=Value(2)),
        When(kind=kind, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    # Whoever is under 18 is on no list of adults; a search finds them.
    recent = lately.exclude(person=None).order_by("-happened_on")
    latest = Contact.objects.filter(pk__in=recent.values("pk")[:LATEST]).exclude(person__age_band=UNDER_18)
    ranked = latest.order_by().values("person_id").annotate(near=Max(closeness), last=Max("recorded_at"))
    return ranked.order_by("-near", "-last", "person_id").values_list("person_id", flat=True)[:FACES]


_lists_of = PreparedLists(_lists)


class Shift:
    """What the sheet of a session shows; its lists are read with others of the page (`at_once`)."""

    def __init__(self, project: Project, session: Session) -> None:
        self.project, self.session = project, session
        since, opened_at = session.planned_on - RECENT, session.opened_at or NEVER
        self.lists = _lists_of(project.pk, session.pk, session.kind, since, opened_at)
        self.met, self.expected, self.given_here, self.given_before, self.waiting = self.lists

    def met_already(self) -> set[UUID]:
        """The known people met in this session already."""
        return {key for key in self.met if key}

    def recent_people(self) -> list[Person]:
        """Whom to expect: met lately at this kind of session in these zones first, then of this kind, then at all."""
        ids = list(self.expected)
        by_id = Person.objects.in_bulk(ids)
        return [by_id[key] for key in ids if key in by_id]

    def usual_supplies(self) -> dict[str, int]:
        """What was last given to somebody in this session, or at the last one of its kind: one tap repeats it."""
        return {line.kind: line.n for line in self.given_here or self.given_before}

    def n_waiting(self) -> int:
        """Entries of this room that came since the session opened and wait to be opened."""
        return len(self.waiting)


def has_met_on_shift(by: Actor, person: Person, at: datetime) -> bool:
    """Whether this worker is on a session, opened within the last day, in which the person was met."""
    lately = at - timedelta(days=1)
    here = Contact.objects.standing().filter(
        person=person, session__state=OPEN, session__opened_at__gte=lately
    )
    return here.filter(session__workers__worker_id=by.id).exists()


def just_recorded(session: Session, by: Actor, at: datetime) -> QuerySet[Contact]:
    """The one contact, if any, that `by` wrote down here in the last moments and may undo."""
    rows = Contact.objects.filter(session=session, recorded_by=by.id, split_from=None).standing()
    return rows.filter(recorded_at__gte=at - rules.UNDO_SHOWN).order_by("-recorded_at", "-id")[:1]
