"""A sealed book of what columns hold: right whatever happens to its file, and closed with any key of its subjects."""

import os
import signal
import sqlite3
import stat
import time
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from tests.worlds import make_project
from yarrow.people.models import Person
from yarrow.vault import at_once, books, compartments, erasing, keyring, rekeying, sealing, startup
from yarrow.vault.actors import Actor
from yarrow.vault.books import Column, Index
from yarrow.vault.errors import Locked, NoGrant, NotOnTrail, Tampered
from yarrow.vault.models import Compartment, Grant, TrailRow
from yarrow.vault.opening import reading
from yarrow.vault.sealing_model import SealedColumn

pytestmark = pytest.mark.django_db
NOW = timezone.now()
NAMES = ["Ayo", "Bea", None, "Cléo", "Dmitri"]
INDEX = Index("lengths 1", lambda values, before: [len(value or "") for value in values])


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


def people_of(world, called=NAMES):
    by, made = world.worker("coordinator"), []
    for number, name in enumerate(called):
        code = f"K{number}-4MW"
        row = Person(
            project=world.project, code=code, first_met_on=NOW.date(), created_by=by.id, created_at=NOW
        )
        row.sealed.put("identity.called", name, by.unlocked)
        made.append(row)
    return Person.objects.bulk_create(made)


def columns_of(world):
    rows = Person.objects.filter(project=world.project).order_by("code")
    ids, called = at_once.columns(rows.values_list("id", "called")) or ((), ())
    return [Column(Person, "identity.called", ids, ids, called)]


def read(world, by=None, index=INDEX, columns=None):
    """The values in the order of codes."""
    by = by or world.worker("coordinator")
    return books.read(world.project.id, columns or columns_of(world), index, by.key)


def rename(world, person, name):
    person.sealed.put("identity.called", name, world.worker("coordinator").unlocked)
    person.save()


def files():
    return sorted(books._folder().iterdir()) if books._folder().exists() else []


def named():
    """(file, wrapped key) of each book that the keyring names."""
    return keyring.connection().execute("SELECT file, wrapped FROM book").fetchall()


@pytest.fixture
def opened(monkeypatch):
    """The ids of the rows that are opened one by one from here on."""
    asked, whole = [], SealedColumn.open_unrecorded

    def note(column, row_id, *rest):
        asked.append(row_id)
        return whole(column, row_id, *rest)

    monkeypatch.setattr(SealedColumn, "open_unrecorded", note)
    return asked


def test_second_reader_opens_nothing_and_has_the_same(world, people, opened):
    first = read(world)
    assert first.values == NAMES and first.index == [3, 3, 0, 4, 6] and len(opened) == 4
    opened.clear()
    assert read(world, world.worker("outreach")) == first and opened == []


def test_only_what_is_new_is_opened_and_what_is_gone_is_left_out(world, people, opened):
    read(world)
    opened.clear()
    rename(world, people[1], "Beatrix")
    Person.objects.filter(pk=people[0].pk).update(called=None)
    [(before, _key)] = named()
    assert read(world).values == [None, "Beatrix", None, "Cléo", "Dmitri"] and opened == [people[1].pk]
    [(after, _key)] = named()
    assert before != after and [path.name for path in files()] == [after]
    opened.clear()
    rename(world, people[0], "Ayo")
    assert read(world).values == ["Ayo", "Beatrix", None, "Cléo", "Dmitri"] and opened == [people[0].pk]


def test_few_values_are_opened_without_a_book(world, people, monkeypatch):
    monkeypatch.setattr(books, "FEWEST", 5)
    assert read(world).values == NAMES
    assert files() == [] == named()


def test_a_value_in_another_rows_place_does_not_open_though_the_book_has_it(world, people):
    read(world)
    Person.objects.filter(pk=people[1].pk).update(called=people[0].called)
    with pytest.raises(Tampered):
        read(world)


def test_two_rows_that_changed_places_with_their_values_do_not_open(world, people):
    """The column reads as it did: only whose the values are is another."""
    read(world)
    (ayo, bea), spare = people[:2], "K9-4MW"
    values = {ayo.pk: bea.called, bea.pk: ayo.called}
    for person, code in ((ayo, spare), (bea, ayo.code), (ayo, bea.code)):
        Person.objects.filter(pk=person.pk).update(code=code, called=values[person.pk])
    with pytest.raises(Tampered):
        read(world)


def test_room_is_given_what_it_worked_out_before_and_a_book_of_another_form_is_made_anew(
    world, people, opened
):
    read(world)
    given = []
    noting = Index(INDEX.form, lambda values, before: given.append(before) or INDEX.make(values, before))
    rename(world, people[1], "Beatrix")
    assert read(world, index=noting).index == [3, 7, 0, 4, 6] and given == [[3, 3, 0, 4, 6]]
    opened.clear()
    other = Index("capitals 1", lambda values, before: [before, *(value and value[0] for value in values)])
    assert read(world, index=other).index == [None, "A", "B", None, "C", "D"] and len(opened) == 4


