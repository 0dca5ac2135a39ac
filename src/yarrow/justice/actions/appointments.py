"""Appointments of an order: planned, kept, missed with a reason, moved; and which contact one of them was."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.contacts.models import Contact
from yarrow.justice import rules
from yarrow.justice.errors import WrongStep
from yarrow.justice.models import Appointment, AppointmentContact, Order
from yarrow.justice.states import APPOINTMENT_STATES, KEPT, MISSED, MOVED, after
from yarrow.people.actions.rows import day_of, entered_before, new_id
from yarrow.people.errors import NotHere
from yarrow.referrals.actions.rows import held, note, put_words
from yarrow.referrals.errors import CannotBe
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor

# A contact written down a few days beside the appointment can still be it.
NEAR = timedelta(days=3)


@transaction.atomic
def plan_appointment(
    *,
    order: Order,
    planned_on: date | None,
    project: Project,
    by: Actor,
    at: datetime,
    time_words: str = "",
    entry_id: UUID | None = None,
) -> Appointment:
    """One more appointment; it may lie in the past, where it is written down later. Raises WrongStep, CannotBe."""
    order = held(order, project, by)
    known = entered_before(Appointment, order.person, entry_id)
    if known is not None:
        return known
    if rules.is_over(order.state):
        raise WrongStep()
    if order.appointments.exclude(state=MOVED).count() >= rules.MOST_APPOINTMENTS:
        raise CannotBe(_("An order has up to 40 appointments."), field="planned_on")
    row = _planned(order, planned_on, time_words, by, at, new_id(entry_id))
    note("justice.plan_appointment", row, by, at)
    return row


@transaction.atomic
def settle_appointment(
    *,
    appointment: Appointment,
    act: str,
    project: Project,
    by: Actor,
    at: datetime,
    contact: Contact | None = None,
    reason: str = "",
    judged: str = "",
    judge: str = "",
    moved_to: date | None = None,
    time_words: str = "",
    words: str = "",
) -> Appointment:
    """keep (perhaps with the contact that it was), miss (why, and how it was judged by whom), move, put_back.

    Raises WrongStep, CannotBe, NotHere.
    """
    row: Appointment = held(appointment, project, by, "order")
    state = after(APPOINTMENT_STATES, row.state, act)
    if state == MOVED and rules.is_over(row.order.state):
        raise WrongStep()
    if state in (KEPT, MISSED):
        rules.past_day("planned_on", row.planned_on, day_of(at, project))
    row.sealed.put("notes.reason", _reason(reason, judged, judge) if state == MISSED else None, by.unlocked)
    put_words(row, words, by)
    row.state, row.settled_by, row.settled_at = state, by.id, at
    if state == MOVED:
        row.moved_to = _planned(row.order, moved_to, time_words, by, at, new_id(None))
    row.save()
    AppointmentContact.objects.filter(appointment=row).delete()
    if state == KEPT and contact is not None:
        _mark(row, contact, by, at)
    note(f"justice.{act}_appointment", row, by, at)
    return row


@transaction.atomic
def mark_contact(
    *, appointment: Appointment, contact: Contact | None, project: Project, by: Actor, at: datetime
) -> Appointment:
    """Which contact a kept appointment was; None: none of those written down. Raises WrongStep, CannotBe, NotHere."""
    row: Appointment = held(appointment, project, by)
    if row.state != KEPT:
        raise WrongStep()
    AppointmentContact.objects.filter(appointment=row).delete()
    if contact is not None:
        _mark(row, contact, by, at)
    note("justice.mark_contact", row, by, at)
    return row


def _planned(
    order: Order, planned_on: date | None, time_words: str, by: Actor, at: datetime, key: UUID
) -> Appointment:
    row = Appointment(id=key, project=order.project, person=order.person, order=order)
    row.planned_on = rules.check_day("planned_on", planned_on, order.given_on, day_of(at, order.project))
    row.added_by, row.added_at = by.id, at
    row.sealed.put("notes.time_words", rules.tidied("time_words", time_words), by.unlocked)
    row.save(force_insert=True)
    return row


def _reason(reason: str, judged: str, judge: str) -> dict[str, str]:
    """As it is sealed. Nobody is named as having judged what nobody judged."""
    verdict = rules.one_of("judged", "judged", judged)
    by_whom = rules.one_of("judges", "judge", judge) if verdict != "nobody" else ""
    return {"code": rules.one_of("reasons", "reason", reason), "judged": verdict, "by": by_whom}


def _mark(row: Appointment, contact: Contact, by: Actor, at: datetime) -> None:
    """Their own contact that stands, of about that day, and no other appointment's."""
    now = Contact.objects.of(row.project).standing().filter(pk=contact.pk, person=row.person_id).first()
    if now is None:
        raise NotHere()
    if abs(now.happened_on - row.planned_on) > NEAR:
        raise CannotBe(_("That contact was on another day than the appointment."), field="contact")
    if AppointmentContact.objects.filter(contact=now).exists():
        raise CannotBe(_("That contact was another appointment already."), field="contact")
    told = {"project": row.project, "person": row.person, "added_by": by.id, "added_at": at}
    AppointmentContact.objects.create(appointment=row, contact=now, **told)
