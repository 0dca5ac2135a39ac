"""A search with its book answers what it answers without, and what scoring every name answers, whatever was done."""

import random

import pytest
from django.utils import timezone

from yarrow.people import actions, codes, queries, searching
from yarrow.people.models import Alias, Merge, Person
from yarrow.vault import books, keyring
from yarrow.vault.errors import Erased
from yarrow.vault.models import TrailRow
from yarrow.vault.sealing_model import SealedColumn

NAMES = [
    "Marion",
    "Marian Fletcher",
    "Kim",
    "Kymberley",
    "Zoë",
    "Ana Maria",
    "Anamaria",
    "Joe",
    "Chloe Quint",
]
NUMBERS = ["NHS 943-476", "943 477", "A-12"]
TYPED = [
    "Marion",
    "marian f",
    "kim",
    "Zoe",
    "anamaria",
    "Ana",
    "943 476",
    "fletcher marion",
    "cloe",
    "K",
    "nhs",
]


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    """Keys and books of this test's own."""
    keyring.close()
    settings.HOME, settings.KEYRING = tmp_path, tmp_path / "keyring.sqlite3"
    settings.ANCHORS = tmp_path / "anchors.jsonl"
    yield
    keyring.close()


@pytest.fixture
def with_book(monkeypatch):
    """Say whether searches use a book."""
    return lambda does: monkeypatch.setattr(books, "FEWEST", 1 if does else 1_000_000)


def told(found):
    return [(one.person.id, one.called, one.by, one.score) for one in found]


def opened(row, path, by):
    try:
        return row.sealed.open_unrecorded(path, by.unlocked)
    except Erased:
        return None


def by_scoring_all(by, project, typed):
    """The answer as it was found before there were books and indexes: everybody is looked at."""
    search, everyone = searching.Search(typed), Person.objects.in_project(project)
    for person in everyone.known():
        search.look_at_code(person.id, person.code)
        for kind in ("called", "full_name"):
            name = opened(person, f"identity.{kind}", by)
            search.look_at(person.id, kind, name) if name else None
    for person in everyone.exclude(merged_into=None):
        search.look_at_code(person.merged_into_id, person.code)
    for alias in Alias.objects.filter(project=project).select_related("person"):
        name = opened(alias, "identity.name", by)
        search.look_at(alias.person_id, alias.kind, name) if name else None
    rows = everyone.in_bulk()
    return [
        (fit.person_id, opened(rows[fit.person_id], "identity.called", by), fit.by, fit.score)
        for fit in search.best(queries.MOST_FOUND)
    ]


class Town:
    """What happens to the people of a project, drawn by a seed."""

    def __init__(self, seed, given):
        self.draw, self.given = random.Random(seed), given

    def one(self, rows):
        listed = list(rows.order_by("created_at", "code"))
        return self.draw.choice(listed) if listed else None

    def known(self):
        return Person.objects.in_project(self.given["project"]).known()

    def add(self):
        full = self.draw.choice([None, *NAMES])
        actions.add_person(
            called=self.draw.choice(NAMES), full_name=full, code=codes.draw(4, self.draw.choice), **self.given
        )

    def rename(self):
        if person := self.one(self.known()):
            said = {self.draw.choice(["called", "full_name"]): self.draw.choice([None, *NAMES])}
            actions.change_person(person=person, version=person.version, **said, **self.given)

    def alias(self):
        if person := self.one(self.known()):
            kind = self.draw.choice(["nickname", "external"])
            name = self.draw.choice(NUMBERS if kind == "external" else NAMES)
            actions.add_alias(person=person, kind=kind, name=name, **self.given)

    def merge(self):
        into, came = self.one(self.known()), self.one(self.known())
        if into and into != came:
            take = self.draw.choice([(), ("called",)])
            actions.merge_people(into=into, came=came, take=take, **self.given)

    def part(self):
        standing = Merge.objects.filter(undone_at=None, came__erased_at=None, into__merged_into=None)
        if merge := standing.order_by("-merged_at").first():
            actions.part_people(merge=merge, **self.given)

    def erase(self):
        if person := self.one(self.known()):
            actions.erase_person(person=person, reason="asked", **self.given)

    def step(self):
        weights = {"add": 5, "rename": 4, "alias": 4, "merge": 2, "part": 1, "erase": 1}
        name = self.draw.choices(list(weights), list(weights.values()))[0]
        getattr(self, name)()
        return name


