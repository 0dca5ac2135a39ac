"""A kept town: copied whole into an empty installation of the same day and source, and never otherwise."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.worlds import make_project
from yarrow.demo import kept
from yarrow.demo.kept import FILES, MANIFEST, Kept
from yarrow.demo.scales import SCALES
from yarrow.methods.refusals import Fault
from yarrow.vault import keyring

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite_only(
        reason="only records that are a file are kept; PostgreSQL builds its town each time"
    ),
]
ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 23)
# Copying goes past transactions, so it happens in installations of its own, with one project of twenty people.
LOAD = """
import sys
import django; django.setup()
from django.core.management import call_command
from yarrow.demo import planning
from yarrow.demo.scales import SCALES, Scale, TUESDAY
SCALES.clear()
week, extra = (("van", (TUESDAY,)),), (("peer_2", "peer"),)
SCALES["tiny"] = Scale("tiny", "Tiny", 20, seed=5, often=0.1, week=week, extra=extra)
planning.N_MONTHS = 22
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
call_command("load_town", "all", kept_in=sys.argv[1])
"""
LOOK = """
import json, os
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from yarrow.demo.sign_ins import code_now, staff_of
from yarrow.people.models import Person
from yarrow.staff.models import Project, Worker
from yarrow.vault import anchors, holders, keyring, trail
from yarrow.vault.unlocked import Unlocked
project = Project.objects.get(code="tiny")
manager = staff_of(SCALES["tiny"])["manager"]
worker = Worker.objects.get(email=manager.email)
key = Unlocked(worker.holder_id, holders.unlock(worker.holder_id, manager.passphrase))
people = Person.objects.filter(project=project, erased_at=None).order_by("id")
authenticator = Authenticator.objects.get(user=worker, type="totp")
print(json.dumps({
    "broken": [*trail.verify(project.id), *anchors.forgotten(), *keyring.half_erased()],
    "erased": len(anchors.erasures()),
    "head": trail.anchor(project.id),
    "people": [(str(one.id), one.sealed.open_unrecorded("identity.called", key)) for one in people],
    "code": TOTP(authenticator).validate_code(code_now(manager)),
    "open to others": [os.stat(path).st_mode & 0o77 for path in (settings.KEYRING, settings.ANCHORS)],
}))
"""


def load(home, folder):
    """(what loading into the installation at `home` says, what is there afterwards)."""
    home.mkdir(mode=0o700)
    wanted = {
        "YARROW_HOME": str(home),
        "YARROW_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    ours = ("PYTEST_XDIST_WORKER", "YARROW_DATABASE", "YARROW_KEYRING", "YARROW_ANCHORS")
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    command = [sys.executable, "-c", LOAD + LOOK, str(folder)]
    done = subprocess.run(command, env=inherited | wanted, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *said, seen = done.stdout.splitlines()
    return " ".join(said), json.loads(seen)


@pytest.mark.slow
def test_town_is_copied_whole_into_another_installation(tmp_path):
    folder = tmp_path / "kept"
    said, built = load(tmp_path / "first", folder)
    assert "is built" in said and built["erased"] == 1 and len(built["people"]) > 20
    assert (folder / "tiny").stat().st_mode & 0o77 == 0
    assert {path.name for path in (folder / "tiny").iterdir()} == {*FILES, MANIFEST}
    said, copied = load(tmp_path / "second", folder)
    assert "is copied from" in said and "is built" not in said
    assert copied == built
    assert copied["broken"] == [] and copied["code"] is True and copied["open to others"] == [0, 0]


# --- what is not taken
@pytest.fixture
def empty(settings, tmp_path):
    """An installation with nothing in it."""
    keyring.close()
    settings.KEYRING, settings.ANCHORS = tmp_path / "keyring.sqlite3", tmp_path / "anchors.jsonl"
    yield
    keyring.close()


@pytest.fixture
def town(tmp_path, empty):
    """A kept town whose files say nothing: whether it would be taken is decided before they are read."""
    town = Kept(tmp_path / "kept", ["small"], TODAY)
    town.place.mkdir(parents=True)
    for name in FILES:
        (town.place / name).write_bytes(name.encode())
    write(town, town.mark)
    return town


def write(town, mark):
    digests = {name: kept._digest(town.place / name) for name in FILES}
    (town.place / MANIFEST).write_text(json.dumps({"mark": mark, "digests": digests}))


def test_whole_town_of_this_day_and_source_would_be_taken(town):
    assert town._is_whole()


@pytest.mark.parametrize("name", FILES)
def test_town_that_was_changed_since_is_not_taken(town, name):
    (town.place / name).write_bytes(b"something else")
    assert town.take() is False


def test_town_of_which_a_file_is_missing_is_not_taken(town):
    (town.place / MANIFEST).unlink()
    assert town.take() is False
    assert Kept(town.place.parent, ["large"], TODAY).take() is False


def test_town_of_another_day_is_not_taken(town):
    assert Kept(town.place.parent, ["small"], TODAY + timedelta(days=1)).take() is False


def test_town_under_another_mark_is_not_taken(town):
    write(town, "of another source")
    assert town.take() is False


def test_mark_tells_the_day_the_projects_the_source_and_the_cost_of_passphrases(
    settings, tmp_path, monkeypatch
):
    marks = [
        kept.mark(codes, day)
        for codes in (["small"], ["small", "large"])
        for day in (TODAY, date(2027, 1, 1))
    ]
    assert kept.mark(["small"], TODAY) == marks[0]
    settings.ARGON2_TIME += 1
    marks.append(kept.mark(["small"], TODAY))
    (tmp_path / "yarrow").mkdir()
    source = tmp_path / "yarrow" / "__init__.py"
    monkeypatch.setattr(kept.yarrow, "__file__", str(source))
    for text in ("", "# changed"):
        source.write_text(text)
        marks.append(kept.mark(["small"], TODAY))
    assert len(set(marks)) == len(marks) == 7


def test_installation_with_anything_in_it_is_never_written_over(town):
    assert kept.is_empty()
    make_project("Elsewhere")
    assert not kept.is_empty()
    with pytest.raises(Fault, match="empty installation only"):
        town.take()


def test_installation_whose_keyring_or_anchors_remember_something_is_not_empty(empty, settings):
    settings.ANCHORS.write_text(
        '{"at":"2026-11-23","kind":"trail","project":"%s","n":1,"hash":"a"}\n' % ("0" * 32)
    )
    assert not kept.is_empty()


def test_command_leaves_a_full_installation_and_what_was_kept_alone(town, as_demo, monkeypatch, capsys):
    monkeypatch.setattr("yarrow.demo.loading.is_loaded", lambda scale: True)
    make_project("Elsewhere")
    before = town.mark
    call_command("load_town", "small", kept_in=str(town.place.parent))
    assert "is here already" in capsys.readouterr().out
    assert json.loads((town.place / MANIFEST).read_text())["mark"] == before and SCALES
