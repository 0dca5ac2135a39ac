"""A book is closed with any key of its subjects, and with keys made anew; whoever dies or races harms nobody."""

from functools import partial
from uuid import uuid4

import pytest
from django.conf import settings

from tests import children
from tests.rooms.vault.shelf import INDEX, NAMES, NOW, columns_of, files, named, people_of, read, rename
from tests.worlds import make_project
from yarrow.vault import books, compartments, erasing, keyring, rekeying, sealing, startup
from yarrow.vault.books import Index
from yarrow.vault.errors import Tampered
from yarrow.vault.models import Compartment
from yarrow.vault.sealing_model import SealedColumn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path
    monkeypatch.setattr(books, "FEWEST", 1)


@pytest.fixture
def world():
    return make_project()


@pytest.fixture
def people(world):
    return people_of(world)


@pytest.fixture
def opened(monkeypatch):
    """The ids of the rows that are opened one by one from here on."""
    asked, whole = [], SealedColumn.open_unrecorded

    def note(column, row_id, *rest):
        asked.append(row_id)
        return whole(column, row_id, *rest)

    monkeypatch.setattr(SealedColumn, "open_unrecorded", note)
    return asked


def test_tombstone_takes_the_books_key_with_it_and_the_next_reader_leaves_them_out(world, people):
    read(world)
    [(_file, wrapped)] = named()
    keyring.set_tombstone(world.project.id, people[0].pk, "asked", NOW)
    assert named() == []
    assert read(world).values == [None, *NAMES[1:]]
    erasing.finish_half_done(NOW)
    assert read(world).values == [None, *NAMES[1:]]
    rename(world, people[3], "Chloe")
    assert read(world).values == [None, "Bea", None, "Chloe", "Dmitri"]
    keyring.close()
    assert wrapped not in keyring_bytes()


def keyring_bytes():
    return b"".join(path.read_bytes() for path in settings.KEYRING.parent.glob("keyring.sqlite3*"))


@pytest.mark.parametrize("is_first", [True, False], ids=["first_book", "a_book_stood"])
def test_who_opened_names_before_an_erasure_keeps_none_of_them_after_it(world, people, is_first):
    """The index is made between opening and keeping: there somebody is erased."""
    if not is_first:
        read(world)
        rename(world, people[1], "Beatrix")

    def erase_meanwhile(values, before):
        erasing.erase_subject(world.project.id, people[0].pk, reason="asked", at=NOW)
        return INDEX.make(values, before)

    assert read(world, index=Index(INDEX.form, erase_meanwhile)).values[0] == "Ayo"
    assert files() == [] == named()
    assert read(world).values[0] is None


@pytest.mark.parametrize("drop", [erasing.drop_keys, lambda project, ids: drop_one(project, *ids)])
def test_destroying_the_key_of_a_subject_burns_the_book_that_they_are_in_and_no_other(world, people, drop):
    by, apart = world.worker("coordinator"), uuid4()
    by.key.subject_key_or_new(world.project.id, apart, "identity")
    read(world)
    stood = named()
    drop(world.project.id, [apart])
    assert named() == stood and len(files()) == 1
    drop(world.project.id, [people[0].pk])
    assert named() == []


def drop_one(project_id, subject):
    keyring.destroy_one(project_id, subject, "identity")


def test_dropped_key_leaves_no_file_of_a_book(world, people):
    read(world)
    erasing.drop_keys(world.project.id, [people[0].pk])
    assert files() == []


@pytest.mark.parametrize("change", ["begin", "rewrap", "revoke", "revoke_all"])
def test_new_keys_and_leaving_burn_the_book(world, people, change):
    by, project_id, leaver = world.worker("coordinator"), world.project.id, world.worker("outreach")
    current = Compartment.current(project_id, "identity")
    if change == "rewrap":
        rekeying.begin(project_id, "identity", instead_of=current.id, by=by, at=NOW)
    read(world)
    [(_file, wrapped)] = named()
    if change == "begin":
        rekeying.begin(project_id, "identity", instead_of=current.id, by=by, at=NOW)
    elif change == "rewrap":
        rekeying.rewrap(project_id, "identity", by=by)
    elif change == "revoke":
        compartments.revoke(project_id, "identity", holder_id=leaver.key.holder_id, by=by, at=NOW)
    else:
        compartments.revoke_all(project_id, holder_id=leaver.key.holder_id, by=by, at=NOW)
    assert files() == [] == named()
    assert read(world, world.worker("manager")).values == NAMES
    [(_file, again)] = named()
    assert again != wrapped


def test_book_under_an_older_key_of_the_compartment_is_not_read(world, people, monkeypatch, opened):
    """A process that did not know of the new key yet kept one after it was put in force."""
    by, project_id = world.worker("coordinator"), world.project.id
    read(world, by)
    monkeypatch.setattr(books, "burn", lambda *args: None)
    current = Compartment.current(project_id, "identity")
    rekeying.begin(project_id, "identity", instead_of=current.id, by=world.worker("manager"), at=NOW)
    opened.clear()
    assert read(world).values == NAMES and len(opened) == 4


def test_start_deletes_what_a_dying_process_left(world, people):
    read(world)
    [kept] = files()
    (books._folder() / "half").write_bytes(b"half")
    startup.prepare_to_serve()
    assert files() == [kept]


def keep_and_die(world, name):
    """A process that dies when it has done one step of keeping a book."""
    columns, by = columns_of(world), world.worker("coordinator")
    # The grants are read here: a forked process leaves the records alone.
    by.key.secret(world.project.id, "identity")
    keyring.close()
    whole = getattr(books, name)

    def keeps():
        def then_die(*args):
            whole(*args)
            children.die()

        setattr(books, name, then_die)
        read(world, by, columns=columns)

    assert children.killed(keeps)


@pytest.mark.parametrize("step", ["_write", "_name"])
def test_a_process_killed_while_it_keeps_a_book_harms_nobody(world, people, step):
    read(world)
    rename(world, people[1], "Beatrix")
    keep_and_die(world, step)
    assert read(world).values == ["Ayo", "Beatrix", None, "Cléo", "Dmitri"]
    books.tidy()
    assert [path.name for path in files()] == [file for file, _key in named()]


def test_processes_that_read_and_write_one_book_at_once_all_read_what_stands(world, people):
    """Three processes and two states of the rows, so that each reader finds the other state in the book."""
    by, first = world.worker("coordinator"), columns_of(world)
    rename(world, people[1], "Beatrix")
    states = [(first, "Bea"), (columns_of(world), "Beatrix")]
    by.key.secret(world.project.id, "identity")
    keyring.close()

    def reads(number):
        rounds = [states[(number + each) % 2] for each in range(12)]
        assert all(read(world, by, columns=columns).values[1] == name for columns, name in rounds)

    begun = [children.begin(partial(reads, number)) for number in range(3)]
    assert [children.ended(child) for child in begun] == [0, 0, 0]
    assert read(world).values[1] == "Beatrix"
    books.tidy()
    assert [path.name for path in files()] == [file for file, _key in named()]


def test_key_of_a_book_is_bound_to_its_place(world):
    by, project_id = world.worker("coordinator"), world.project.id
    key_id, wrapped = by.key.wrapped_book_key(project_id, "identity", "one", sealing.new_key())
    assert by.key.book_key(project_id, "identity", "one", str(key_id), wrapped)
    assert by.key.book_key(project_id, "identity", "one", str(uuid4()), wrapped) is None
    with pytest.raises(Tampered):
        by.key.book_key(project_id, "identity", "two", str(key_id), wrapped)
