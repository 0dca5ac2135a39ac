"""Erased is erased, in every copy of the records."""

import sqlite3

import pytest
from django.utils import timezone

from yarrow.people.actions import add_person
from yarrow.people.models import Person
from yarrow.vault import erasing, keyring
from yarrow.vault.errors import Erased

PROMISE = (
    "Erased is erased: no key byte is left in any file, and older copies of the records stay unreadable."
)


@pytest.fixture
def two(world):
    by = world.worker("coordinator")
    return [
        add_person(project=world.project, by=by, at=timezone.now(), called=name, appearance=f"{name} is tall")
        for name in ("Ayo", "Bea")
    ]


def wrapped_key(person):
    return keyring.find(person.project_id, "identity", [person.id])[person.id][1]


def test_erased_persons_key_is_in_no_file_and_old_rows_stay_closed(world, disk, two):
    ayo, bea = two
    kept, lost = wrapped_key(bea), wrapped_key(ayo)
    keyring.checkpoint()
    # A backup of the records from before: the row with its ciphertext.
    before = Person.objects.get(pk=ayo.pk)
    assert lost in disk.everything()
    erasing.erase_subject(world.project.id, ayo.id, reason="asked", at=timezone.now())
    left = disk.everything()
    assert lost not in left and kept in left
    by = world.worker("coordinator")
    for path in ("identity.called", "identity.appearance"):
        with pytest.raises(Erased):
            before.sealed.open_unrecorded(path, by.unlocked)
    assert bea.sealed.open_unrecorded("identity.called", by.unlocked) == "Bea"


def test_erased_twin_that_only_deletes_is_caught(world, disk, two, monkeypatch):
    """The control off: the row is deleted as any row is, with nothing overwritten or emptied."""
    lost = wrapped_key(two[0])
    monkeypatch.setattr(keyring, "rewrite", lambda: None)
    monkeypatch.setattr(keyring, "checkpoint", lambda: None)
    erasing.erase_subject(world.project.id, two[0].id, reason="asked", at=timezone.now())
    assert lost in disk.everything()


def test_erased_twin_that_keeps_the_key_is_caught(world, two, monkeypatch):
    """The control off: no tombstone stands and the key stays."""
    monkeypatch.setattr(keyring, "destroy_keys", lambda project, subject: 0)
    monkeypatch.setattr(keyring, "set_tombstone", lambda *args: None)
    erasing.erase_subject(world.project.id, two[0].id, reason="asked", at=timezone.now())
    opened = two[0].sealed.open_unrecorded("identity.called", world.worker("coordinator").unlocked)
    assert opened == "Ayo"


def test_restored_old_keyring_is_refused_at_the_start(world, disk, two, settings):
    from yarrow.vault import startup

    keyring.checkpoint()
    older = settings.KEYRING.read_bytes()
    erasing.erase_subject(world.project.id, two[0].id, reason="asked", at=timezone.now())
    keyring.close()
    settings.KEYRING.write_bytes(older)
    assert sqlite3.connect(settings.KEYRING).execute("SELECT COUNT(*) FROM tombstone").fetchone() == (0,)
    assert [each.id for each in startup.check_keyring()] == ["vault.E013"]
    erasing.replay_tombstones(timezone.now())
    assert startup.check_keyring() == []
    with pytest.raises(Erased):
        two[0].sealed.open_unrecorded("identity.called", world.worker("coordinator").unlocked)
