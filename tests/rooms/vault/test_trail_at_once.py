"""Somebody looks while somebody else writes: both rows stand behind each other, and neither waits for ever."""

import threading
import time

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from yarrow.vault import append_only, fence, owning, trail
from yarrow.vault.actors import Actor

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres_only(reason="row locks are PostgreSQL's; a file has one writer"),
]
BY = Actor.system("test")
# Who waits and is in this database: the other half of a parallel run may wait for something in its own.
WAITING = """
    SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN (
        SELECT held.pid FROM pg_locks AS held
        JOIN pg_database AS here ON here.oid = held.database WHERE here.datname = current_database()
    )
"""


def look(project_id, failed):
    """One look, in a thread with a connection of its own."""
    told = {"by": BY, "at": timezone.now(), "subject": None, "fields": [], "reason": ""}
    try:
        with fence.around(project_id):
            trail.note_look(project_id, act="test.look", **told)
    except DatabaseError as fault:
        failed.append(fault)
    finally:
        connection.close()


def wait_until_it_waits():
    ends = time.monotonic() + 20
    with connection.cursor() as cursor:
        while cursor.execute(WAITING).fetchone()[0] < 1:
            assert time.monotonic() < ends, "the look did not wait"
            time.sleep(0.01)


def look_while_writing(project_id):
    """What failed, when somebody looks between a writer's holding the head and adding the row."""
    with transaction.atomic():
        trail.note(project_id, by=BY, act="test.first", at=timezone.now())
    failed = []
    looking = threading.Thread(target=look, args=(project_id, failed))
    try:
        with transaction.atomic():
            trail.hold(project_id)
            looking.start()
            wait_until_it_waits()
            trail.note(project_id, by=BY, act="test.write", at=timezone.now())
    except DatabaseError as fault:
        failed.append(fault)
    looking.join()
    return [type(fault.__cause__).__name__ for fault in failed]


def test_look_waits_for_a_writer_and_stands_behind(project_id):
    assert look_while_writing(project_id) == []
    assert trail.verify(project_id) == [] and trail.anchor(project_id)[0] == 3


def test_twin_that_takes_its_number_before_the_head_waits_for_ever(project_id, monkeypatch):
    whole = append_only.POSTGRESQL_FUNCTIONS["vault_trail_next_row"]
    without = {"vault_trail_next_row": whole.partition("FOR UPDATE; ")[2]}
    with monkeypatch.context() as patched:
        patched.setattr(append_only, "POSTGRESQL_FUNCTIONS", without)
        with owning.as_owner() as owner:
            append_only.renew_functions(owner)
    try:
        assert look_while_writing(project_id) == ["DeadlockDetected"]
    finally:
        with owning.as_owner() as owner:
            append_only.renew_functions(owner)
