"""The server's disk is full: nothing is half written or said to be kept, and it goes on once there is room again."""

import sqlite3
from contextlib import contextmanager, suppress
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from tests.attacks.test_promise_18_devices import Tablet
from yarrow.people import actions
from yarrow.people.models import Person
from yarrow.vault import forgetting, inbox, keyring, trail
from yarrow.vault.errors import Erased
from yarrow.vault.models import InboxEntry

pytestmark = pytest.mark.sqlite_only(reason="PostgreSQL has no limit that a test may set")
PAGE = 3_000
NO_LIMIT = 1_073_741_823
MOST_THAT_FIT = 60


@contextmanager
def full(database):
    """A database file that may not grow any more, and whose free pages are used up."""
    database.execute("CREATE TABLE filler (zeros)")
    database.execute("PRAGMA max_page_count = 1")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        _fill(database)
    try:
        yield
    finally:
        database.execute(f"PRAGMA max_page_count = {NO_LIMIT}")
        database.execute("DROP TABLE filler")


def _fill(database):
    while True:
        database.execute(f"INSERT INTO filler VALUES (zeroblob({PAGE}))")


@pytest.fixture
def records(disk):
    """The file of the records, as the server holds it."""
    connection.ensure_connection()
    return connection.connection


def as_it_stands(world):
    """What a half-written act would have changed: numbers of rows, and whether everything fits together."""
    project = world.project
    people = Person.objects.in_project(project)
    opened = [one.sealed.open_unrecorded("identity.called", world.worker("manager").key) for one in people]
    return {
        "people": sorted(opened),
        "trail": trail.verify(project.id),
        "half erased": keyring.half_erased(),
        "waiting": inbox.n_waiting(project.id),
    }


def add(client, world, called, entry_id):
    said = {
        "called": called,
        "entry_id": str(entry_id),
        "version": "1",
        "gender": "woman",
        "age_band": "25_34",
    }
    return client.post(world.project.url("people:add_person"), said, secure=True)


def add_until_refused(client, world):
    """People are added as long as they fit; how many did, and the first answer that is no success."""
    for n in range(MOST_THAT_FIT):
        entry_id = uuid4()
        answer = add(client, world, f"Yolanda {n}", entry_id)
        if answer.status_code != 302:
            return n, entry_id, answer
    raise AssertionError("the disk was not full")


@pytest.mark.parametrize("which", ["records", "keyring"])
def test_person_on_a_full_disk_is_kept_whole_or_not_at_all(world, records, which):
    client = world.client("coordinator", raise_request_exception=False)
    with full(records if which == "records" else keyring.connection()):
        n_fit, entry_id, refused = add_until_refused(client, world)
        assert refused.status_code == 500 and b"may not be saved" in refused.content
        stands = as_it_stands(world)
        kept = sorted(f"Yolanda {n}" for n in range(n_fit))
        # The last one may be kept although its page could not say so any more.
        assert stands.pop("people") in (kept, sorted([*kept, f"Yolanda {n_fit}"]))
        assert stands == {"trail": [], "half erased": [], "waiting": 0}
    assert add(client, world, f"Yolanda {n_fit}", entry_id).status_code == 302
    after = as_it_stands(world)
    assert after["people"] == sorted([*kept, f"Yolanda {n_fit}"]) and after["trail"] == []


def test_tablet_gets_no_receipt_from_a_full_disk_and_one_later(world, records):
    tablet = Tablet(world)
    with full(records):
        for n in range(MOST_THAT_FIT):
            entry_id = uuid4()
            if not is_received(tablet, entry_id, f"Zephyrine {n}"):
                break
        assert InboxEntry.objects.count() == n and not InboxEntry.objects.filter(entry_id=entry_id).exists()
    answer = tablet.send(f"Zephyrine {n}", entry_id)
    assert answer.status_code == 200 and answer.json()["entry_id"] == str(entry_id)
    inbox.open_waiting(world.project.id, by=world.worker("coordinator"), at=timezone.now())
    assert as_it_stands(world)["people"] == sorted(f"Zephyrine {one}" for one in range(n + 1))


def test_full_disk_twin_that_says_received_before_it_is_written_is_caught(world, records, monkeypatch):
    """The control off: the receipt does not wait for the row."""

    def say_so(project_id, *, kind, envelope, by, at, entry_id):
        with suppress(OperationalError):
            receive(project_id, kind=kind, envelope=envelope, by=by, at=at, entry_id=entry_id)
        return InboxEntry(project_id=project_id, entry_id=entry_id, digest="0" * 64)

    receive = inbox.receive
    monkeypatch.setattr(inbox, "receive", say_so)
    tablet = Tablet(world)
    with full(records):
        said = [
            entry_id for entry_id in (uuid4() for _ in range(MOST_THAT_FIT)) if is_received(tablet, entry_id)
        ]
    assert InboxEntry.objects.filter(entry_id__in=said).count() < len(said)


def is_received(tablet, entry_id, word="Zephyrine"):
    try:
        return tablet.send(word, entry_id).status_code == 200
    except OperationalError:
        return False


def test_erasure_on_a_full_disk_is_whole_once_there_is_room_and_not_said_before(world, records):
    act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    person = actions.add_person(called="Wilhelmina", **act)
    client = world.client("coordinator", raise_request_exception=False)
    asked = {"reason": "asked", "word": "erase"}
    with full(keyring.connection()), full(records):
        client.post(world.project.url("people:erase_person", person.id), asked, secure=True)
        row = Person.objects.get(pk=person.pk)
        assert row.erased_at is None or not keyring.half_erased()
    forgetting.catch_up(timezone.now())
    if not keyring.is_erased(world.project.id, person.id):
        client.post(world.project.url("people:erase_person", person.id), asked, secure=True)
    assert keyring.half_erased() == [] and Person.objects.get(pk=person.pk).erased_at
    with pytest.raises(Erased):
        person.sealed.open_unrecorded("identity.called", world.worker("manager").key)
