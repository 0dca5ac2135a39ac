"""Everything of a project in one file: whole, described, closed unless opened, countable with a CSV reader."""

import csv
import io
import json
import tracemalloc
import zipfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from tests.rooms.people.test_erasing import PERIOD, tell_all
from tests.worlds import check_roles, make_project
from yarrow.contacts import actions as contacts
from yarrow.contacts.models import Contact
from yarrow.evaluation.activity import Asked, table_of
from yarrow.people.actions import add_person
from yarrow.staff.actions.exporting import export_project
from yarrow.staff.errors import NotAllowed
from yarrow.vault import errors, leaving
from yarrow.vault.models import TrailRow

AT = datetime(2026, 3, 14, 21, 30, tzinfo=UTC)


@pytest.fixture
def world(db):
    return make_project(at=datetime(2024, 1, 2, 10, 0, tzinfo=UTC))


@pytest.fixture
def filled(world):
    """Two known people, four who are not, an earlier month, a removed contact, and another project's person."""
    by = world.worker("coordinator")
    given = {"project": world.project, "by": by, "at": AT}
    kim, bea = (
        add_person(**given, called=name, gender="woman", full_name=f"{name} Fields")
        for name in ("=Kim", "Bea")
    )
    tell_all(kim, world.project, by, AT)
    for day, told in (
        (AT - timedelta(days=40), {"person": bea}),
        (AT, {"person": bea, "supplies": {"condoms": 3, "lube": 1}, "done": ["listening"]}),
        (AT, {"n_people": 4, "gender_seen": "woman", "supplies": {"condoms": 8}, "done": ["listening"]}),
    ):
        contacts.record_contact(**given, entry_id=uuid4(), kind="phone", happened_on=day.date(), **told)
    gone = contacts.record_contact(**given, entry_id=uuid4(), kind="phone", person=kim, happened_on=AT.date())
    contacts.void_contact(**given, contact=gone, version=gone.version, reason="mistake")
    elsewhere = world.other
    with elsewhere.inside():
        add_person(project=elsewhere.project, by=elsewhere.worker("manager"), at=AT, called="Elsewhere")
    return world


def taken(world, compartments=(), told=lambda *_: None):
    """{file name: text} of an export by the manager."""
    parts = export_project(
        project=world.project,
        by=world.worker("manager"),
        at=AT,
        reason="moving",
        compartments=compartments,
        told=told,
    )
    with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def rows(files, table):
    return list(csv.DictReader(io.StringIO(files[f"{table}.csv"], newline="")))


def test_export_project_can_be_counted_with_a_csv_reader_alone(filled):
    files, total = taken(filled), table_of(filled.project, Asked(PERIOD), PERIOD.to_on).total
    standing = [row for row in rows(files, "contacts.contact") if row["state"] == "stands"]
    firsts = {}
    for row in sorted(standing, key=lambda row: row["happened_on"]):
        firsts.setdefault(row["person_id"], row["happened_on"])
    met = {row["id"]: row for row in standing if "2026-03-01" <= row["happened_on"] <= "2026-03-31"}
    known = {row["person_id"] for row in met.values() if row["person_id"]}
    assert sum(int(row["n_people"]) for row in met.values()) == total.n_contacts == 6
    assert len(known) == total.n_people == 2
    assert sum(firsts[person] >= "2026-03-01" for person in known) == total.n_new == 1
    assert sum(int(row["n_people"]) for row in met.values() if not row["person_id"]) == total.n_unnamed == 4
    given, done = Counter(), Counter()
    for row in rows(files, "contacts.contactsupply"):
        given[row["kind"]] += int(row["n"]) if row["contact_id"] in met else 0
    for row in rows(files, "contacts.contactdone"):
        done[row["kind"]] += int(met[row["contact_id"]]["n_people"]) if row["contact_id"] in met else 0
    assert dict(given) == dict(total.given) and dict(done) == dict(total.done)


def test_export_project_stays_closed_and_says_so(filled):
    files = taken(filled)
    everything = "".join(files.values())
    assert "Fields" not in everything and "said more" not in everything and "Romanian" not in everything
    closed = {(row["table"], row["field"]) for row in rows(files, "left-out")}
    assert {
        ("people.person", "called"),
        ("contacts.contact", "note"),
        ("contacts.importsecret", ""),
    } <= closed


def test_export_project_opens_only_what_was_asked_for(filled):
    files = taken(filled, ["identity"])
    called = {row["called"] for row in rows(files, "people.person")}
    assert called == {"'=Kim", "Bea"}
    assert "note" not in rows(files, "contacts.contact")[0] and "said more" not in "".join(files.values())
    assert "said more" in "".join(taken(filled, ["identity", "notes"]).values())


def test_export_project_holds_nothing_of_another_project_and_no_key(filled):
    everything = "".join(taken(filled, ["identity", "notes"]).values())
    assert "Elsewhere" not in everything and str(filled.other.project.id) not in everything
    assert "vault." not in everything and "Sam Coordinator" not in everything
    assert filled.account("coordinator").email not in everything


