"""What must hold before a server answers; what the doctor finds; the anchor file."""

import io
import json
import stat
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from tests.worlds import make_project
from yarrow.methods.refusals import Fault
from yarrow.people.actions import add_person
from yarrow.vault import (
    anchors,
    append_only,
    compartments,
    doctor,
    erasing,
    keyring,
    machine,
    recovery,
    startup,
)
from yarrow.vault.models import Grant, HolderKey

NOW = timezone.now()


@pytest.fixture
def home(db, settings, tmp_path):
    """An installation's home with its secret."""
    settings.HOME = tmp_path
    tmp_path.chmod(0o700)
    (tmp_path / "app-secret").write_text("secret")
    (tmp_path / "app-secret").chmod(0o600)
    keyring.connection()
    # The tests' own records are made under whatever mask the tests run with.
    for path in startup.open_to_others():
        path.chmod(0o600)
    return tmp_path


@pytest.fixture
def floor(settings):
    settings.ARGON2_TIME, settings.ARGON2_MEMORY_KIB = 3, 64 * 1024


def ids(messages):
    return [each.id for each in messages]


def test_disk_with_little_room_is_named_and_starts_all_the_same(db, home, floor, monkeypatch):
    assert startup.check_room() == []
    monkeypatch.setattr(startup.shutil, "disk_usage", lambda place: SimpleNamespace(free=100 << 20))
    assert ids(startup.check_room()) == ["vault.W015"]
    assert "Only 100 MiB are left on the disk." in [each.what for each in machine.disk(timezone.now())]
    startup.prepare_to_serve()


def test_files_open_to_others_are_named_and_closed_by_a_starting_server(home, floor):
    assert startup.check_files() == []
    home.chmod(0o755)
    (home / "keyring.sqlite3").chmod(0o644)
    assert ids(startup.check_files()) == ["vault.W014"] * 2
    startup.prepare_to_serve()
    assert startup.check_files() == []
    assert stat.S_IMODE((home / "keyring.sqlite3").stat().st_mode) == 0o600


def test_starting_server_refuses_cheap_stretching(home, settings):
    settings.SILENCED_SYSTEM_CHECKS = []
    with pytest.raises(ImproperlyConfigured, match="passphrases could be guessed"):
        startup.prepare_to_serve()


@pytest.mark.django_db
def test_starting_server_finishes_erasures(home, floor):
    project, subject = uuid4(), uuid4()
    keyring.keep(project, subject, "identity", uuid4(), b"wrapped", NOW)
    keyring.set_tombstone(project, subject, "asked", NOW)
    startup.prepare_to_serve()
    assert keyring.count() == {"keys": 0, "tombstones": 1} and keyring.half_erased() == []


def test_starting_server_refuses_a_keyring_that_forgot(home, floor):
    anchors.note_erasure(uuid4(), uuid4(), NOW)
    assert ids(startup.check_keyring()) == ["vault.E013"]
    with pytest.raises(ImproperlyConfigured, match="forgot 1 erasures"):
        startup.prepare_to_serve()


def test_keyring_of_a_later_version_stops_the_start(home, floor):
    keyring.connection().execute("PRAGMA user_version = 99")
    keyring.close()
    assert ids(startup.check_keyring()) == ["vault.E012"]


def test_new_installation_has_nothing_to_refuse(db, settings, tmp_path, floor):
    settings.HOME = tmp_path / "none"
    assert startup.check_keyring() == [] and not settings.KEYRING.exists()
    startup.prepare_to_serve()


def test_anchor_file_is_only_added_to_and_survives_a_torn_line(settings, db):
    project = uuid4()
    anchors.note_erasure(project, uuid4(), NOW)
    whole = settings.ANCHORS.read_bytes()
    settings.ANCHORS.write_bytes(whole + b'{"at":"2026-0')
    anchors.note_erasure(project, uuid4(), NOW)
    assert settings.ANCHORS.read_bytes().startswith(whole) and len(anchors.erasures()) == 2
    assert stat.S_IMODE(settings.ANCHORS.stat().st_mode) == 0o600


@pytest.mark.parametrize("line", ['{"kind":"other"}', '{"kind"}', "[1]}", '{"at":"x"}'])
def test_anchor_file_with_a_strange_line_is_a_fault(settings, line):
    settings.ANCHORS.write_text(line + "\n")
    with pytest.raises(Fault, match="line 1 of the anchor file"):
        anchors.erasures()


@pytest.fixture
def world(db):
    return make_project()


