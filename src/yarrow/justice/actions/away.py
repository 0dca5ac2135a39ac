"""Time in prison: written down, the day of leaving, visits, leaving."""

from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.contacts.actions import record_contact
from yarrow.contacts.told import ToldFields
from yarrow.justice import lists, rules
from yarrow.justice.errors import WrongStep
from yarrow.justice.models import Away, CheckItem, Visit
from yarrow.justice.states import AWAY_STATES, INSIDE, OUT, after
from yarrow.people.actions.rows import begin, day_of, entered_before, new_id
from yarrow.people.models import Person
from yarrow.referrals import rules as referrals
from yarrow.referrals.actions.rows import held, note, put_words
from yarrow.referrals.errors import CannotBe
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor

# The kind of contact that a visit is written down as.
IN_PRISON = "prison"


@transaction.atomic
def add_away(
    *,
    person: Person,
    project: Project,
    by: Actor,
    at: datetime,
    agency: Agency | None = None,
    agency_words: str = "",
    since_on: date | None = None,
    expected_on: date | None = None,
    time_words: str = "",
    number: str = "",
    words: str = "",
    entry_id: UUID | None = None,
) -> Away:
    """Somebody is in prison. Whoever writes it down keeps in touch; every line of the checklist is laid out, blank.

    Raises CannotBe where they are in another already, NotHere, NotForYou, Erased, Locked, NoGrant.
    """
    referrals.check_may_refer(by, project)
    begin(person, project, by)
    known = entered_before(Away, person, entry_id)
    if known is not None:
        return known
    if Away.objects.filter(person=person).inside().exists():
        raise CannotBe(_("They are written down as in prison already. End that first, or change it."))
    row = Away(id=new_id(entry_id), project=project, person=person)
    today = day_of(at, project)
    row.since_on = rules.past_day("since_on", since_on or today, today)
    row.expected_on = rules.check_span("expected_on", expected_on, row.since_on, today)
    row.worker, row.added_by, row.added_at = by.id, by.id, at
    _say(row, agency, agency_words, time_words, number, by)
    put_words(row, words, by)
    row.save(force_insert=True)
    told = {"project": project, "person": person, "away": row, "changed_by": by.id, "changed_at": at}
    CheckItem.objects.bulk_create(CheckItem(item=item.code, **told) for item in lists.items("checklist"))
    note("justice.add_away", row, by, at)
    return row


@transaction.atomic
def expect_leaving(
    *,
    away: Away,
    version: int,
    project: Project,
    by: Actor,
    at: datetime,
    agency: Agency | None = None,
    agency_words: str = "",
    expected_on: date | None = None,
    time_words: str = "",
    number: str = "",
) -> Away:
    """Another prison, another day of leaving, or none that is known any more. Raises WrongStep, CannotBe."""
    away = held(away, project, by)
    if away.version != version or away.state != INSIDE:
        raise WrongStep()
    away.expected_on = rules.check_span("expected_on", expected_on, away.since_on, day_of(at, project))
    _say(away, agency, agency_words, time_words, number, by)
    away.version += 1
    away.save()
    note("justice.expect_leaving", away, by, at)
    return away


@transaction.atomic
def move_away(
    *, away: Away, act: str, project: Project, by: Actor, at: datetime, left_on: date | None = None
) -> Away:
    """leave (also early: before the day that was expected), close, put_back. Raises WrongStep, CannotBe."""
    away = held(away, project, by)
    state = after(AWAY_STATES, away.state, act)
    if state == INSIDE and Away.objects.filter(person=away.person_id).inside().exists():
        raise CannotBe(_("They are written down as in prison already. End that first, or change it."))
    on = rules.past_day("left_on", left_on or day_of(at, project), day_of(at, project))
    if on < away.since_on:
        raise CannotBe(_("That is before they came there. Check the day."), field="left_on")
    away.state, away.left_on = state, on if state == OUT else None
    away.version += 1
    away.save(update_fields=["state", "left_on", "version"])
    note(f"justice.{act}_away", away, by, at)
    return away


@transaction.atomic
def follow_away(*, away: Away, project: Project, by: Actor, at: datetime) -> Away:
    """Whoever presses keeps in touch from now on."""
    away = held(away, project, by)
    away.worker = by.id
    away.version += 1
    away.save(update_fields=["worker", "version"])
    note("justice.follow_away", away, by, at)
    return away


@transaction.atomic
def note_visit(
    *,
    away: Away,
    project: Project,
    by: Actor,
    at: datetime,
    visited_on: date | None = None,
    words: str = "",
    is_contact: bool = True,
    entry_id: UUID | None = None,
) -> Visit:
    """Somebody went to see them. `is_contact`: written down as a contact, too, so that it counts; it is voluntary.

    Raises WrongStep once they are out, CannotBe.
    """
    away = held(away, project, by)
    known = entered_before(Visit, away.person, entry_id)
    if known is not None:
        return known
    if away.state != INSIDE:
        raise WrongStep()
    row = Visit(id=new_id(entry_id), project=project, person=away.person, away=away)
    row.visited_on = rules.past_day("visited_on", visited_on or day_of(at, project), day_of(at, project))
    if row.visited_on < away.since_on:
        raise CannotBe(_("That is before they came there. Check the day."), field="visited_on")
    row.visited_by, row.added_at = by.id, at
    put_words(row, words, by)
    if is_contact:
        met: ToldFields = {"person": away.person, "kind": IN_PRISON, "happened_on": row.visited_on}
        row.contact = record_contact(project=project, by=by, at=at, entry_id=uuid5(row.pk, "contact"), **met)
    row.save(force_insert=True)
    note("justice.note_visit", row, by, at)
    return row


def _say(
    row: Away, agency: Agency | None, agency_words: str, time_words: str, number: str, by: Actor
) -> None:
    place = rules.check_place(agency, agency_words, (rules.PRISON,), row.project, "agency_words")
    row.sealed.put("notes.prison", place, by.unlocked)
    row.sealed.put("notes.time_words", rules.tidied("time_words", time_words), by.unlocked)
    row.sealed.put("notes.number", rules.tidied("number", number), by.unlocked)
