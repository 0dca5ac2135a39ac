"""A project's export of people who were merged, erased, corrected, who agreed, or who are under 18."""

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from tests.worlds import make_project
from yarrow.people import actions
from yarrow.people.models import Consent, Person
from yarrow.staff.actions.exporting import export_project
from yarrow.staff.errors import NotAllowed
from yarrow.vault.models import TrailRow

AT = datetime(2026, 3, 14, 21, 30, tzinfo=UTC)
ASKED = {"purpose": "health", "recipient": "clinic", "how": "spoken", "categories": ["health"]}


@pytest.fixture
def world(db):
    return make_project(at=datetime(2024, 1, 2, 10, 0, tzinfo=UTC))


@pytest.fixture
def given(world):
    return {"project": world.project, "by": world.worker("coordinator"), "at": AT}


@pytest.fixture
def rosa(given):
    """Sixteen, with a consent, a step and a correction."""
    rosa = actions.add_person(called="Rosa", nationality="Romanian", born_on=date(2009, 9, 9), **given)
    actions.give_consent(person=rosa, witness="Wanda Witness", **ASKED, **given)
    actions.note_safeguarding(person=rosa, told="Ruth Lead", note="An aunt", **given)
    return actions.change_person(person=rosa, version=1, nationality="Moldovan", why="wrong", **given)


@pytest.fixture
def kim(given):
    return actions.add_person(called="Kim", **given)


@pytest.fixture
def take(world):
    """take(*compartments) -> {table: its rows}, and everything as one text under ""."""

    def taken(*compartments):
        parts = export_project(
            project=world.project,
            by=world.worker("manager"),
            at=AT,
            reason="moving",
            compartments=compartments,
        )
        with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as archive:
            files = {name: archive.read(name).decode() for name in archive.namelist()}
        tables = {
            name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(text, newline="")))
            for name, text in files.items()
            if name.endswith(".csv")
        }
        return tables, "".join(files.values())

    return taken


def test_export_closed_says_that_somebody_agreed_and_not_who_heard_it(rosa, take):
    tables, everything = take()
    consent = tables["people.consent"][0]
    assert (consent["purpose"], consent["recipient"], consent["act"]) == ("health", "clinic", "given")
    assert json.loads(consent["categories"]) == ["health"] and consent["expires_on"] == ""
    for word in ("Wanda", "Ruth Lead", "An aunt", "Romanian", "Moldovan", "2009-09-09"):
        assert word not in everything, word


def test_export_opens_identity_without_the_notes_on_the_same_row(rosa, take):
    tables, everything = take("identity")
    steps = tables["people.safeguardingstep"]
    assert {step["told"] for step in steps} == {"", "Ruth Lead"} and "note" not in steps[0]
    assert json.loads(tables["people.personversion"][0]["stood"]) == {"nationality": "Romanian"}
    assert tables["people.consent"][0]["witness"] == "Wanda Witness" and "An aunt" not in everything
    assert "An aunt" in take("identity", "notes")[1]


def test_export_of_a_merged_record_opens_with_the_key_of_the_one_that_stands(rosa, kim, given, take):
    made = actions.merge_people(into=kim, came=rosa, take=["nationality"], **given)
    tables, _everything = take("identity")
    people = {row["id"]: row for row in tables["people.person"]}
    came = people[str(rosa.id)]
    assert came["called"] == "Rosa" and came["merged_into_id"] == str(kim.id)
    assert people[str(kim.id)]["nationality"] == "Moldovan"
    assert {row["person_id"] for row in tables["people.consent"]} == {str(kim.id)}
    merge = tables["people.merge"][0]
    assert (merge["id"], merge["undone_at"]) == (str(made.id), "")
    assert json.loads(merge["kept"]) == {"nationality": [None, "Moldovan"]}


def test_export_after_erasing_both_halves_of_a_merge_has_counts_alone(rosa, kim, given, take):
    was = rosa.code, kim.code
    actions.merge_people(into=kim, came=rosa, take=["nationality"], **given)
    actions.erase_person(person=kim, reason="asked", **given)
    tables, everything = take("identity", "notes")
    assert {row["called"] for row in tables["people.person"]} == {""}
    assert all(row["erased_at"] for row in tables["people.person"])
    for name in ("consent", "safeguardingstep", "personversion", "merge"):
        assert tables[f"people.{name}"] == [], name
    for word in (*was, "Rosa", "Kim", "Moldovan", "Wanda", "Ruth Lead"):
        assert word not in everything, word


def test_export_after_parting_and_erasing_one_has_no_word_of_them(rosa, kim, given, take):
    was = rosa.code
    made = actions.merge_people(into=kim, came=rosa, take=["nationality", "born_on"], **given)
    actions.part_people(merge=made, **given)
    actions.erase_person(person=Person.objects.get(pk=rosa.pk), reason="asked", **given)
    _tables, everything = take("identity", "notes")
    assert "Kim" in everything
    for word in (was, "Rosa", "Moldovan", "Romanian", "2009-09-09", "Wanda", "Ruth Lead"):
        assert word not in everything, word


def test_export_holds_no_consent_of_another_project(rosa, world, take):
    there = {"project": world.other.project, "by": world.other.worker("manager"), "at": AT}
    with world.other.inside():
        zoe = actions.add_person(called="Zoe", **there)
        actions.give_consent(person=zoe, witness="Otto Other", **ASKED, **there)
        assert Consent.objects.filter(person=zoe).count() == 1
    tables, everything = take("identity")
    assert len(tables["people.consent"]) == 1
    assert "Otto" not in everything and str(zoe.id) not in everything


@pytest.mark.parametrize("role", ["coordinator", "case_worker", "outreach"])
def test_export_refused_leaves_no_trail_row_and_no_byte(kim, world, role):
    before = TrailRow.objects.filter(act="staff.export_project").count()
    with pytest.raises(NotAllowed, match="Ask the manager"):
        export_project(project=world.project, by=world.worker(role), at=AT, reason="moving")
    assert TrailRow.objects.filter(act="staff.export_project").count() == before == 0


def test_export_command_refuses_whoever_is_no_manager_and_leaves_no_file(kim, world, tmp_path, monkeypatch):
    account, out = world.account("coordinator"), tmp_path / "out.zip"
    answers = iter([account.passphrase, account.code])
    monkeypatch.setattr("yarrow.staff.management.commands.export.getpass", lambda *_: next(answers))
    with pytest.raises(CommandError, match="Ask the manager"):
        call_command("export", project=world.project.code, out=str(out), email=account.email)
    assert not out.exists()


def test_export_command_cut_short_takes_the_half_file_away(kim, world, tmp_path, monkeypatch):
    account, out = world.account("manager"), tmp_path / "out.zip"
    answers = iter([account.passphrase, account.code])

    def cut(**_asked):
        yield b"PK half"
        raise KeyboardInterrupt

    monkeypatch.setattr("yarrow.staff.management.commands.export.getpass", lambda *_: next(answers))
    monkeypatch.setattr("yarrow.staff.management.commands.export.export_project", cut)
    with pytest.raises(KeyboardInterrupt):
        call_command("export", project=world.project.code, out=str(out), email=account.email)
    assert not out.exists()
