"""The stamp under which names are kept changes with whatever a search reads of a project, whoever writes it."""

from datetime import date

import pytest
from django.db import connection, transaction

from yarrow.people import actions, name_book, queries
from yarrow.people.models import Alias, Naming, Person
from yarrow.people.name_book import NameBook
from yarrow.people.naming import NAMING
from yarrow.vault import books, keyring, ledgers
from yarrow.vault.errors import Tampered
from yarrow.vault.opening import reading


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path, monkeypatch):
    """Keys and books of this test's own, and a book however few names there are."""
    keyring.close()
    settings.HOME, settings.KEYRING = tmp_path, tmp_path / "keyring.sqlite3"
    settings.ANCHORS = tmp_path / "anchors.jsonl"
    monkeypatch.setattr(books, "FEWEST", 1)
    yield
    keyring.close()


@pytest.fixture
def kim(project, by, at):
    person = actions.add_person(project=project, by=by, at=at, called="Kim")
    actions.add_alias(person=person, kind="nickname", name="Zed", project=project, by=by, at=at)
    return person


def stamp(project):
    return Naming.objects.get(project=project).stamp


def found(by, project, typed):
    return [one.called for one in queries.find_people(by, project, typed)]


def another(kim):
    actions_like = {"project": kim.project, "code": "Z9-ZZZZ", "first_met_on": date(2026, 3, 6)}
    Person.objects.create(**actions_like, created_by=kim.created_by, created_at=kim.created_at)


@pytest.mark.parametrize(
    "write",
    [
        another,
        lambda kim: Person.objects.filter(pk=kim.pk).update(called=None),
        lambda kim: Person.objects.filter(pk=kim.pk).update(full_name=kim.called),
        lambda kim: Person.objects.filter(pk=kim.pk).update(code="Z9-ZZZZ"),
        lambda kim: Person.objects.filter(pk=kim.pk).update(merged_into=kim.pk),
        lambda kim: Person.objects.filter(pk=kim.pk).update(erased_at=kim.created_at),
        lambda kim: Alias.objects.update(name=kim.called),
        lambda kim: Alias.objects.update(kind="external"),
        lambda kim: Alias.objects.all().delete(),
        lambda kim: Alias.objects.create(
            project=kim.project, person=kim, kind="nickname", added_at=kim.created_at
        ),
    ],
)
def test_naming_changes_with_what_a_search_reads(project, kim, write):
    before = stamp(project)
    write(Person.objects.get(pk=kim.pk))
    assert stamp(project) != before


def test_naming_stays_while_nothing_of_it_changes(project, kim):
    before = stamp(project)
    Person.objects.filter(pk=kim.pk).update(first_met_on=date(2026, 3, 6), code=kim.code, version=9)
    Alias.objects.update(ended_on=date(2026, 3, 6))
    assert stamp(project) == before


def test_naming_of_another_project_stays(world, project, kim, by, at):
    with world.other.inside():
        person = actions.add_person(
            project=world.other.project, by=world.other.worker("manager"), at=at, called="Lee"
        )
        before = stamp(person.project)
    actions.add_person(project=project, by=by, at=at, called="Joe")
    with world.other.inside():
        assert stamp(person.project) == before


def test_stamp_that_was_rolled_back_never_comes_again(project, kim):
    seen = {stamp(project)}
    for _ in range(2):
        with transaction.atomic():
            Person.objects.filter(pk=kim.pk).update(code="Z9-ZZZZ")
            seen.add(stamp(project))
            transaction.set_rollback(True)
    Person.objects.filter(pk=kim.pk).update(code="Z9-ZZZZ")
    assert len(seen | {stamp(project)}) == 4


def test_names_are_read_again_only_when_they_changed(project, by, at, kim, monkeypatch):
    assert found(by, project, "Zed") == ["Kim"]
    reads = []
    monkeypatch.setattr(name_book, "_rows_of", lambda *given: reads.append(given) or rows_of(*given))
    assert found(by, project, "Zed") == found(by, project, "kim") == ["Kim"]
    assert found(by, project, kim.code) == ["Kim"]
    assert not reads
    actions.add_alias(person=kim, kind="nickname", name="Marian", project=project, by=by, at=at)
    assert found(by, project, "Marian") == found(by, project, "Zed") == ["Kim"]
    assert len(reads) == 1


rows_of = name_book._rows_of


def test_search_that_a_name_overtook_keeps_nothing_too_old(project, by, at, kim):
    overtaken = NameBook(by, project)
    actions.add_alias(person=kim, kind="nickname", name="Marian", project=project, by=by, at=at)
    with reading(by, project.id, act="people.find_people") as page:
        overtaken.opened(page)
    assert found(by, project, "Marian") == ["Kim"]
    Alias.objects.all().delete()
    assert found(by, project, "Marian") == []


def test_name_moved_to_another_row_opens_nowhere_though_a_book_was_kept(project, by, at, kim):
    other = actions.add_person(project=project, by=by, at=at, called="Joe")
    assert found(by, project, "Joe") == ["Joe"]
    Person.objects.filter(pk=kim.pk).update(called=other.called)
    with pytest.raises(Tampered):
        found(by, project, "Joe")


@pytest.mark.sqlite_only(reason="on PostgreSQL whoever searches may not take triggers away")
def test_twin_without_its_triggers_is_caught(project, by, at, kim):
    assert found(by, project, "Zed") == ["Kim"]
    NAMING.remove(connection)
    try:
        Alias.objects.all().delete()
        assert found(by, project, "Zed") == ["Kim"]
        assert ledgers.missing(connection) == set(NAMING.wanted(connection))
    finally:
        NAMING.install(connection)
