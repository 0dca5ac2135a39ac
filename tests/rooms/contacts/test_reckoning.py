"""What the database keeps reckoned is what counting everything anew gives, after any order of acts."""

import contextlib
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rooms.contacts.conftest import NIGHT
from yarrow.contacts import actions, reckoning, stock
from yarrow.contacts.models import Contact, ContactSupply, GivenOn, LastMet
from yarrow.contacts.told import Told
from yarrow.methods.refusals import Refusal
from yarrow.methods.seen import habit
from yarrow.people.actions import erase_person, merge_people, part_people
from yarrow.people.models import Merge, Person
from yarrow.vault import doctor, ledgers

DAY = date(2026, 3, 6)


def counted():
    """(person → last day, usual interval, first day on which that is late; day and supply → how many) from the rows."""
    days, sums = {}, Counter()
    for contact in Contact.objects.standing().exclude(person__erased_at__isnull=False):
        if contact.person_id:
            days.setdefault(contact.person_id, set()).add(contact.happened_on)
    for line in ContactSupply.objects.filter(contact__state="stands").select_related("contact"):
        sums[line.contact.happened_on, line.kind] += line.n
    met = {}
    for person, theirs in days.items():
        known, last = habit(theirs, 28), max(theirs)
        late = None if known.usual is None else last + timedelta(days=int(known.look_after) + 1)
        met[person] = (last, known.usual, late)
    return met, dict(sums)


def kept():
    """The same, as the database keeps it."""
    met = {row.person_id: (row.last_met_on, row.usual, row.late_on) for row in LastMet.objects.all()}
    return met, {(row.happened_on, row.kind): row.n for row in GivenOn.objects.exclude(n=0)}


@dataclass(frozen=True)
class Turn:
    """One act, which contact and person it is about, how many days ago and how many condoms."""

    act: str
    pick: int
    whom: int
    ago: int
    n: int