def told(world, at=NOW):
    """What the doctor says of this project and of the installation."""
    anchors.anchor_trails(at)
    return [risk.what for risk in doctor.risks(at)]


def expected_of_tests(whats):
    """Without what the tests' own cheap stretching and open files earn."""
    return [what for what in whats if "below the floor" not in what and "can be read by" not in what]


def test_doctor_finds_nothing_in_a_project_that_is_well(world):
    assert expected_of_tests(told(world)) == []
    held = doctor.holders(world.project.id)
    assert all(len(holders) >= 2 for name, holders in held.items() if name in ("identity", "notes"))
    assert doctor.algorithms()["passphrases"] == {"argon2id13 t=1 0 MiB": HolderKey.objects.count()}


def test_doctor_names_compartments_that_too_few_hold(world):
    project_id = world.project.id
    holder = next(iter(compartments.holders_of(project_id, "notes")))
    Grant.objects.filter(compartment__name="notes", holder_id=holder).delete()
    assert "only one worker holds the key to notes: grant it to another" in told(world)


def test_doctor_names_what_is_wrong_with_the_envelope(world):
    envelope = recovery.current(world.project.id)
    later = NOW + timedelta(days=184)
    assert any("was last tried on" in what for what in told(world, later))
    Grant.objects.filter(compartment__name="identity", holder_id=envelope.id).delete()
    assert "the recovery envelope does not open identity: make a new one" in told(world)
    envelope.proven_at = None
    envelope.save()
    assert any("was never tried" in what for what in told(world))
    envelope.retired_at = NOW
    envelope.save()
    assert "there is no recovery envelope: make one" in told(world)


def test_doctor_names_keys_and_rows_that_do_not_fit_together(world):
    by = world.worker("coordinator")
    kim = add_person(project=world.project, by=by, at=NOW, called="Kim")
    keyring.destroy_keys(world.project.id, kim.id)
    stray = uuid4()
    keyring.keep(world.project.id, stray, "identity", uuid4(), b"x", NOW - timedelta(days=3))
    keyring.set_tombstone(world.project.id, uuid4(), "asked", NOW)
    anchors.note_erasure(world.project.id, uuid4(), NOW)
    whats = " ".join(told(world))
    for words in (
        "1 subjects have sealed fields and no key",
        "1 keys belong to nothing",
        "not finished",
        "forgot",
    ):
        assert words in whats
    assert erasing.sweep_orphans(NOW) == 1
    assert "belong to nothing" not in " ".join(told(world))


@pytest.mark.as_owner
def test_doctor_names_an_unguarded_trail_and_one_without_anchor(world):
    assert any("not anchored" in risk.what for risk in doctor.risks(NOW))
    append_only.remove(connection)
    assert any("trail is not guarded" in what for what in told(world))
    append_only.install(connection)


def run(name, *args, **options):
    out = io.StringIO()
    try:
        call_command(name, *args, stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), error.returncode
    return out.getvalue(), 0


def test_keys_doctor_tells_who_holds_what_by_name(world):
    anchors.anchor_trails(timezone.now())
    said, code = run("keys", "doctor")
    assert code == 1 and "identity: Mona Manager, Sam Coordinator" in said and "below the floor" in said
    report, _ = run("keys", "doctor", "--json")
    parsed = json.loads(report)
    assert parsed["holders"]["small"]["notes"] == ["Mona Manager", "Sam Coordinator"]
    assert set(parsed) == {"holders", "algorithms", "risks"}


def test_keys_replay_and_sweep_put_things_right(world):
    anchors.note_erasure(world.project.id, uuid4(), NOW)
    assert run("keys", "replay") == ("1 erasures replayed; none is left half done.\n", 0)
    assert anchors.forgotten() == set()
    assert run("keys", "sweep") == ("0 keys deleted.\n", 0)
    for _ in range(25):
        keyring.keep(world.project.id, uuid4(), "identity", uuid4(), b"x", NOW - timedelta(days=3))
    assert run("keys", "sweep")[1] == 1 and keyring.count()["keys"] == 25


@pytest.mark.as_owner
def test_anchor_and_verify_the_trail_by_command(world):
    assert run("anchor_trail")[0].startswith("1 trails anchored")
    assert run("verify_trail") == ("small: whole\n", 0)
    with transaction.atomic():
        append_only.remove(connection)
        from yarrow.vault.models import TrailRow

        TrailRow.objects.filter(n=2).update(role="x")
    said, code = run("verify_trail")
    assert code == 1 and said == "small: row 2 changed\n"
    append_only.install(connection)
