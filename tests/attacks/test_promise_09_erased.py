"""Erased is erased, in every copy of the records."""

import sqlite3
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.attacks.scanner import marker
from tests.later.models import PoemRead
from yarrow.people import name_book
from yarrow.people.actions import add_person, erase_person, tell_apart
from yarrow.people.models import Apart, Person
from yarrow.people.queries import find_people
from yarrow.vault import belonging, books, clearing, erasing, forgetting, inbox, keyring, startup, unread
from yarrow.vault.backups import taking
from yarrow.vault.errors import Erased

PROMISE = (
    "Erased is erased: no key byte, no code and no word is left in any file, older copies stay unreadable, and a room "
    "built later is covered."
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


@pytest.fixture
def plain_words(two):
    """What of Ayo stands plainly in the records: their code, and a word in a room built later."""
    word = marker()
    PoemRead.objects.create(person=two[0], title=word, n_listeners=3)
    return [word, two[0].code]


def test_erased_persons_plain_words_are_in_no_file(world, disk, two, plain_words):
    assert {hit.marker for hit in disk.scan(plain_words)} == set(plain_words)
    by = world.worker("coordinator")
    erase_person(person=two[0], reason="asked", project=world.project, by=by, at=timezone.now())
    assert disk.scan(plain_words) == []
    assert disk.scan([two[1].code])


def test_erased_twin_that_leaves_the_rows_is_caught(world, disk, two, plain_words, monkeypatch):
    """The control off: the keys go and the rows stay as they were."""
    monkeypatch.setattr(clearing, "clear", lambda subject, at: None)
    by = world.worker("coordinator")
    erase_person(person=two[0], reason="asked", project=world.project, by=by, at=timezone.now())
    assert {hit.marker for hit in disk.scan(plain_words)} == set(plain_words)


@pytest.mark.sqlite_only(reason="PostgreSQL's own log is swept by its server, not by us (see SECURITY.md)")
def test_erased_twin_that_leaves_the_log_of_the_records_is_caught(world, disk, two, plain_words, monkeypatch):
    """The control off: the rows are emptied, and the log of the records keeps how they were."""
    monkeypatch.setattr(forgetting, "empty_the_records_log", lambda: None)
    by = world.worker("coordinator")
    erase_person(person=two[0], reason="asked", project=world.project, by=by, at=timezone.now())
    assert {hit.marker for hit in disk.scan(plain_words)} == set(plain_words)


def test_erased_persons_rows_from_a_backup_are_closed_and_cleared_by_the_next_start(
    world, disk, two, plain_words
):
    older = Person.objects.get(pk=two[0].pk)
    by = world.worker("coordinator")
    erase_person(person=two[0], reason="asked", project=world.project, by=by, at=timezone.now())
    older.save()
    with pytest.raises(Erased):
        older.sealed.open_unrecorded("identity.called", by.unlocked)
    assert disk.scan([two[0].code])
    startup.prepare_to_serve()
    assert disk.scan(plain_words) == [] and Person.objects.get(pk=older.pk).called is None


@pytest.fixture
def apart(world, two):
    """Somebody said of Bea that she is not Ayo: a row that Bea's key seals and that names Ayo."""
    given = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    return tell_apart(person=two[1], other=two[0], facts="made of both", **given)


def restore_after_erasing(world, two, *older):
    """Older rows come back after Ayo was erased; then a restart."""
    by = world.worker("coordinator")
    erase_person(person=two[0], reason="asked", project=world.project, by=by, at=timezone.now())
    assert not Apart.objects.exists()
    for row in older:
        row.save(force_insert=not Person.objects.filter(pk=row.pk).exists())
    startup.prepare_to_serve()


@pytest.mark.parametrize("is_whole", [True, False], ids=["whole", "one_table"])
def test_erased_person_is_named_by_no_row_from_a_backup(world, disk, two, apart, is_whole):
    older = [Person.objects.get(pk=two[0].pk)] if is_whole else []
    restore_after_erasing(world, two, *older, apart)
    assert not Apart.objects.exists() and Person.objects.get(pk=two[1].pk).erased_at is None


def test_erased_twin_with_one_path_to_a_subject_is_caught(world, disk, two, apart, monkeypatch):
    """The control off: the row belongs only to the one whose key seals it."""
    monkeypatch.setattr(Apart.Privacy, "also", ())
    belonging.belongings.cache_clear()
    with pytest.raises(AssertionError):
        restore_after_erasing(world, two, apart)
    apart.save()
    startup.prepare_to_serve()
    assert Apart.objects.get().other == two[0]


def words_left_in_the_inbox(world, person):
    """An entry about Ayo by number waits, Ayo is erased; what a holder can still read of it."""
    by, word, now = world.worker("coordinator"), marker(), timezone.now()
    said = {"person": str(person.id), "contact": str(uuid4()), "text": word}
    about = {"kind": "contacts.link", "payload": said, "by": by, "at": now, "entry_id": uuid4()}
    entry = inbox.leave(world.project.id, "identity", **about)
    erase_person(person=person, reason="asked", project=world.project, by=by, at=now)
    entry.refresh_from_db()
    return word, str(inbox.peek(entry, by=by)) if bytes(entry.envelope) else ""


def test_erased_person_is_in_no_entry_that_names_them(world, two):
    assert words_left_in_the_inbox(world, two[0])[1] == ""


def test_erased_twin_that_leaves_the_inbox_is_caught(world, two, monkeypatch):
    """The control off: what waits is not looked at."""
    monkeypatch.setattr(unread, "drop_entries_about", lambda *args, **kwargs: 0)
    word, left = words_left_in_the_inbox(world, two[0])
    assert word in left


@pytest.fixture
def book(world, two, monkeypatch):
    """A book that has both names, as it lay on the disk: (file, its bytes)."""
    monkeypatch.setattr(books, "FEWEST", 1)
    assert find_people(world.worker("coordinator"), world.project, "Ayo")
    [path] = books._folder().iterdir()
    assert names_in_a_book(world) == {"Ayo", "Bea"}
    return path, path.read_bytes()


def names_in_a_book(world):
    """What a holder can open of the book's files with the keyring as it stands."""
    by, place = world.worker("coordinator"), (world.project.id, "identity")
    held = books._held(place, books._standing(*place), name_book.INDEX.form, by.key)
    return {name for name in held.get("values", ()) if name}


def copy_after_erasing(world, two, book):
    """Ayo is erased; then whoever copied the book before puts the copy in its place."""
    path, copy = book
    by = world.worker("coordinator")
    erase_person(person=two[0], reason="asked", project=world.project, by=by, at=timezone.now())
    is_gone = not path.exists()
    path.write_bytes(copy)
    return is_gone


def test_erased_name_is_in_no_book_and_no_copy_of_one_opens(world, disk, two, book):
    wrapped = keyring.connection().execute("SELECT wrapped FROM book").fetchone()[0]
    keyring.checkpoint()
    assert wrapped in disk.everything()
    assert copy_after_erasing(world, two, book)
    assert names_in_a_book(world) == set() and wrapped not in disk.everything()
    assert not find_people(world.worker("coordinator"), world.project, "Ayo")
    assert find_people(world.worker("coordinator"), world.project, "Bea")
    assert names_in_a_book(world) == {"Bea"}


def test_erased_twin_that_keeps_the_books_key_is_caught(world, disk, two, book):
    """The control off: the keyring's file burns no book."""
    for name in ("erasing_burns_books", "dropping_burns_books"):
        keyring.connection().execute(f"DROP TRIGGER {name}")
    copy_after_erasing(world, two, book)
    assert "Ayo" in names_in_a_book(world)


def test_no_backup_holds_the_key_of_a_book(world, disk, two, book, tmp_path):
    wrapped = keyring.connection().execute("SELECT wrapped FROM book").fetchone()[0]
    keyring.checkpoint()
    assert wrapped not in taking.copy_keyring(tmp_path / "copy").read_bytes()
    assert wrapped in taking.copy_sqlite(disk.root / "keyring.sqlite3", tmp_path / "twin").read_bytes()


@pytest.fixture(autouse=True)
def read_declarations_anew():
    yield
    belonging.belongings.cache_clear()
