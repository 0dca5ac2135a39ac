"""`yarrow import`: a dry run that needs nothing but the file, and a real run that asks who."""

import importlib
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.rooms.contacts.importing.conftest import FOLDER
from tests.worlds import PASSPHRASE
from yarrow.contacts.models import Contact

TRUTH = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))


def dry(path: Path, **options: object) -> tuple[dict[str, object], str]:
    out, err = io.StringIO(), io.StringIO()
    call_command(
        "import", str(path), project="small", dry_run=True, json=True, stdout=out, stderr=err, **options
    )
    return json.loads(out.getvalue()), err.getvalue()


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_dry_run_comes_to_the_truth(name: str) -> None:
    said, progress = dry(FOLDER / name)
    assert {key: said[key] for key in TRUTH[name]} == TRUTH[name]
    assert all(set(entry) == {"sheet", "row", "reason"} for entry in said["not_taken"])
    assert " of " in progress


@pytest.mark.parametrize(
    ("chosen", "n", "way"),
    [({}, 3, "counted as present"), ({"absence_words": "absent"}, 1, "read as absent, as was chosen")],
)
def test_dry_run_says_how_words_of_absence_were_counted(tmp_path: Path, chosen, n: int, way: str) -> None:
    file = tmp_path / "register.csv"
    file.write_text("Name,2/1/2024,9/1/2024\nMo,x,n\nJo,0,-\n", encoding="utf-8")
    said, _ = dry(file, **chosen)
    assert said["attendances"] == n
    assert ["2 marks say" in sentence and way in sentence for sentence in said["warnings"]] == [True]


def test_dry_run_needs_no_database_and_no_sign_in(tmp_path: Path) -> None:
    environment = {
        "YARROW_HOME": str(tmp_path),
        "YARROW_DATABASE": "",
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": "src",
    }
    done = subprocess.run(
        [sys.executable, "-m", "yarrow.site.command", "import", str(FOLDER / "outreach_log.csv"), "--project", "small", "--dry-run", "--json"],  # noqa: E501
        capture_output=True, text=True, env=environment, check=True, cwd=Path(__file__).parents[4],
    )  # fmt: skip
    assert done.stdout.count("\n") == 1
    assert json.loads(done.stdout)["named"] == 262
    assert not (tmp_path / "db.sqlite3").exists()


def test_refused_file_says_why(tmp_path: Path) -> None:
    file = tmp_path / "old.xls"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(CommandError, match="old Excel file"):
        dry(file)
    with pytest.raises(CommandError, match="can't be read"):
        dry(tmp_path / "nowhere.csv")


def test_real_run_asks_who_and_adds(world, monkeypatch: pytest.MonkeyPatch) -> None:
    account = world.account("coordinator")
    answers = {"Passphrase: ": PASSPHRASE, "Code: ": account.code}
    module = importlib.import_module("yarrow.contacts.management.commands.import")
    monkeypatch.setattr(module, "getpass", lambda words, _stream: answers[words])
    out = io.StringIO()
    call_command(
        "import",
        str(FOLDER / "dropin_register.xlsx"),
        project="small",
        email=account.email,
        stdout=out,
        stderr=io.StringIO(),
    )
    said = json.loads(out.getvalue())
    assert (said["attendances"], said["added_contacts"], said["added_people"]) == (304, 304, 42)
    assert Contact.objects.of(world.project).count() == 304


def test_real_run_with_a_wrong_code_adds_nothing(world, monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("yarrow.contacts.management.commands.import")
    monkeypatch.setattr(module, "getpass", lambda *_: "wrong")
    with pytest.raises(CommandError, match="do not belong together"):
        call_command(
            "import",
            str(FOLDER / "dropin_register.xlsx"),
            project="small",
            email="coordinator@small.example",
            stdout=io.StringIO(),
        )
    assert not Contact.objects.exists()
