"""An installation that is served and worked in, by processes as in real life, over a PostgreSQL that may go."""

import contextlib
import http.client
import json
import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

ROOT = Path(__file__).parents[2]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
COMMAND = ("-m", "tests.outages.on_a_day")
N_PROCESSES, PATIENCE = 3, 30
Sent = dict[str, str]


@dataclass
class Living:
    """One installation: its environment, its port, what was built in it, and the processes that run."""

    environment: dict[str, str]
    port: int
    built: dict[str, Any]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def inside(self, *words: str, told: Any = None) -> Any:
        """What a process inside the installation says."""
        return _inside(self.environment, *words, told=told)

    def yarrow(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One command of the installation, run to its end."""
        command = [sys.executable, *COMMAND, *words]
        return subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )

    def ask(self, method: str, address: str, cookie: str = "", sent: Sent | None = None) -> tuple[int, str]:
        """One page: its status, and its words or where it leads; more than PATIENCE seconds are an error."""
        link = http.client.HTTPConnection("localhost", self.port, timeout=PATIENCE)
        headers = {"Host": f"localhost:{self.port}", "Sec-Fetch-Site": "same-origin", "Cookie": cookie}
        if sent is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            link.request(method, address, body=urlencode(sent) if sent else None, headers=headers)
            answer = link.getresponse()
            words = answer.read().decode()
            return answer.status, answer.headers.get("Location") or words
        finally:
            link.close()

    def health(self) -> tuple[int, str]:
        return self.ask("GET", "/health/")

    def wait_until_well(self) -> float:
        """How many seconds it took until the server called itself well."""
        started = time.monotonic()
        while self.health() != (200, "ok\n"):
            assert time.monotonic() - started < PATIENCE, "it does not come back by itself"
            time.sleep(0.05)
        return time.monotonic() - started


@dataclass
class Writer(threading.Thread):
    """Somebody on a shift: opens pages and writes down whom they met, until told to stop."""

    living: Living
    cookie: str
    saved: list[str] = field(default_factory=list)
    unsure: list[Sent] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def __post_init__(self) -> None:
        super().__init__()
        self.chance, self.stopped = random.Random(self.cookie), threading.Event()
        page = self.living.ask("GET", self.living.built["sheet"], self.cookie)[1]
        found = TOKEN.search(page)
        assert found, page[:200]
        self.token = found[1]

    __hash__ = object.__hash__

    def run(self) -> None:
        while not self.stopped.is_set():
            if self.chance.random() < 0.4:
                self._look()
            else:
                self._write()

    def send(self, sent: Sent) -> bool:
        """Whether it was said to be saved. What was not is kept on the page, whole."""
        status, words = self._asked("POST", self.living.built["sheet"], sent)
        if status == 503 and (sent["entry_id"] not in words or "Send again" not in words):
            self.wrong.append(f"what was typed was not kept: {words[:300]}")
        return status == 302

    def _write(self) -> None:
        sent = {"csrfmiddlewaretoken": self.token, "who": "not_known:1", "note": "Asks for a doctor."}
        sent["entry_id"] = str(uuid4())
        if self.send(sent):
            self.saved.append(sent["entry_id"])
        else:
            self.unsure.append(sent)

    def _look(self) -> None:
        self._asked("GET", self.living.built[self.chance.choice(("sheet", "list"))])

    def _asked(self, method: str, address: str, sent: Sent | None = None) -> tuple[int, str]:
        started = time.monotonic()
        try:
            status, words = self.living.ask(method, address, self.cookie, sent)
        except OSError as lost:
            status, words = 0, ""
            self.wrong.append(f"{method} got no answer: {type(lost).__name__}")
        self.slowest = max(self.slowest, time.monotonic() - started)
        self.answers[f"{method} {status}"] += 1
        is_calm = status == 503 and "can't be reached just now" in words and "Traceback" not in words
        if not is_calm and status != (200 if method == "GET" else 302):
            self.wrong.append(f"{method} {status}: {words[:300]}")
        return status, words


@contextlib.contextmanager
def installation(home: Path, variables: dict[str, str]) -> Iterator[Living]:
    """Build one in `home` over the database that the variables name, serve it, work in it, and end both."""
    living = built(home, variables)
    living.built |= living.inside("ask")
    with running(living, serve=SERVE, work=("-m", "tests.outages.inside", "work")):
        yield living


def built(home: Path, variables: dict[str, str]) -> Living:
    """The same, with nothing running yet."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("YARROW_", "PYTEST_", "PG"))
    }
    home.mkdir(mode=0o700)
    environment = {
        **kept,
        **variables,
        "YARROW_HOME": str(home),
        "YARROW_HOSTS": "localhost",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    return Living(environment, _free_port(), _inside(environment, "build"))


SERVE = (*COMMAND, "serve", "--workers", str(N_PROCESSES))


@contextlib.contextmanager
def running(living: Living, **commands: tuple[str, ...]) -> Iterator[None]:
    """Processes of an installation for the length of the block; the server is waited for."""
    with (Path(living.environment["YARROW_HOME"]) / "log").open("ab") as log:
        for name, words in commands.items():
            told = [*words, "--port", str(living.port)] if words == SERVE else words
            living.running[name] = subprocess.Popen(
                [sys.executable, *told], env=living.environment, cwd=ROOT, stdout=log, stderr=log
            )
        try:
            _wait_for(living.port)
            yield
        finally:
            for name in commands:
                living.running[name].terminate()
            for name in commands:
                living.running.pop(name).wait(40)


def _inside(environment: dict[str, str], *words: str, told: Any = None) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "tests.outages.inside", *words],
        env=environment,
        cwd=ROOT,
        input=json.dumps(told),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("localhost", 0))
        return int(trial.getsockname()[1])


def _wait_for(port: int) -> None:
    for _time in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("localhost", port), timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError(f"nobody listens at port {port}")
