"""Ledgers of rooms only grow: raw writes are refused, an erasure may take a consent, nothing may take a movement."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.rooms.contacts.conftest import NIGHT, make_shift
from yarrow.alerts.append_only import APPROVALS
from yarrow.community.append_only import POINTS, STATEMENTS, STEPS
from yarrow.contacts import actions, reckoning
from yarrow.contacts.append_only import MOVEMENTS
from yarrow.justice.append_only import ORDERS
from yarrow.measures.append_only import AMENDMENTS, VERSIONS
from yarrow.methods.stock import DELIVERY
from yarrow.people.actions import erase_person, give_consent
from yarrow.people.append_only import CONSENTS
from yarrow.people.models import Consent
from yarrow.people.naming import NAMING
from yarrow.referrals.append_only import HISTORY, PATHWAYS
from yarrow.safety.append_only import CHOICES, DECISIONS
from yarrow.sharing.append_only import RECALLS, SHARES
from yarrow.vault import doctor, ledgers

CHANGES = [
    "UPDATE contacts_movement SET n = n + 1",
    "UPDATE contacts_movement SET written_by = entry_id",
    "DELETE FROM contacts_movement",
    "UPDATE people_consent SET act = 'given'",
    "UPDATE people_consent SET n = n + 1",
]


@pytest.fixture
def shift(db):
    shift = make_shift()
    shift.act(actions.move_stock, what=DELIVERY, n=100, moved_on=date(2026, 3, 6), supply="condoms")
    shift.kim = shift.person()
    said = {"purpose": "health", "recipient": "clinic", "how": "spoken", "categories": ["health"]}
    shift.act(give_consent, person=shift.kim, **said)
    return shift


def run(sql):
    """How many rows a raw statement touched; the test's transaction goes on when it is refused."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


def test_every_ledger_is_guarded_after_the_migrations(db):
    assert set(ledgers.kept()) == {
        *(MOVEMENTS, reckoning.RECKONING, NAMING, CONSENTS, VERSIONS, AMENDMENTS),
        *(SHARES, RECALLS, HISTORY, PATHWAYS, ORDERS),
        *(STEPS, POINTS, STATEMENTS),
        *(CHOICES, DECISIONS, APPROVALS),
    }
    assert ledgers.missing(connection) == set()
    for ledger in ledgers.kept():
        assert ledger.standing(connection) == set(ledger.wanted(connection))


@pytest.mark.parametrize("sql", CHANGES)
def test_raw_change_is_refused(shift, sql):
    with pytest.raises(DatabaseError, match="only grows"):
        run(sql)


@pytest.mark.as_owner
@pytest.mark.parametrize("sql", CHANGES)
def test_twin_without_triggers_is_changed(shift, sql):
    for ledger in ledgers.kept():
        ledger.remove(connection)
    assert run(sql) == 1
    assert len(ledgers.missing(connection)) == sum(len(one.wanted(connection)) for one in ledgers.kept())


@pytest.mark.sqlite_only(reason="INSERT OR REPLACE is SQLite's")
@pytest.mark.parametrize("table", ["contacts_movement", "people_consent"])
def test_row_is_not_replaced(shift, table):
    with pytest.raises(DatabaseError, match="only grows"):
        run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.postgres_only(reason="TRUNCATE is PostgreSQL's")
@pytest.mark.as_owner
@pytest.mark.parametrize("table", ["contacts_movement", "people_consent"])
def test_table_is_not_emptied(db, table):
    with pytest.raises(DatabaseError, match="only grows"):
        run(f"TRUNCATE {table} CASCADE")


def test_erasing_takes_a_consent_and_the_cupboard_stays(shift):
    by = shift.world.worker("coordinator")
    erase_person(person=shift.kim, reason="asked", project=shift.project, by=by, at=timezone.now())
    assert not Consent.objects.exists()
    with pytest.raises(DatabaseError, match="only grows"):
        run("DELETE FROM contacts_movement")


def test_mistake_in_the_cupboard_is_still_taken_back(shift):
    line = shift.project.movements.get()
    shift.act(actions.take_back_movement, movement=line)
    assert shift.project.movements.count() == 2 and not shift.project.movements.all().standing().exists()


@pytest.mark.as_owner
def test_doctor_names_a_ledger_that_nothing_guards(db):
    MOVEMENTS.remove(connection)
    whats = " ".join(risk.what for risk in doctor.risks(NIGHT))
    assert "cupboard_loses_no_row" in whats and "consent_" not in whats


@pytest.mark.django_db(transaction=True)
def test_clean_up_of_a_test_with_real_transactions_empties_ledgers_and_guards_them_again():
    shift = make_shift()
    shift.act(actions.move_stock, what=DELIVERY, n=100, moved_on=date(2026, 3, 6), supply="condoms")
    assert ledgers.missing(connection) == set()
