"""A write that is not waited for is there at once for everybody, and the next one is waited for again."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from yarrow.vault.models import DueJob
from yarrow.vault.unwaited import unwaited


def waits():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW synchronous_commit")
            return cursor.fetchone()[0]
        return cursor.execute("PRAGMA synchronous").fetchone()[0]


@pytest.fixture
def waiting(transactional_db):
    """A connection that waits for its disk, as in real life."""
    with connection.cursor() as cursor:
        # Servers of tests wait for nothing.
        is_there = connection.vendor == "postgresql"
        cursor.execute("SET synchronous_commit = on" if is_there else "PRAGMA synchronous=FULL")
    yield waits()
    connection.close()


def test_unwaited_waits_for_less_and_then_for_as_much_as_before(waiting):
    with unwaited():
        inside = waits()
    assert inside == ("off" if connection.vendor == "postgresql" else 1)
    assert waits() == waiting != inside


def test_unwaited_that_fails_takes_back_and_waits_again(waiting):
    job = DueJob(name="nothing", key="1", due_at=timezone.now())

    def fail():
        with unwaited():
            job.save()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not DueJob.objects.filter(name="nothing").exists()
    assert waits() == waiting


def test_unwaited_inside_a_transaction_is_waited_for_with_it(waiting):
    with transaction.atomic(), unwaited():
        assert waits() == waiting
