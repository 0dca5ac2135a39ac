"""The command around a move: what it refuses before anything begins, and what it says; and a whole one, killed."""

import io
import json
import os
import signal
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.house.tree import ROOT
from tests.rooms.vault import rehoused
from tests.worlds import make_project
from yarrow.vault.backups import swapping
from yarrow.vault.management.commands import move_records
from yarrow.vault.rehousing import progress

TARGET = "postgres://yarrow:hunter2@localhost/moved"
on_sqlite = pytest.mark.sqlite_only(reason="records are moved out of SQLite")


@pytest.fixture
def home(db, settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def child(monkeypatch):
    """What the child is told; it ends with `status`."""
    told = {"status": 0}

    def run(_command, target, words, lock):
        told.update(target=target, lock=lock, **json.loads(json.dumps(words)))
        return told["status"]

    monkeypatch.setattr(move_records.Command, "_in_a_child", run)
    monkeypatch.setattr(move_records.connection, "close", lambda: None)
    return told


def run(*arguments):
    out = io.StringIO()
    call_command("move_records", *arguments, stdout=out)
    return out.getvalue()


@on_sqlite
def test_move_records_tells_its_child_and_then_what_to_do(home, child):
    world = make_project()
    said = run("--to", TARGET)
    assert child["target"] == TARGET and child["records"] == connection.settings_dict["NAME"]
    assert child["trails"] == {str(world.project.id): []}
    assert "Set YARROW_DATABASE" in said and str(home) in said and "hunter2" not in said


@on_sqlite
def test_move_records_that_failed_says_where_the_records_are(home, child):
    child["status"] = 1
    with pytest.raises(CommandError, match="where they were"):
        run("--to", TARGET)


@on_sqlite
def test_move_records_takes_the_address_from_a_file(home, child, tmp_path):
    (tmp_path / "address").write_text(f"{TARGET}\n")
    run("--to-file", str(tmp_path / "address"))
    assert child["target"] == TARGET


@on_sqlite
@pytest.mark.parametrize(
    "arguments", [(), ("--to", "sqlite:////x"), ("--to-file", "/nowhere"), ("--to", TARGET, "--to-file", "x")]
)
def test_move_records_without_one_good_address_is_refused(arguments, child):
    with pytest.raises(CommandError, match=r"required|postgres://|can't be read|not allowed"):
        run(*arguments)
    assert "target" not in child


@on_sqlite
def test_move_records_is_refused_while_somebody_serves(home, child):
    handle = swapping._open_lock(home)
    swapping.fcntl.flock(handle, swapping.fcntl.LOCK_SH)
    with pytest.raises(CommandError, match="Stop the server first"):
        run("--to", TARGET)
    os.close(handle)
    assert "target" not in child


@on_sqlite
def test_move_records_of_another_version_is_refused(home, child):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'vault' AND name LIKE '0003%'")
    with pytest.raises(CommandError, match="Run `yarrow setup` first"):
        run("--to", TARGET)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('vault', '9999_x', '')")
    with pytest.raises(CommandError, match="later version"):
        run("--to", TARGET)


@pytest.mark.postgres_only(reason="there the records are where they would be moved to")
def test_move_records_out_of_postgres_is_refused(db, child):
    with pytest.raises(CommandError, match="in PostgreSQL already"):
        run("--to", TARGET)


def yarrow(*words, **variables):
    """One command in a process of its own; (status, what it said)."""
    done = subprocess.run(
        [sys.executable, "-m", "yarrow.site.command", *words],
        env=surroundings(variables),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def surroundings(variables):
    own = {
        "YARROW_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "YARROW_DATABASE": "",
        "YARROW_DATABASE_OWNER": "",
    }
    return {**os.environ, **own, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", **variables}


def killed_while_it_says(words, *command, **variables):
    """Start a command and kill it and its child as soon as it says something."""
    with subprocess.Popen(
        [sys.executable, "-m", "yarrow.site.command", *command],
        env=surroundings(variables),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as started:
        for line in started.stdout:
            if words in line:
                os.killpg(started.pid, signal.SIGKILL)
    return started.returncode == -signal.SIGKILL


@pytest.mark.slow
@pytest.mark.postgres_only(reason="records are moved into PostgreSQL")
def test_move_of_a_whole_town_killed_twice(django_db_blocker, tmp_path):
    at_home = {"YARROW_HOME": str(tmp_path)}
    assert yarrow("setup", **at_home)[0] == 0
    assert yarrow("load_town", "small", **at_home)[0] == 0
    with django_db_blocker.unblock(), rehoused.database("town") as name:
        there = f"postgres://{rehoused.OWNER}@/{name}"
        for words in ("contacts_contact:", "vault_trailrow:"):
            assert killed_while_it_says(words, "move-records", "--to", there, **at_home)
            assert progress.is_under_way()
            status, said = yarrow("serve", **at_home, YARROW_DATABASE=there)
            assert status and progress.NOT_FINISHED in said
        status, said = yarrow("move-records", "--to", there, **at_home)
        assert status == 0 and "Going on with the move" in said and "DIFFERS" not in said, said
        assert said.count(": whole") == 2 and "Set YARROW_DATABASE" in said
        assert not progress.is_under_way()
        # From here on as the guide says: the application reads by its own role.
        roles = {"YARROW_DATABASE": f"postgres://yarrow_app@/{name}", "YARROW_DATABASE_OWNER": there}
        assert yarrow("setup", **at_home, **roles)[0] == 0
        status, said = yarrow("verify-trail", **at_home, **roles)
        assert status == 0 and said.count(": whole") == 2, said
        status, said = yarrow("move-records", "--to", there, **at_home)
        assert status and "records already" in said
