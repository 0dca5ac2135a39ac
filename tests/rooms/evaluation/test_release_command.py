"""`yarrow release activity`: asks who, proposes, publishes when told to, and writes what the page would."""

import importlib
import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.rooms.evaluation.crowd import fill
from tests.worlds import PASSPHRASE
from yarrow.evaluation.models import Release

pytestmark = pytest.mark.django_db
QUARTER = ("activity", "--project", "small", "--from", "2025-01-01", "--to", "2025-03-31")


@pytest.fixture
def crowd(diary):
    return fill(diary)


@pytest.fixture
def run(world, monkeypatch, capfdbinary):
    """Run the command as a worker of this role; what it wrote to stdout, and what it said."""
    module = importlib.import_module("yarrow.evaluation.management.commands.release")

    def release(*args, role="manager", passphrase=PASSPHRASE):
        account = world.account(role)
        asked = {"Passphrase: ": passphrase, "Code: ": account.code}
        monkeypatch.setattr(module, "getpass", lambda words, _stream: asked[words])
        said = io.StringIO()
        call_command("release", *args, "--email", account.email, stderr=said)
        return capfdbinary.readouterr().out, said.getvalue()

    return release


def test_release_is_proposed_and_shown(world, crowd, run):
    out, said = run(*QUARTER, "--by", "zone", "--counts", "people", "--format", "json")
    shown = json.loads(out)
    assert shown["rows"][-1][:3] == ["All", 25, 15] and shown["marked"].startswith(
        "Proposed, not for sharing"
    )
    assert "Release 1 is Proposed." in said and Release.objects.get().is_proposed


def test_release_is_published_into_a_file(world, crowd, run, tmp_path):
    file = tmp_path / "return.pdf"
    out, said = run(*QUARTER, "--by", "zone", "--publish", "--format", "pdf", "--out", str(file))
    assert out == b"" and "Release 1 is Published." in said
    assert file.read_bytes().startswith(b"%PDF")


def test_release_says_that_it_is_coarser(world, crowd, run):
    _out, said = run(*QUARTER, "--by", "month,zone", "--counts", "given")
    assert "By month,zone it would be mostly hidden figures, so it is coarser." in said


def test_release_keeps_one_value(world, crowd, run):
    out, _said = run(*QUARTER, "--by", "none", "--only", "zone=quay", "--format", "json")
    assert json.loads(out)["rows"] == [["1 January 2025 to 31 March 2025", 20, 10]]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((*QUARTER, "--by", "moon"), "--by takes none, or up to two of"),
        ((*QUARTER, "--by", "month,quarter"), "times only once"),
        ((*QUARTER[:-1], "31.3.2025"), "--to is '31.3.2025'"),
        ((*QUARTER[:-1], "2024-03-31"), "--to is before --from."),
        ((*QUARTER[:-1], "2025-03-30"), "A release ends with the last day of a month."),
        ((*QUARTER, "--only", "moon=full"), "--only takes kind, zone, gender or setting"),
        ((*QUARTER, "--out", "x.csv"), "Only what is published leaves as a file"),
        (
            (*QUARTER, "--by", "zone", "--publish", "--out", "/nowhere/x.csv"),
            "/nowhere/x.csv can't be written",
        ),
    ],
)
def test_release_refuses_in_a_sentence(world, crowd, run, args, words):
    with pytest.raises(CommandError) as refused:
        run(*args)
    assert words in str(refused.value)


def test_release_asks_for_the_right_passphrase_and_role(world, crowd, run):
    with pytest.raises(CommandError, match="do not belong together"):
        run(*QUARTER, passphrase="something else entirely here")
    with pytest.raises(CommandError, match="does not include releases"):
        run(*QUARTER, role="outreach")
    assert not Release.objects.exists()
