"""Nothing leaves without a consent that holds, or a gateway that two people stand for, at that very instant."""

import threading
import time
from dataclasses import replace

import pytest
from django.db import connection, transaction

from tests.attacks import sharing as machine
from tests.rooms.sharing.conftest import NOW, Table
from tests.worlds import make_project
from yarrow.methods import sharing
from yarrow.people.models import Person, PersonSet
from yarrow.sharing.errors import NotAgreed
from yarrow.sharing.models import Share
from yarrow.vault import fence

PROMISE = (
    "Nothing about a person leaves without a consent of theirs that holds at that instant, or a legal gateway that two "
    "people stand for; taking a consent back stops the next send, even one that is on its way."
)
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()"
once = pytest.mark.sqlite_only(
    reason="what was agreed is decided by one function; the races below are PostgreSQL's"
)
committed = pytest.mark.django_db(transaction=True)
postgres = pytest.mark.postgres_only(reason="a file has one writer; two at once are PostgreSQL's")


def table_of():
    found = Table(world=make_project(at=NOW), now=NOW)
    found.agencies = [found.agency(), found.agency("Lock clinic")]
    return found


def deciding(**change):
    """The same decision over rows that were changed."""
    whole = sharing.decide
    return lambda rows, asked: whole([replace(row, **change) for row in rows], asked)


@once
def test_no_order_of_acts_lets_something_leave_without_a_ground(db):
    machine.run(table_of(), n_examples=12, n_steps=16)
    assert Share.objects.filter(proposal=None).count() > 2


@once
@pytest.mark.parametrize(
    ("broken", "instead"),
    [
        ("_standing", lambda heard: [row for row in heard if row.is_given]),
        ("decide", deciding(expires_on=None)),
        ("decide", deciding(categories=frozenset(machine.CATEGORIES))),
        ("decide", deciding(agency=None)),
    ],
    ids=["withdrawn", "expired", "too much", "anybody"],
)
def test_order_of_acts_twin_with_a_forgetful_decision_is_caught(db, monkeypatch, broken, instead):
    monkeypatch.setattr(sharing, broken, instead)
    with pytest.raises(AssertionError):
        machine.run(table_of(), n_examples=40, n_steps=16)


# --- A withdrawal races a send ------------------------------------------------------------------------------------
def begun(table, act, ended):
    """`act`, in a thread with a connection of its own."""

    def run():
        try:
            with fence.around(table.project.id):
                act()
            ended.append("done")
        except NotAgreed:
            ended.append("not agreed")
        finally:
            connection.close()

    started = threading.Thread(target=run)
    started.start()
    return started


def race(table, first, second):
    """What `second` comes to, begun while `first` has acted and not committed yet; and whether it waited."""
    ended, ends = [], time.monotonic() + 15
    with transaction.atomic():
        first()
        started = begun(table, second, ended)
        with connection.cursor() as cursor:
            while not ended and not cursor.execute(WAITING).fetchone()[0]:
                assert time.monotonic() < ends
                time.sleep(0.01)
        waited = not ended
    started.join(20)
    return ended, waited


def at_the_clinic():
    table = table_of()
    kim = table.person("Kim")
    table.agree(kim, table.agencies[0])
    return table, lambda: table.share(kim, table.agencies[0], after=2), lambda: table.take_back(kim, after=1)


def without_locks(monkeypatch):
    """Nobody's row is held, and the trail is only held when it is written."""
    monkeypatch.setattr(PersonSet, "select_for_update", lambda rows, *args, **how: rows, raising=False)
    assert Person.objects.all().select_for_update().query.select_for_update is False


@committed
@postgres
def test_send_that_began_before_a_withdrawal_was_committed_finds_it():
    table, send, take_back = at_the_clinic()
    assert race(table, take_back, send) == (["not agreed"], True)
    assert not Share.objects.exists()


@committed
@postgres
def test_withdrawal_waits_for_a_send_and_asks_for_the_recipient_to_be_told():
    table, send, take_back = at_the_clinic()
    assert race(table, send, take_back) == (["done"], True)
    assert Share.objects.to_recall().count() == 1


@committed
@postgres
def test_race_twin_without_the_lock_lets_it_leave(monkeypatch):
    table, send, take_back = at_the_clinic()
    without_locks(monkeypatch)
    ended, _waited = race(table, take_back, send)
    assert ended == ["done"] and Share.objects.count() == 1
