"""`yarrow doctor`: three lines for each finding, the code of its project, and a status that programs can ask for."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from tests.worlds import make_project
from yarrow.staff.management.commands import doctor
from yarrow.vault import findings
from yarrow.vault.findings import Finding

WRONG = Finding("The lamp is out.", "It is dark.", "Light it.")
ADVICE = Finding("The lamp is old.", "It may go out.", "Buy one.", "advice")


@pytest.fixture
def finds(monkeypatch):
    def find(**found):
        monkeypatch.setattr(findings, "examine", lambda at: found)

    return find


def said(*words):
    out = io.StringIO()
    try:
        call_command("doctor", *words, stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue()
    return 0, out.getvalue()


def test_doctor_says_what_why_and_what_to_do_in_which_project(db, finds):
    world = make_project()
    finds(
        lamp=[Finding("The lamp is out.", "It is dark.", "Light it.", project_id=world.project.id)], door=[]
    )
    assert said() == (
        1,
        "! lamp: small: The lamp is out.\n    Why: It is dark.\n    Do: Light it.\n  door: well\n",
    )


@pytest.mark.parametrize(("found", "status"), [([], 0), ([ADVICE], 0), ([WRONG], 1), ([ADVICE, WRONG], 1)])
def test_doctor_ends_with_status_1_only_for_what_is_wrong(db, finds, found, status):
    finds(lamp=found)
    assert said()[0] == said("--json")[0] == status


def test_doctor_as_json_says_the_same(db, finds):
    finds(lamp=[ADVICE], door=[])
    assert json.loads(said("--json")[1]) == {
        "lamp": [
            {
                "what": "The lamp is old.",
                "why": "It may go out.",
                "todo": "Buy one.",
                "weight": "advice",
                "project_id": None,
            }
        ],
        "door": [],
    }


def test_doctor_without_records_still_tells_what_it_found(finds, monkeypatch):
    def broken():
        raise DatabaseError("no such host")

    monkeypatch.setattr(doctor.queries, "project_codes", broken)
    finds(records=[WRONG])
    assert said()[0] == 1


def test_doctor_looks_at_everything_there_is(db):
    make_project()
    told = json.loads(said("--json")[1])
    assert set(told) >= {
        *("versions", "files", "disk", "swap", "memory", "core dumps", "clock", "start", "records"),
        *("keys and trail", "jobs", "backups", "copies elsewhere", "names and proxy", "static files"),
    }
    broken = [each for those in told.values() for each in those if "could not be looked at" in each["what"]]
    assert broken == []
