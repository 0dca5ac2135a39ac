"""`yarrow serve` and `yarrow setup`: the port, the addresses, and a real server that answers."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from yarrow.desk.management.commands import setup
from yarrow.desk.serving import (
    PortTaken,
    QuietLogger,
    Server,
    addresses,
    has_sockets,
    is_free,
    next_free_port,
    settings_for,
)
from yarrow.vault.backups import swapping

YARROW = Path(sys.executable).parent / "yarrow"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port of localhost at which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield int(listening.getsockname()[1])


def test_next_free_port_passes_over_a_taken_one(taken: int) -> None:
    assert not is_free("localhost", taken)
    assert taken < next_free_port("localhost", taken) <= taken + 19


def test_next_free_port_says_when_all_are_taken(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yarrow.desk.serving.TRIED_PORTS", 1)
    with pytest.raises(PortTaken, match=f"Ports {taken} to {taken} are all taken"):
        next_free_port("localhost", taken)


def test_addresses_of_localhost_stay_on_this_machine() -> None:
    found = {address for _family, address in addresses("localhost")}
    assert "127.0.0.1" in found
    assert found <= {"127.0.0.1", "::1"}


def test_settings_keep_no_log_of_addresses() -> None:
    settings = settings_for("localhost", 8000, 3)
    assert settings["accesslog"] is None
    assert settings["worker_class"] == "sync"
    assert settings["logger_class"] is QuietLogger
    assert settings["control_socket_disable"] is True
    assert "127.0.0.1:8000" in settings["bind"]


def test_server_takes_every_setting() -> None:
    from django.core.handlers.wsgi import WSGIHandler

    application = WSGIHandler()
    server = Server(application, settings_for("localhost", 8000, 2))
    assert server.cfg.workers == 2
    assert server.cfg.access_log_format is not None
    assert server.load() is application


def test_sockets_of_systemd_are_taken_only_where_they_are_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not has_sockets()
    monkeypatch.setenv("LISTEN_FDS", "1")
    monkeypatch.setenv("LISTEN_PID", str(os.getpid() + 1))
    assert not has_sockets()
    monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
    assert has_sockets() and has_sockets()


def environment_of(home: Path) -> dict[str, str]:
    """The environment of an installation in this folder, with the real settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("YARROW_", "DJANGO_", "PYTEST_"))
    }
    return {**kept, "YARROW_HOME": str(home), "PYTHONWARNINGS": "ignore"}


@pytest.fixture
def installation(tmp_path: Path) -> dict[str, str]:
    """The environment of an installation of its own."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    return environment_of(home)


def run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run the `yarrow` command to its end."""
    return subprocess.run(
        [str(YARROW), *words], env=environment, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture(scope="module")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home after its first `yarrow setup`, to be copied."""
    home = tmp_path_factory.mktemp("set-up") / "home"
    home.mkdir(mode=0o700)
    done = run(environment_of(home), "setup")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def prepared(installation: dict[str, str], set_up: Path) -> dict[str, str]:
    """The environment of an installation that was set up once."""
    shutil.copytree(set_up, installation["YARROW_HOME"], dirs_exist_ok=True)
    return installation


def test_serve_refuses_a_database_that_is_not_up_to_date(installation: dict[str, str]) -> None:
    done = run(installation, "serve", "--port", "8765")
    assert done.returncode != 0
    assert "Run: yarrow setup" in done.stderr


def test_setup_may_be_repeated(prepared: dict[str, str]) -> None:
    done = run(prepared, "setup")
    assert done.returncode == 0, done.stderr
    home = Path(prepared["YARROW_HOME"])
    assert (home / "records.sqlite3").exists()
    assert list((home / "static").rglob("*.css.gz"))


@pytest.mark.parametrize("found", [[], [("people.0099_gone", "takes away a column")]])
def test_setup_takes_the_fences_down_only_where_tables_lose_something(
    found: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(setup, "call_command", lambda name, **how: done.append(name))
    monkeypatch.setattr(setup.owning, "as_owner", lambda: nullcontext(None))
    monkeypatch.setattr(setup.startup, "waiting_migrations", list)
    monkeypatch.setattr(setup.upgrading, "unsafe", lambda waiting, loader: found)
    for name in ("prepare", "check_is_owner", "admit"):
        monkeypatch.setattr(setup.owning, name, lambda _owner, name=name: done.append(name))
    monkeypatch.setattr(
        setup.owning, "change_tables", lambda fences_stand: done.append(f"fences stand: {fences_stand}")
    )
    setup.Command().handle(check=False)
    first = ["prepare", "fences stand: False"] if found else ["check_is_owner", "fences stand: True"]
    assert done == [*first, "admit", "collectstatic"]


def test_serve_answers_and_stops(prepared: dict[str, str]) -> None:
    with subprocess.Popen(
        [str(YARROW), "serve", "--port", "8901", "--workers", "1"],
        env={**prepared, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    ) as served:
        try:
            assert served.stdout is not None
            said = next(line for line in served.stdout if "http://" in line)
            port = re.search(r"http://localhost:(\d+)/", said)
            assert port is not None
            status, kept = answer(int(port[1]), "/sign-in/")
            assert status == 200
            assert "no-store" in kept
            assert answer(int(port[1]), "/no-such-page/")[0] == 404
        finally:
            served.terminate()
            assert served.wait(30) == 0


def answer(port: int, address: str) -> tuple[int, str]:
    """(status, Cache-Control) of an address; waits for the server to be there."""
    for _try in range(300):
        asking = http.client.HTTPConnection("localhost", port, timeout=20)
        try:
            asking.request("GET", address)
            got = asking.getresponse()
            return got.status, got.getheader("Cache-Control", "")
        except ConnectionRefusedError:
            time.sleep(0.1)
        finally:
            asking.close()
    raise AssertionError(f"nobody answers at port {port}")


@pytest.mark.django_db
def test_serve_prepares_first_and_refuses_while_a_backup_is_put_back(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path
    with swapping.alone(tmp_path), pytest.raises(CommandError, match="being put back"):
        call_command("serve")


def test_any_command_first_ends_a_restore_that_was_killed(tmp_path: Path) -> None:
    prepared, place = tmp_path / "keyring.next", tmp_path / "keyring"
    prepared.write_text("new")
    swapping.begin(tmp_path, [(prepared, place)])
    swapping._write_journal(tmp_path, [(prepared, place)], ready=True)
    surroundings = {**os.environ, "YARROW_HOME": str(tmp_path)}
    subprocess.run([str(YARROW), "help"], env=surroundings, capture_output=True, check=True)
    assert place.read_text() == "new" and not prepared.exists()