@pytest.mark.parametrize("harm", ["missing", "empty", "torn", "changed", "longer"])
def test_a_book_that_is_not_what_was_written_is_made_anew(world, people, harm):
    read(world)
    [path] = files()
    whole = path.read_bytes()
    if harm == "missing":
        path.unlink()
    else:
        cut = {"empty": b"", "torn": whole[: len(whole) // 2], "longer": whole + b"\0"}
        path.write_bytes(cut.get(harm, whole[:-1] + bytes([whole[-1] ^ 1])))
    assert read(world).values == NAMES
    assert [each.name for each in files()] == [file for file, _key in named()] != [path.name]


def test_a_book_of_another_project_in_its_place_is_not_read(world, people):
    read(world)
    [own] = files()
    other = world.other
    with other.inside():
        people_of(other, ["Xenia", "Yves", "Zoe", "Una", "Vera"])
        assert read(other).values[0] == "Xenia"
        [foreign] = set(files()) - {own}
        own.write_bytes(foreign.read_bytes())
    assert read(world).values == NAMES
    # The keyring's line of another project leads nowhere either.
    line = "SELECT file, key_id, wrapped, subjects FROM book WHERE project=?"
    db, ids = keyring.connection(), (str(world.project.id), str(other.project.id))
    there = db.execute(line, ids[1:]).fetchone()
    db.execute("UPDATE book SET file=?, key_id=?, wrapped=?, subjects=? WHERE project=?", (*there, ids[0]))
    assert read(world).values == NAMES


def test_who_has_no_key_reads_no_book(world, people):
    read(world)
    locked = Actor(id=world.worker("coordinator").id, role="coordinator")
    with pytest.raises(Locked):
        read(world, locked)
    with pytest.raises(NoGrant):
        read(world, world.worker("evaluator"))
    with pytest.raises(NoGrant):
        read(world, world.other.worker("manager"))


def test_who_holds_only_an_older_key_opens_what_they_can_and_keeps_nothing(world, people, opened):
    by, project_id = world.worker("coordinator"), world.project.id
    old = Compartment.current(project_id, "identity")
    rekeying.begin(project_id, "identity", instead_of=old.id, by=by, at=NOW)
    outreach = world.worker("outreach")
    Grant.objects.filter(holder_id=outreach.key.holder_id).exclude(compartment=old).delete()
    assert read(world, outreach).values == NAMES and len(opened) == 4
    assert files() == [] == named()


def test_values_wait_for_the_trail_which_names_fields_and_one_subject_alone(world, people):
    by, project = world.worker("coordinator"), world.project
    with reading(by, project.id, act="test.list") as page:
        told = page.open_book(columns_of(world), INDEX)
        with pytest.raises(NotOnTrail):
            told.value  # noqa: B018
    assert told.value.values == NAMES
    with pytest.raises(NotOnTrail):
        page.open_book(columns_of(world), INDEX)
    Person.objects.exclude(pk=people[3].pk).update(called=None)
    with reading(by, project.id, act="test.list") as page:
        page.open_book(columns_of(world), INDEX)
    first, second = TrailRow.objects.filter(act="test.list").order_by("n")
    assert first.fields == second.fields == ["people.person.identity.called"]
    assert (first.subject, second.subject) == (None, people[3].pk)


def test_files_are_for_their_owner_alone_and_say_nothing(world, people):
    read(world)
    [path] = files()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not any(name.encode() in path.read_bytes() for name in NAMES if name)
    assert str(world.project.id) not in path.name


def test_who_searches_has_an_answer_though_no_book_can_be_written(world, people, caplog):
    books._folder().write_text("in the way")
    assert read(world).values == NAMES and named() == []
    assert "a book could not be written" in caplog.text
    assert not any(name in caplog.text for name in NAMES if name)


def test_who_searches_waits_for_nobody_who_makes_keys(world, people):
    busy = sqlite3.connect(settings.KEYRING, isolation_level=None)
    read(world, index=Index("another", lambda values, before: None))
    stood = named()
    busy.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    assert read(world).values == NAMES
    assert time.monotonic() - began < 5 and named() == stood
    assert [path.name for path in files()] == [file for file, _key in stood]
    busy.execute("COMMIT")
    busy.close()
    assert read(world).values == NAMES and named() != stood
    assert keyring.connection().execute("PRAGMA busy_timeout").fetchone() == (keyring.PATIENCE,)


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
    child = os.fork()
    if not child:
        whole = getattr(books, name)

        def then_die(*args):
            whole(*args)
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(books, name, then_die)
        read(world, by, columns=columns)
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


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
    children = []
    for number in range(3):
        child = os.fork()
        if not child:
            rounds = [states[(number + each) % 2] for each in range(12)]
            fits = [read(world, by, columns=columns).values[1] == name for columns, name in rounds]
            os._exit(0 if all(fits) else 1)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0, 0]
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
