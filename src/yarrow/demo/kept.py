"""A town that was built, kept so that the next one of the same day and source is a copy.

Kept are the records, the keyring and the anchor file of an installation that holds the invented projects and nothing
else, and they are put only into one that holds nothing at all. All three lie in a folder for their owner alone, under a
mark of everything that makes them; what was made by another source, for another day or was changed since is not taken.
The application secret of an installation is its own, so second factors are set up anew.
"""

import hashlib
import json
import platform
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection

import yarrow
from yarrow.demo import staffing
from yarrow.demo.putting_back import put_words_back
from yarrow.demo.releasing import tag_again
from yarrow.methods.refusals import Fault
from yarrow.staff.models import Project, Worker
from yarrow.vault import anchors, keyring

RECORDS, KEYRING, ANCHORS, MANIFEST = "records.sqlite3", "keyring.sqlite3", "anchors.jsonl", "manifest.json"
FILES = (RECORDS, KEYRING, ANCHORS)
PACKAGES = ("django", "django-allauth", "pynacl", "cryptography")


class Kept:
    """The kept town of these projects for this day, in `folder`."""

    def __init__(self, folder: Path, codes: Iterable[str], day: date) -> None:
        self.codes = tuple(codes)
        self.place = folder / "-".join(self.codes)
        self.mark = mark(self.codes, day)

    def take(self) -> bool:
        """Put it into this installation; False when there is none, or not this one. A Fault where anything is."""
        if not is_empty():
            raise Fault("a kept town is put into an empty installation only")
        if not self._is_whole():
            return False
        connection.ensure_connection()
        _copy(self.place / RECORDS, connection.connection)
        _copy(self.place / KEYRING, keyring.connection())
        Path(settings.ANCHORS).write_bytes((self.place / ANCHORS).read_bytes())
        Path(settings.ANCHORS).chmod(0o600)
        staffing.set_up_second_factors(self.codes)
        put_words_back(self.codes)
        tag_again(self.codes)
        return True

    def put(self) -> None:
        """Keep what this installation holds, in the place of what was kept of these projects before."""
        fresh = self.place.with_name(f"{self.place.name}.new")
        for folder in (fresh, self.place):
            shutil.rmtree(folder, ignore_errors=True)
        fresh.mkdir(mode=0o700, parents=True)
        connection.ensure_connection()
        for name, held in ((RECORDS, connection.connection), (KEYRING, keyring.connection())):
            with closing(sqlite3.connect(fresh / name)) as copy:
                held.backup(copy)
        anchored = Path(settings.ANCHORS)
        (fresh / ANCHORS).write_bytes(anchored.read_bytes() if anchored.exists() else b"")
        manifest = {"mark": self.mark, "digests": {name: _digest(fresh / name) for name in FILES}}
        (fresh / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        for path in fresh.iterdir():
            path.chmod(0o600)
        fresh.rename(self.place)

    def _is_whole(self) -> bool:
        try:
            manifest = json.loads((self.place / MANIFEST).read_text(encoding="utf-8"))
            digests = {name: _digest(self.place / name) for name in FILES}
        except (OSError, ValueError):
            return False
        return bool(manifest == {"mark": self.mark, "digests": digests})


def is_possible() -> bool:
    """Whether records are a file that can be copied."""
    return connection.vendor == "sqlite"


def is_empty() -> bool:
    """Whether nobody ever did anything in this installation."""
    rows = Project.objects.exists() or Worker.objects.exists()
    return not (rows or any(keyring.count().values()) or anchors.projects() or anchors.erasures())


def mark(codes: Iterable[str], day: date) -> str:
    """A hash over everything that makes a town: the whole source, the packages that seal and store, the day."""
    cost = (settings.ARGON2_TIME, settings.ARGON2_MEMORY_KIB)
    versions = [platform.python_version(), sqlite3.sqlite_version, *(version(name) for name in PACKAGES)]
    total = hashlib.sha256(json.dumps([*codes, day.isoformat(), cost, versions]).encode())
    source = Path(yarrow.__file__ or "").parent
    for path in sorted([*source.rglob("*.py"), *source.rglob("*.json")]):
        total.update(f"{path.relative_to(source)} {_digest(path)}\n".encode())
    return total.hexdigest()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _copy(path: Path, into: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as kept:
        kept.backup(into)
