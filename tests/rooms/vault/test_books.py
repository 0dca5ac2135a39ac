"""A sealed book of what columns hold: right whatever happens to its file, and for nobody without a key."""

import sqlite3
import stat
import time

import pytest
from django.conf import settings

from tests.rooms.vault.shelf import INDEX, NAMES, NOW, columns_of, files, named, people_of, read, rename
from tests.worlds import make_project
from yarrow.people.models import Person
from yarrow.vault import books, keyring, rekeying
from yarrow.vault.actors import Actor
from yarrow.vault.books import Index
from yarrow.vault.errors import Locked, NoGrant, NotOnTrail, Tampered
from yarrow.vault.models import Compartment, Grant, TrailRow
from yarrow.vault.opening import reading
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


def test_a_book_of_another_layout_is_made_anew(world, people, opened, monkeypatch):
    read(world)
    [before] = files()
    monkeypatch.setattr(books, "LAYOUT", "packed 0 backwards")
    opened.clear()
    assert read(world).values == NAMES and len(opened) == 4
    opened.clear()
    assert files() != [before] and read(world).values == NAMES and opened == []
