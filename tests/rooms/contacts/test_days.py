"""Which day something counts on: the project's own, at midnight, in summer time and on the nights clocks change."""

from datetime import UTC, date, datetime

import pytest

from yarrow.contacts import actions
from yarrow.contacts.errors import CannotBe

# (moment in UTC, time zone of the project, the day it is there)
MOMENTS = [
    ("2026-01-15T23:30", "Europe/London", date(2026, 1, 15)),
    ("2026-01-16T00:30", "Europe/London", date(2026, 1, 16)),
    ("2026-07-01T22:59", "Europe/London", date(2026, 7, 1)),
    ("2026-07-01T23:30", "Europe/London", date(2026, 7, 2)),
    ("2026-03-29T00:59", "Europe/London", date(2026, 3, 29)),
    ("2026-03-29T22:59", "Europe/London", date(2026, 3, 29)),
    ("2026-03-29T23:00", "Europe/London", date(2026, 3, 30)),
    ("2026-10-24T23:30", "Europe/London", date(2026, 10, 25)),
    ("2026-10-25T23:30", "Europe/London", date(2026, 10, 25)),
    ("2026-12-31T23:30", "Europe/Berlin", date(2027, 1, 1)),
    ("2026-07-02T03:30", "America/New_York", date(2026, 7, 1)),
    ("2026-02-28T12:00", "Pacific/Kiritimati", date(2026, 3, 1)),
]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("said", "zone", "day"), MOMENTS)
def test_record_contact_outside_sessions_counts_on_the_projects_own_day(shift, said, zone, day):
    shift.project.time_zone = zone
    contact = shift.record(session=None, kind="phone", at=moment(said))
    assert contact.happened_on == shift.fresh(contact).happened_on == day


@pytest.mark.parametrize(("said", "zone", "day"), MOMENTS)
def test_open_session_that_nobody_planned_is_of_the_projects_own_day(shift, said, zone, day):
    shift.project.time_zone = zone
    session = shift.act(actions.open_session, kind="street", at=moment(said))
    assert session.planned_on == day
    assert shift.record(session=session, at=moment(said)).happened_on == day


@pytest.mark.parametrize(
    ("said", "is_taken"),
    [("2026-07-01T22:59", False), ("2026-07-01T23:00", True), ("2026-07-02T09:00", True)],
)
def test_correct_contact_to_a_day_is_taken_once_the_day_has_come_there(shift, said, is_taken):
    contact, change = shift.record(), {"version": 1, "happened_on": date(2026, 7, 2)}
    if is_taken:
        shift.act(actions.correct_contact, contact=contact, at=moment(said), **change)
        assert shift.fresh(contact).happened_on == date(2026, 7, 2)
        return
    with pytest.raises(CannotBe) as refused:
        shift.act(actions.correct_contact, contact=contact, at=moment(said), **change)
    assert refused.value.field == "happened_on"
    assert shift.fresh(contact).version == 1


def test_record_contact_in_a_session_planned_for_tomorrow_but_opened_today_counts_today(shift):
    early = shift.act(actions.plan_session, kind="street", planned_on=date(2026, 3, 7))
    early = shift.act(actions.open_session, session=early)
    assert shift.record(session=early).happened_on == date(2026, 3, 6)


def test_record_contact_keeps_the_exact_moment_with_its_offset(shift):
    # Half past one came twice that night; which one it was is not lost.
    for said in ("2026-10-25T00:30", "2026-10-25T01:30"):
        met_at = moment(said).astimezone(shift.project.zone)
        contact = shift.record(session=None, kind="phone", at=moment("2026-10-25T09:00"), met_at=met_at)
        kept = contact.sealed.open_unrecorded("identity.met_at", shift.outreach.unlocked)
        assert datetime.fromisoformat(kept) == moment(said)
