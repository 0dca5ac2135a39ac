"""`yarrow release`: asks who, proposes, publishes when told to, and writes what the page would."""

import importlib
import io
import json
from uuid import UUID

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.rooms.evaluation.crowd import fill
from tests.rooms.evaluation.test_distances import rated as rated
from tests.rooms.evaluation.test_onward import told as told
from tests.worlds import PASSPHRASE
from yarrow.evaluation import actions
from yarrow.evaluation.models import Release
from yarrow.evaluation.on_console import TABLES

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


def test_release_knows_every_table_that_a_page_proposes():
    """A table that somebody adds to the pages without the console is found here."""
    proposed = {name.removeprefix("propose_") for name in actions.__all__ if name.startswith("propose_")}
    on_console = {table.proposes.__name__.removeprefix("propose_") for table in TABLES.values()}
    # A return has its own page: it counts the lines of a grant.
    assert proposed - {"return"} == on_console


def test_release_of_referrals_says_what_they_came_to(world, told, run):
    days = ("--project", "small", "--from", "2025-02-01", "--to", "2025-04-30")
    out, said = run("referrals", *days, "--format", "json")
    shown = json.loads(out)
    assert shown["rows"][-1][:3] == ["All", "fewer than half so far", 95] and "Release 1" in said
    more = ("--counts", "short", "--publish", "--format", "json")
    out, _said = run("referrals", *days, *more, role="coordinator")
    assert "Judged or refused for sex work" in json.loads(out)["finding"]


def test_release_of_distance_says_whose_it_is(world, rated, run):
    days = ("--project", "small", "--from", "2025-02-01", "--to", "2025-04-30")
    out, _said = run("distance", *days, "--only", "domain=housing", "--format", "json")
    assert json.loads(out)["rows"][0][:2] == ["Where I live", 60]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("referrals", *QUARTER[1:], "--by", "moon"), "--by takes one of service"),
        (("referrals", *QUARTER[1:], "--by", "need,route"), "--by takes one of service"),
        (("referrals", *QUARTER[1:], "--counts", "short", "--by", "route"), "--by takes one of agency, need"),
        (("referrals", *QUARTER[1:], "--counts", "met"), "--counts of this table takes came, short, gaps."),
        (("referrals", *QUARTER[1:], "--only", "zone=quay"), "--only of this table takes nothing."),
        (("referrals", "--project", "small", "--to", "2025-03-31"), "--from is None"),
        (("distance", *QUARTER[1:], "--rater", "everybody"), "--rater of this table takes self"),
        (("distance", *QUARTER[1:], "--only", "zone=quay"), "--only of this table takes domain="),
        (("distance", *QUARTER[1:], "--only", "domain=moon"), "--only domain= takes one of housing"),
        (("survey", "--project", "small"), "--survey takes the id of a survey that is over"),
        (("survey", "--project", "small", "--survey", "7"), "--survey takes the id of a survey that is over"),
        (("survey", "--project", "small", "--survey", str(UUID(int=7)), "--by", "a,b"), "or one question"),
    ],
)
def test_release_says_what_a_table_does_not_know_before_it_asks_who(db, args, words):
    with pytest.raises(CommandError) as refused:
        call_command("release", *args)
    assert words in str(refused.value)


def test_release_of_a_survey_that_is_not_over_or_not_there(world, run):
    with pytest.raises(CommandError, match="nothing here"):
        run("survey", "--project", "small", "--survey", str(UUID(int=7)))