def record(shift, turn, person, _contact):
    told = {"person": person} if turn.n % 3 else {"n_people": turn.n + 1}
    supplies = {"condoms": turn.n, "lube": turn.n // 2}
    on = DAY - timedelta(days=turn.ago)
    shift.record(by=shift.case_worker, session=None, kind="phone", happened_on=on, supplies=supplies, **told)


def record_many(shift, turn, person, _contact):
    """Enough days for a habit, in one go."""
    days = accumulate((turn.n, turn.ago % 5, 3, turn.whom + 1, 9), initial=turn.ago)
    told = {"session": None, "kind": "phone", "person": person, "supplies": {"condoms": 1}}
    entries = [(uuid4(), Told(**told, happened_on=DAY - timedelta(days=ago))) for ago in days]
    shift.act(actions.record_contacts, entries=entries)


def correct(shift, turn, _person, contact):
    on, supplies = DAY - timedelta(days=turn.ago), {"condoms": turn.n}
    said = {"happened_on": on} if turn.n % 2 else {"supplies": supplies}
    shift.act(actions.correct_contact, by=shift.case_worker, contact=contact, version=contact.version, **said)


def void(shift, _turn, _person, contact):
    said = {"contact": contact, "version": contact.version, "reason": "twice"}
    shift.act(actions.void_contact, by=shift.case_worker, **said)


def link(shift, _turn, person, contact):
    shift.act(actions.link_contact, by=shift.case_worker, contact=contact, person=person)


def move(shift, turn, person, contact):
    said = {"contact": contact, "version": contact.version, "person": person if turn.n % 3 else None}
    shift.act(actions.move_contact, by=shift.case_worker, **said)


def merge(shift, turn, person, _contact):
    came = shift.people[(turn.whom + 1) % len(shift.people)]
    shift.act(merge_people, by=shift.coordinator, into=person, came=came, take=[])


def part(shift, _turn, _person, _contact):
    last = Merge.objects.filter(undone_at=None).order_by("merged_at", "pk").last()
    if last is not None:
        shift.act(part_people, by=shift.coordinator, merge=last)


def delete(_shift, turn, _person, contact):
    """As taking an import back does."""
    Contact.objects.filter(pk=contact.pk, parts=None, versions=None).delete()


ACTS = {each.__name__: each for each in (record, record_many, correct, void, link, move, merge, part, delete)}
TURNS = st.lists(
    st.builds(
        Turn,
        act=st.sampled_from(["record", "record_many", *ACTS]),
        pick=st.integers(0, 30),
        whom=st.integers(0, 2),
        ago=st.integers(0, 40),
        n=st.integers(0, 8),
    ),
    min_size=14,
    max_size=24,
)


@pytest.fixture
def busy(shift):
    """A shift with three people and somebody who may merge them."""
    shift.people = [shift.person(name) for name in ("Kim", "Ada", "Ruby")]
    shift.coordinator = shift.world.worker("coordinator")
    return shift


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
@given(turns=TURNS)
def test_reckoned_is_what_counting_anew_gives_in_any_order_of_acts(busy, turns):
    with transaction.atomic():
        for turn in turns:
            rows = list(Contact.objects.order_by("recorded_at", "pk"))
            contact = rows[turn.pick % len(rows)] if rows else None
            if contact is None and turn.act not in ("record", "record_many"):
                continue
            with contextlib.suppress(Refusal), transaction.atomic():
                ACTS[turn.act](busy, turn, Person.objects.get(pk=busy.people[turn.whom].pk), contact)
            assert kept() == counted(), turn
        transaction.set_rollback(True)


def test_erased_person_leaves_no_day_behind_and_the_sums_stay(busy):
    turn = SimpleNamespace(n=4, ago=3, whom=1)
    for person in busy.people[:2]:
        record_many(busy, turn, person, None)
    kim, before = busy.people[0], kept()[1]
    contact = Contact.objects.filter(person=kim).first()
    busy.act(erase_person, by=busy.coordinator, person=kim, reason="asked")
    # A raw change of a row that stayed as a count brings nobody back.
    Contact.objects.filter(pk=contact.pk).update(happened_on=DAY)
    met, sums = kept()
    assert set(met) == {busy.people[1].pk} and sum(sums.values()) == sum(before.values())
    assert (met, sums) == counted()


def test_raw_changes_are_reckoned_too(busy):
    """The database does it, so no way of writing can forget it."""
    record_many(busy, SimpleNamespace(n=4, ago=3, whom=1), busy.people[0], None)
    ContactSupply.objects.update(n=7)
    Contact.objects.filter(happened_on__lt=DAY - timedelta(days=8)).update(happened_on=DAY, state="stands")
    assert kept() == counted() and len(kept()[1]) < 5
    ContactSupply.objects.all().delete()
    assert kept()[1] == {} and stock.given_by_day(busy.project) == {}


@pytest.mark.as_owner
def test_twin_without_triggers_is_wrong_and_the_doctor_says_so(busy):
    reckoning.RECKONING.remove(connection)
    record(busy, SimpleNamespace(n=4, ago=3, whom=1), busy.people[0], None)
    assert kept() == ({}, {}) != counted()
    assert ledgers.missing(connection) == set(reckoning.RECKONING.wanted(connection))
    assert "contacts_contact_is_followed_insert" in " ".join(risk.what for risk in doctor.risks(NIGHT))


@pytest.mark.as_owner
def test_upgrading_reckons_what_was_written_before(busy):
    reckoning.RECKONING.remove(connection)
    for person in busy.people:
        record_many(busy, SimpleNamespace(n=4, ago=3, whom=busy.people.index(person)), person, None)
    for _again in range(2):
        reckoning.RECKONING.install(connection)
        reckoning.reckon_all(connection)
        assert kept() == counted() and len(kept()[0]) == 3
    record(busy, SimpleNamespace(n=4, ago=3, whom=1), busy.people[0], None)
    assert kept() == counted()
