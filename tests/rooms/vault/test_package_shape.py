"""What leaves with a project, by declaration alone: no records, no database."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import UUID

import pytest

from tests.later.models import Poem, PoemRead
from tests.worlds import make_project
from yarrow.people.models import Alias, Apart, Consent, Merge, Paper, Person, PersonVersion, SafeguardingStep
from yarrow.people.sheets import FIELD_LABELS
from yarrow.surveys.models import Response, SurveyLink
from yarrow.vault import datapackage, leaving, telling
from yarrow.vault.belonging import belongings, declared, subject_models
from yarrow.vault.fields import SealedField, SealedFile
from yarrow.vault.privacy import declaration

AT = datetime(2026, 3, 14, 21, 30, tzinfo=UTC)
PROJECT = SimpleNamespace(id=UUID(int=1), code="small", name="Small")
NEWER = (Apart, Consent, Merge, PersonVersion, SafeguardingStep)
ALL = ("identity", "notes")


def table(model, compartments=()):
    return next(each for each in leaving.tables(compartments) if each.model is model)


def names(model, compartments=()):
    return {column.name for column in table(model, compartments).columns}


@pytest.mark.parametrize("model", NEWER)
def test_newer_drawers_leave_with_the_project(model):
    assert table(model).lookup == "project_id" and table(model).name == model._meta.label_lower


@pytest.mark.parametrize("compartments", [(), ("identity",), ("notes",), ALL])
def test_every_column_leaves_or_is_named_as_closed(compartments):
    for each in leaving.tables(compartments):
        fields = {field.name for field in each.model._meta.concrete_fields if field.attname != "project_id"}
        told = {column.field.name for column in each.columns}
        assert told | set(each.closed) == fields and not told & set(each.closed), each.name


@pytest.mark.parametrize("compartments", [(), ("identity",), ("notes",), ALL])
def test_sealed_columns_are_open_in_the_compartments_asked_for_alone(compartments):
    for each in leaving.tables(compartments):
        opened = {column.field.compartment for column in each.columns if column.kind == "sealed"}
        assert opened <= set(compartments), each.name
        shut = [each.model._meta.get_field(name) for name in each.closed]
        kept_back = [field for field in shut if getattr(field, "compartment", "") in compartments]
        meant = telling.of(each.model).kept_back
        assert all(isinstance(field, SealedFile) or field.name in meant for field in kept_back), each.name


@pytest.mark.parametrize("compartments", [(), ALL])
def test_envelope_of_a_row_stays_with_its_key_and_says_so(compartments):
    assert table(Response, compartments).closed == ("envelope",)
    why = datapackage.why_closed(table(Response, compartments), "envelope")
    assert why.startswith("what people wrote is sealed to a key that stays")
    assert {"choices", "received_on"} <= names(Response, compartments)
    assert SurveyLink not in {each.model for each in leaving.tables(compartments)}


def test_a_file_leaves_only_when_its_room_says_so_and_says_why_not(monkeypatch):
    assert table(Paper, ALL).closed == ("original",) and "picture" in names(Paper, ALL)
    assert datapackage.why_closed(table(Paper, ALL), "original").startswith("The photo as it came")
    monkeypatch.setitem(telling._told, Paper, replace(telling._told[Paper], files={}))
    assert table(Paper, ALL).closed == ("original", "picture")
    assert datapackage.why_closed(table(Paper), "title") == "sealed, and not asked to be opened"


def test_step_of_the_young_opens_what_was_told_without_the_note():
    assert {"told", "next_step"} <= names(SafeguardingStep, ["identity"])
    assert table(SafeguardingStep, ["identity"]).closed == ("note",)
    assert set(table(SafeguardingStep).closed) == {"told", "next_step", "note"}
    assert table(SafeguardingStep, ALL).closed == ()


def test_nothing_of_keys_and_sessions_leaves():
    labels = {each.name for each in leaving.tables(ALL)}
    assert not [label for label in labels if label.startswith(("vault.", "auth.", "sessions."))]
    assert "staff.worker" not in labels and "contacts.importsecret" not in labels


def test_what_stays_says_why():
    assert leaving.stays() and all(why.strip() for _table, why in leaving.stays())
    written = list(datapackage.left_out(leaving.tables(())))
    assert all(why for _table, _field, why in written)
    assert ["people.consent", "witness", "sealed, and not asked to be opened"] in written
    assert ["people.consent", "witness"] not in [row[:2] for row in datapackage.left_out(leaving.tables(ALL))]


def test_workers_are_personal_columns_that_point_to_no_table():
    """Their ids are all that leaves of them."""
    columns = {column.name: column for column in table(Consent).columns}
    assert columns["recorded_by"].kind == "personal" and columns["recorded_by"].to is None
    assert columns["person_id"].to is Person and columns["person_id"].kind == "plain"
    assert {column.name: column.to for column in table(Merge).columns}["came_id"] is Person


def test_package_names_every_file_once_and_every_field_as_written():
    package = datapackage.package(PROJECT, AT, leaving.tables(ALL))
    paths = [one["path"] for one in package["resources"]]
    assert len(paths) == len(set(paths)) and package["created"] == "2026-03-14T21:30:00+00:00"
    consent = next(one for one in package["resources"] if one["name"] == "people.consent")
    fields = {one["name"]: one for one in consent["schema"]["fields"]}
    assert (fields["said_on"]["type"], fields["added_at"]["type"]) == ("date", "datetime")
    assert (
        fields["id"]["format"] == fields["person_id"]["format"] == fields["recorded_by"]["format"] == "uuid"
    )
    assert fields["witness"]["description"] == "class: sealed"
    assert json.loads(json.dumps(package)) == package


def test_sealed_day_is_text_to_a_program():
    """It stands as ISO text, and says no more of its type than that."""
    born = next(column for column in table(Person, ALL).columns if column.name == "born_on")
    assert isinstance(born.field, SealedField) and datapackage.type_of(born) == "string"
    assert datapackage.says(table(Person, ALL), born) == str(FIELD_LABELS["born_on"])


@pytest.mark.django_db
def test_codes_of_a_room_that_told_them_have_words():
    project = make_project().project
    rows = {(row[0], row[1], row[2]): row[3] for row in datapackage.codes(project, [table(Consent)])}
    assert rows[("people.consent", "act", "given")] == "Given"
    assert all(rows.values())


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None),
        (0, 0),
        ("", ""),
        (True, "true"),
        (False, "false"),
        (date(2026, 3, 14), "2026-03-14"),
        (AT, "2026-03-14T21:30:00+00:00"),
        (UUID(int=7), str(UUID(int=7))),
        (["identity", "ways"], '["identity", "ways"]'),
        ([], "[]"),
        ({"called": [None, "Zoë"]}, '{"called": [null, "Zoë"]}'),
        ("=cmd()", "=cmd()"),
    ],
)
def test_written_keeps_nothing_and_zero_apart(value, cell):
    found = datapackage.written(value)
    assert found == cell and type(found) is type(cell)


def test_declared_models_are_each_reached_from_a_subject_or_their_project():
    reached = {each.model for subject in subject_models() for each in belongings(subject)}
    for model in (*NEWER, Alias, Poem, PoemRead):
        assert model in reached and model in declared(), model


def test_rows_between_two_people_go_with_either_of_them():
    lookups = {each.model: each.lookups for each in belongings(Person)}
    assert lookups[Merge] == ("into", "came") and lookups[Apart] == ("person", "other")
    assert lookups[Person] == ("pk",) and belongings(Person)[-1].n_steps == 0


def test_telling_of_a_room_that_said_nothing_hides_inner_numbers():
    told = telling.of(Poem)
    assert set(told.left_out) == {"id", "project", "person"} and set(told.fields) == {"words", "came_on"}
    assert told.part == "more" and told.label == "Poems"


@pytest.mark.parametrize("model", [Apart, Merge])
def test_telling_of_rows_between_two_people_leaves_the_other_one_out(model):
    """A reader of the copy learns nothing of whom they were taken for."""
    told = telling.of(model)
    others = {"other", "facts"} if model is Apart else {"came", "into", "moved", "made"}
    assert others <= set(told.left_out) and not others & set(told.fields)
    assert telling.is_whole(model) and all(str(why) for why in told.left_out.values())


def test_telling_that_leaves_out_without_a_reason_is_not_whole(monkeypatch):
    found = telling.of(Alias)
    silent = replace(found, left_out={**found.left_out, "kind": ""}, fields={"name": "Name"})
    monkeypatch.setattr(telling, "of", lambda model: silent)
    assert not telling.is_whole(Alias)


def test_every_part_that_a_telling_names_has_a_heading():
    parts = {telling.of(model).part for model in declared()}
    assert parts <= set(telling.PARTS)


@pytest.mark.parametrize("model", [*NEWER, Person])
def test_every_telling_names_only_fields_that_there_are(model):
    there = {field.name for field in model._meta.concrete_fields}
    told = telling.of(model)
    assert set(told.fields) | set(told.left_out) | set(told.values) <= there
    assert not set(told.fields) & set(told.left_out)
    assert set(declaration(model).sealed) <= there