@pytest.mark.parametrize("seed", [1, 2])
def test_answers_are_the_same_with_and_without_a_book_whatever_was_done(
    world, project, given, with_book, seed, django_capture_on_commit_callbacks
):
    town, steps = Town(seed, given), []
    for _ in range(30):
        with django_capture_on_commit_callbacks(execute=True):
            steps.append(town.step())
        fresh, typed = world.worker("outreach"), town.draw.choice(TYPED)
        with_book(True)
        answers = [told(queries.find_people(fresh, project, typed)) for _ in range(2)]
        with_book(False)
        answers.append(told(queries.find_people(world.worker("outreach"), project, typed)))
        assert answers == [by_scoring_all(world.worker("outreach"), project, typed)] * 3, (steps, typed)
    assert {"add", "rename", "alias", "merge", "erase"} <= set(steps)


@pytest.mark.parametrize("n", [1, 2])
def test_trail_row_is_the_same_from_a_book(world, project, given, add, with_book, n):
    for name in NAMES[:n]:
        add(name)
    actions.add_alias(person=add(None), kind="nickname", name="Roxie", **given)
    for does in (False, True, True):
        with_book(does)
        queries.find_people(world.worker("outreach"), project, "Marion")
    rows = TrailRow.objects.filter(act="people.find_people").values_list("fields", "reason", "subject")
    assert len(rows) == 3 and len({str(row) for row in rows}) == 1


def test_a_warm_book_opens_no_name_and_asks_no_more_of_the_records(
    world, project, add, with_book, monkeypatch
):
    for name in NAMES:
        add(name)
    with_book(True)
    by = world.worker("outreach")
    first = told(queries.find_people(by, project, "Marion"))
    monkeypatch.setattr(SealedColumn, "open_unrecorded", None)
    monkeypatch.setattr(keyring, "find", None)
    fresh = world.worker("outreach")
    assert told(queries.find_people(fresh, project, "Marion")) == first != []


def test_codes_are_found_from_a_book_and_so_are_those_that_were_merged(project, by, given, add, with_book):
    with_book(True)
    kim, again = add("Kim"), add("Kym")
    actions.merge_people(into=kim, came=again, take=(), **given)
    for code in (kim.code, again.code):
        assert queries.find_people(by, project, code)[0].person == kim
        assert queries.find_people(by, project, code[:4])[0].person == kim


def test_two_letters_typed_meet_people_without_a_name(project, by, add, with_book):
    add(None)
    al = add("Al")
    for does in (False, True):
        with_book(does)
        assert [one.person for one in queries.find_people(by, project, "Al")] == [al]


@pytest.mark.parametrize("does", [False, True])
def test_who_is_found_by_another_name_is_shown_as_they_are_called(project, by, given, add, with_book, does):
    with_book(does)
    kim, nameless, other = add("Kim"), add(None), add("Ana Maria")
    actions.add_alias(person=kim, kind="nickname", name="Roxie", **given)
    actions.add_alias(person=nameless, kind="nickname", name="Roxy", **given)
    actions.add_alias(person=other, kind="external", name="NHS 943-476", **given)
    for typed, wanted in (
        ("Roxie", [(kim, "Kim", "other name"), (nameless, None, "other name")]),
        ("943 476", [(other, "Ana Maria", "number elsewhere")]),
        ("Anamaria", [(other, "Ana Maria", "name")]),
        ("kim", [(kim, "Kim", "name")]),
    ):
        for _ in range(2):
            found = queries.find_people(by, project, typed)
            assert [(one.person, one.called, one.by) for one in found] == wanted, typed


def test_rows_of_another_project_are_shown_to_nobody(world, project, add):
    """A book's ids are its project's own; were one of them another's, its row would still be left out."""
    kim, other = add("Kim"), world.other
    with other.inside():
        theirs = {"project": other.project, "by": other.worker("coordinator"), "at": timezone.now()}
        stranger = actions.add_person(called="Stranger", **theirs)
    assert queries._shown(project, [kim.pk, stranger.pk]) == {kim.pk: kim}
    assert queries._shown(project, []) == {}
