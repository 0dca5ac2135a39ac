"""A copy for the person: everything, in words and in open formats, and nobody else's."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime

import pytest

from tests.later.models import Line, Poem
from tests.rooms.people.test_erasing import poem_of, tell_all
from tests.worlds import check_roles
from yarrow.people import actions
from yarrow.people.copying import copy_of, files_of
from yarrow.people.models import Alias, Person
from yarrow.people.plainly import in_words
from yarrow.staff.models import Worker
from yarrow.vault import telling
from yarrow.vault.belonging import belongings
from yarrow.vault.models import TrailRow

SAID = {
    "full_name": "Kimberley Fields",
    "gender_said": "a woman, mostly",
    "appearance": "red coat",
    "nationality": "Maltese",
    "languages": ["Maltese", "English"],
    "interpreter": "sometimes",
    "trans": "no",
    "born_on": datetime(1990, 5, 4, tzinfo=UTC).date(),
}


@pytest.fixture
def whole(add, project, by, at):
    """A person about whom something stands in every drawer, and another."""
    kim = add("Kim", gender="woman", **SAID)
    for person in (kim, add("Bea", full_name="Beatrice Other")):
        tell_all(person, project, by, at)
        poem_of(person, by, at)
        worker = Worker.objects.get(id=by.id)
        actions.assign_key_worker(person=person, worker=worker, project=project, by=by, at=at)
    return kim


@pytest.fixture
def copy(whole, project, by, at):
    return copy_of(by, project, whole, "asked", at)


def zipped(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_copy_tells_every_field_of_every_model_or_says_why_not():
    models = [each.model for each in belongings(Person)]
    assert {Alias, Poem, Line} <= set(models)
    assert [model._meta.label for model in models if not telling.is_whole(model)] == []


def test_copy_of_a_room_that_forgot_a_field_tells_it_all_the_same(monkeypatch):
    short = telling.Telling(part="who", label="Names", fields={"name": "Name"})
    monkeypatch.setitem(telling._told, Alias, short)
    assert telling.is_whole(Alias) and "kind" in telling.of(Alias).fields
    monkeypatch.setattr(telling, "of", lambda model: short)
    assert not telling.is_whole(Alias)


@pytest.mark.parametrize(
    "words",
    """Kim|Kimberley Fields|red coat|Maltese|4 May 1990|Kit|beat|07700 900123|Romanian|said more|ring her sister
Condoms|Time to talk|a long poem|They asked me""".replace("\n", "|").split("|"),
)
def test_copy_says_it_in_plain_words(copy, words):
    told = [said for table in copy.tables for line in table.lines for _heading, said in line]
    assert any(words in said for said in told)


def test_copy_has_its_parts_in_reading_order(copy):
    headings = [heading for heading, _tables in copy.parts()]
    assert headings == [str(w) for part, w in telling.PARTS.items() if part != "consents"]


def test_copy_names_no_worker_and_nobody_else(copy, world, by):
    everything = b"".join(b"".join(parts) for _name, parts in files_of(copy, by)).decode()
    assert "Sam Coordinator" not in everything and "Co-ordinator" in everything
    assert str(world.account("coordinator").worker.id) not in everything
    assert "Bea" not in everything and "Beatrice" not in everything


def test_copy_points_from_what_was_given_to_the_meeting(copy):
    supplies = next(table for table in copy.tables if table.key == "contacts.contactsupply")
    assert [row["contact"][1] for row in supplies.rows] == ["1"]


def test_copy_says_what_the_keys_did_not_open(whole, world, project, at):
    copy = copy_of(world.worker("outreach"), project, whole, "asked", at)
    assert copy.closed == ["How we had written it down before: Note", "Times we met: Note"]


def test_copy_leaves_one_trail_row_with_its_reason(copy, project, whole):
    row = TrailRow.objects.get(project_id=project.id, act="people.copy_person")
    assert (row.subject, row.reason) == (whole.id, "asked")


def test_copy_page_is_read_and_the_file_is_taken_away(whole, world, project, by):
    client, address = world.client("coordinator"), project.url("people:copy_person", whole.id)
    assert "A copy for them" in client.get(address).content.decode()
    page = client.post(address, {"reason": "asked", "shape": "page"}).content.decode()
    assert "What we hold about you" in page and "Kimberley Fields" in page
    answer = client.post(address, {"reason": "asked", "shape": "file"})
    assert answer["Content-Disposition"] == 'attachment; filename="copy.zip"'
    assert answer["Cache-Control"] == "no-store"
    with zipped(answer) as archive:
        said = json.loads(archive.read("all.json"))
        names = list(csv.DictReader(io.StringIO(archive.read("people.alias.csv").decode(), newline="")))
    person = next(table for table in said["tables"] if table["name"] == "people.person")
    assert person["rows"][0]["languages"] == ["Maltese", "English"]
    assert person["left_out"]["entry_id"]
    assert [line["Name or number"] for line in names] == ["Kit"]


def test_copy_without_a_reason_is_not_made(whole, world, project):
    answer = world.client("coordinator").post(project.url("people:copy_person", whole.id), {"shape": "page"})
    assert "Kimberley" not in answer.content.decode()
    assert not TrailRow.objects.filter(act="people.copy_person").exists()


def test_copy_page_is_for_case_workers_with_the_second_factor(kim, world, project):
    address = project.url("people:copy_person", kim.id)
    check_roles(world, address, ("case_worker", "manager", "coordinator"))
    assert world.client("coordinator", stepped_up=False).get(address).status_code == 302


def test_copy_runs_in_no_spreadsheet_program(add, project, by, at):
    kim = add("=cmd()")
    files = dict(files_of(copy_of(by, project, kim, "asked", at), by))
    assert "'=cmd()" in b"".join(files["people.person.csv"]).decode()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (True, "Yes"),
        (False, "No"),
        ([], ""),
        (["a", "b"], "A, b"),
        (0, "0"),
        ("a", "A"),
        ("2026-03-14", "14 March 2026"),
        ({"kind": "van", "zone": "5ff69183-0e2b-4d67-a480-26c2d05196ea"}, "kind: van"),
    ],
    ids=["nothing", "yes", "no", "none", "several", "zero", "code", "day", "facts"],
)
def test_in_words_says_zero_and_keeps_quiet_about_nothing(value, words, project):
    assert in_words(value, {"a": "A"}, {}, project) == words
