"""The key of checks, and the tag by which an identifier is found.

The key lies in a file of its own, outside of the records and of every backup: whoever has both can try every
telephone number there is in about an hour, whoever has one of them learns nothing. It is made at the first start.
Tags of another key (the file was lost, or changed) are seen by their key's id, and made anew by an adviser.
"""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from yarrow.methods.refusals import Fault

TAG_BYTES, ID_BYTES, FEWEST_BYTES = 16, 8, 32
_Stamp = tuple[str, int, int]


class Key(NamedTuple):
    """The key and what tells it from another."""

    secret: bytes
    id: str

    def __repr__(self) -> str:
        return f"Key({self.id})"

    def tag(self, kind: str, spelling: str) -> str:
        """What an identifier is found by; of "" one that no row has."""
        said = f"{kind}\0{spelling}".encode()
        return hmac.digest(self.secret, said, "sha256")[:TAG_BYTES].hex()


_read: dict[_Stamp, Key] = {}


def path() -> Path:
    """Where the key lies."""
    return Path(settings.CHECK_KEY)


def make() -> None:
    """Make the key where there is none; as the server starts, and wherever it is missed."""
    if not path().exists():
        _write(path())


def key() -> Key:
    """The key as it lies there now, made if there is none. Raises Fault for a file that holds none."""
    place = path()
    try:
        about = place.stat()
    except FileNotFoundError:
        make()
        about = place.stat()
    stamp = (str(place), about.st_ino, about.st_mtime_ns)
    if stamp not in _read:
        made = _of(place.read_bytes().strip())
        _read.clear()
        _read[stamp] = made
    return _read[stamp]


def are_of(current: Key) -> bool:
    """Whether every tag was made with this key. Asked of the whole installation, in one look at an index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT MIN(key_id) FROM alerts_released), (SELECT MAX(key_id) FROM alerts_released)"
        )
        return set(cursor.fetchone()) <= {None, current.id}


def _of(secret: bytes) -> Key:
    if len(secret) < FEWEST_BYTES:
        raise Fault("the file of the key of checks holds no key")
    return Key(secret, hmac.digest(secret, b"id of this key", hashlib.sha256)[:ID_BYTES].hex())


def _write(place: Path) -> None:
    """Two processes that start together agree on one: it appears whole, or not at all."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.{secrets.token_hex(6)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    # Whoever was first made it.
    with suppress(FileExistsError):
        os.link(part, place)
    part.unlink()