def test_export_project_package_describes_every_column_of_every_file(filled):
    files = taken(filled, ["identity"])
    package = json.loads(files["datapackage.json"])
    listed = {resource["path"] for resource in package["resources"]}
    assert listed == set(files) - {"datapackage.json", "codebook.csv", "codes.csv", "left-out.csv"}
    names = {resource["name"] for resource in package["resources"]}
    for resource in package["resources"]:
        header = next(csv.reader(io.StringIO(files[resource["path"]])))
        schema = resource["schema"]
        assert [one["name"] for one in schema["fields"]] == header and schema["missingValues"] == [""]
        assert {key["reference"]["resource"] for key in schema["foreignKeys"]} <= names
        assert schema["primaryKey"] in header and resource["description"]


def test_export_project_foreign_keys_lead_to_rows_of_the_file(filled):
    files = taken(filled)
    for resource in json.loads(files["datapackage.json"])["resources"]:
        for key in resource["schema"]["foreignKeys"]:
            targets = {row["id"] for row in rows(files, key["reference"]["resource"])}
            held = {row[key["fields"]] for row in rows(files, resource["name"])} - {""}
            assert held <= targets, (resource["name"], key)


def test_export_project_codebook_says_every_field_and_every_code(filled):
    files = taken(filled, ["identity"])
    book = {(row["table"], row["field"]): row for row in rows(files, "codebook")}
    for resource in json.loads(files["datapackage.json"])["resources"]:
        for one in resource["schema"]["fields"]:
            line = book[(resource["name"], one["name"])]
            assert line["says"] and line["class"] in ("plain", "personal", "sealed")
    assert "street = Street outreach" in book[("contacts.contact", "kind")]["codes"]
    said = {(row["table"], row["field"], row["code"]): row["says"] for row in rows(files, "codes")}
    assert said[("people.person", "gender", "woman")] == "Woman"
    assert book[("people.keyworker", "worker_id")]["class"] == "personal"


def test_export_project_is_noted_before_its_first_byte(filled):
    parts = export_project(
        project=filled.project, by=filled.worker("manager"), at=AT, reason="ending", compartments=["identity"]
    )
    row = TrailRow.objects.get(project_id=filled.project.id, act="staff.export_project")
    assert (row.reason, row.fields) == ("ending", ["identity"])
    opened = TrailRow.objects.filter(project_id=filled.project.id, act="vault.export_rows")
    assert not opened.exists() and b"".join(parts)
    assert opened.count() >= 3 and all(row.reason.startswith("rows: ") for row in opened)


def test_export_project_is_the_managers_and_opens_only_held_keys(filled):
    for role in ("coordinator", "evaluator", "administrator"):
        with pytest.raises(NotAllowed):
            export_project(project=filled.project, by=filled.worker(role), at=AT, reason="moving")
    with pytest.raises(errors.NoGrant):
        taken(filled, ["isva"])


def test_export_project_reads_in_batches(filled, monkeypatch):
    """Many rows, few in memory: what is held at once does not grow with the table."""
    pattern = Contact.objects.filter(person=None).first()
    told = {"project": filled.project, "kind": "phone", "happened_on": AT.date(), "recorded_at": AT}
    Contact.objects.bulk_create(
        Contact(entry_id=uuid4(), recorded_by=pattern.recorded_by, **told) for _ in range(3000)
    )
    monkeypatch.setattr(leaving, "AT_ONCE", 100)
    table = next(each for each in leaving.tables(()) if each.model is Contact)
    tracemalloc.start()
    n = sum(1 for _ in leaving.values(table, filled.project.id, filled.worker("manager")))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert n == leaving.count(table, filled.project.id) == 3005 and most < 3_000_000


def test_export_page_sends_the_file_and_asks_for_the_second_factor(filled):
    address = filled.project.url("staff:export_project")
    client = filled.client("manager")
    assert "Take everything along" in client.get(address).content.decode()
    answer = client.post(address, {"reason": "moving", "compartments": ["identity"]})
    assert answer["Content-Disposition"] == 'attachment; filename="records.zip"'
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert "Bea Fields" in archive.read("people.person.csv").decode()
    check_roles(filled, address, ("manager",))
    assert filled.client("manager", stepped_up=False).get(address).status_code == 302


def test_export_command_asks_who_it_is_and_writes_for_them_alone(filled, tmp_path, monkeypatch):
    account, out = filled.account("manager"), tmp_path / "out.zip"
    answers = iter([account.passphrase, account.code])
    monkeypatch.setattr("yarrow.staff.management.commands.export.getpass", lambda *_: next(answers))
    said, told = io.StringIO(), io.StringIO()
    asked = {"project": filled.project.code, "out": str(out), "email": account.email}
    call_command("export", **asked, stdout=said, stderr=told)
    assert out.stat().st_mode & 0o777 == 0o600 and str(out) in said.getvalue()
    assert "contacts.contact: 5 of 5" in told.getvalue()
    assert zipfile.ZipFile(out).testzip() is None
    answers = iter(["wrong words altogether here", account.code])
    with pytest.raises(CommandError):
        call_command("export", **{**asked, "out": str(tmp_path / "no.zip")}, stderr=io.StringIO())
    assert not (tmp_path / "no.zip").exists()


def test_export_command_writes_over_nothing(filled, tmp_path, monkeypatch):
    account, out = filled.account("manager"), tmp_path / "out.zip"
    out.write_text("mine")
    answers = iter([account.passphrase, account.code])
    monkeypatch.setattr("yarrow.staff.management.commands.export.getpass", lambda *_: next(answers))
    with pytest.raises(CommandError, match="can't be written"):
        call_command("export", project=filled.project.code, out=str(out), email=account.email)
    assert out.read_text() == "mine"
