"""The thief's own try: every 32-byte window of what the disk keeps, as a key against what a key would open."""

import base64
import re
from collections.abc import Iterable, Iterator

from django.db import connection
from nacl.public import PrivateKey

from tests.attacks.disk import Disk
from yarrow.vault import keyring, sealing
from yarrow.vault.errors import Tampered
from yarrow.vault.models import Compartment, HolderKey

# 32 random bytes have fewer than 20 different values once in ten million times; text and padding do.
FEWEST_VALUES = 20
_HEX = re.compile(rb"[0-9a-fA-F]{64}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{43,}")


def keys_that_open(disk: Disk) -> list[str]:
    """What some window of a stored value or file opens. Pages that SQLite keeps twice are tried once."""
    candidates = set(_windows(disk))
    return [*_privates(candidates), *_symmetric(candidates)]


def _windows(disk: Disk) -> Iterator[bytes]:
    for value in {*_stored_values(), *_small_files(disk)}:
        hexed = (bytes.fromhex(run.group().decode()) for run in _HEX.finditer(value))
        coded = (_decoded(run.group()) for run in _BASE64.finditer(value))
        for blob in (value, *hexed, *coded):
            for start in range(len(blob) - sealing.KEY_BYTES + 1):
                window = blob[start : start + sealing.KEY_BYTES]
                if len(set(window)) >= FEWEST_VALUES:
                    yield window


def _stored_values() -> Iterator[bytes]:
    """Every value of every table, and of the keyring."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                yield from (as_bytes(value) for value in row)
    for table in ("subject_key", "tombstone"):
        for row in keyring.connection().execute(f"SELECT * FROM {table}"):
            yield from (as_bytes(value) for value in row)


def _small_files(disk: Disk) -> Iterator[bytes]:
    """The files that are no database: log, app secret, anchors, temporary ones."""
    for path in disk.files():
        if "sqlite3" not in path.name and path.parent.name != "dump":
            yield path.read_bytes()


def _privates(candidates: Iterable[bytes]) -> list[str]:
    """A private key shows itself by its public half, which lies beside it."""
    publics = {bytes(row.public_key) for row in [*HolderKey.objects.all(), *Compartment.objects.all()]}
    found = [candidate for candidate in candidates if bytes(PrivateKey(candidate).public_key) in publics]
    return ["a private key"] * len(found)


def _symmetric(candidates: Iterable[bytes]) -> list[str]:
    """A stretched key opens a holder's private key; a compartment's key opens a subject key."""
    row = HolderKey.objects.latest("made_at")
    targets = [(bytes(row.wrapped_private), sealing.bound_to("holder", row.id))]
    for (project, subject, compartment), _made in list(keyring.subjects().items())[:1]:
        _, wrapped = keyring.find(project, compartment, [subject])[subject]
        targets.append((wrapped, sealing.bound_to("subject key", project, subject, compartment)))
    return [
        "a wrapped key" for each in candidates for sealed, place in targets if _opens(each, sealed, place)
    ]


def _opens(candidate: bytes, sealed: bytes, place: bytes) -> bool:
    try:
        sealing.open_sealed(candidate, sealed, place)
    except Tampered:
        return False
    return True


def as_bytes(value: object) -> bytes:
    """The bytes of a column's value."""
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    return str(value).encode()


def _decoded(run: bytes) -> bytes:
    text = run.replace(b"-", b"+").replace(b"_", b"/")
    return base64.b64decode(text[: len(text) - (len(text) % 4 == 1)] + b"==")
