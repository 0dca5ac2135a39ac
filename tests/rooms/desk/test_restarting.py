"""An update as systemd does it: the socket stays, the old server ends, records migrate, the new server starts."""

import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.rooms.desk.test_serving import YARROW, run

ROOT = Path(__file__).parents[3]


@pytest.fixture
def installation(tmp_path):
    """The environment of an installation of its own, and the socket that systemd would keep."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YARROW_", "DJANGO_"))}
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    environment = {
        **kept,
        "YARROW_HOME": str(home),
        "PYTHONWARNINGS": "ignore",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    with socket.create_server(("127.0.0.1", 0), backlog=512) as kept_socket:
        yield environment, kept_socket


def start(environment, kept_socket):
    """A server that is handed the socket as its third file, with its own number in LISTEN_PID."""
    script = f'exec 3<&{kept_socket.fileno()}; export LISTEN_FDS=1 LISTEN_PID=$$; exec "$0" "$@"'
    return subprocess.Popen(
        ["bash", "-c", script, str(YARROW), "serve", "--workers", "2"],
        env=environment,
        pass_fds=[kept_socket.fileno()],
    )


class Asking(threading.Thread):
    """Somebody who opens pages without a pause, until told to stop."""

    def __init__(self, port):
        super().__init__()
        self.port, self.answers, self.stopped = port, Counter(), threading.Event()

    def run(self):
        while not self.stopped.is_set():
            for address in ("/health/", "/sign-in/"):
                self.answers[self.ask(address)] += 1

    def ask(self, address):
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            asking.request("GET", address, headers={"Host": "localhost"})
            return asking.getresponse().status
        except (OSError, http.client.HTTPException) as lost:
            return type(lost).__name__
        finally:
            asking.close()


def answered(asking, n):
    """Wait until so many more pages were answered."""
    wanted = asking.answers[200] + n
    ends = time.monotonic() + 90
    while asking.answers[200] < wanted:
        assert time.monotonic() < ends, asking.answers
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.sqlite_only(reason="it starts a server on the file it made")
def test_update_loses_no_request(installation):
    environment, kept_socket = installation
    later = {**environment, "DJANGO_SETTINGS_MODULE": "tests.settings", "YARROW_HOSTS": "localhost"}
    assert run(environment, "setup").returncode == 0
    servers = [start(environment, kept_socket)]
    asking = [Asking(kept_socket.getsockname()[1]) for _each in range(3)]
    for each in asking:
        each.start()
    try:
        answered(asking[0], 20)
        # The version after has a room more.
        looked = run(later, "setup", "--check").stdout
        assert "may go on serving" in looked and not looked.startswith("0 ")
        assert run(later, "setup").returncode == 0
        answered(asking[0], 20)
        servers[0].send_signal(signal.SIGHUP)
        answered(asking[0], 20)
        servers[0].terminate()
        assert servers[0].wait(40) == 0
        servers.append(start(later, kept_socket))
        answered(asking[0], 20)
        assert run(later, "work", "--once").returncode == 0
    finally:
        for each in asking:
            each.stopped.set()
        for each in asking:
            each.join()
        for server in servers:
            server.terminate()
            server.wait(40)
    assert {status for each in asking for status in each.answers} == {200}
