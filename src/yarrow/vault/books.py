"""What many rows hold in few sealed columns, kept together: one decryption instead of thousands.

A book is a file in `books/` of the home, sealed with a random key of its own that lies wrapped in the keyring like a
subject's. It is a copy that may be lost at any time and is in no backup. A line counts only while the row's ciphertext
is the one it was opened from, so a book can't be stale. Its key goes in the commit that sets a tombstone or destroys
the key of a subject in it (triggers of the keyring's file), so erasing closes every copy of it.
"""

import logging
import os
import secrets
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from yarrow.methods.packed import LAYOUT, Texts, Values, pack, together, unpack
from yarrow.vault import keyring, sealing
from yarrow.vault.at_once import as_id
from yarrow.vault.errors import Erased, NoGrant, Tampered
from yarrow.vault.fields import Sealed
from yarrow.vault.keyring import KeyringBusy
from yarrow.vault.sealing_model import SealedColumn, SealedModel
from yarrow.vault.unlocked import Unlocked

log = logging.getLogger(__name__)
FOLDER = "books"
# Fewer values are opened one by one as quickly as a book is read and kept.
FEWEST = 300
DIGEST = 16
Place = tuple[UUID, str]


@dataclass(frozen=True)
class Column:
    """One sealed field of rows of one project, as `at_once.columns` reads them: ids unconverted, bytes or None."""

    model: type[SealedModel]
    path: str
    ids: Sequence[Any]
    subjects: Sequence[Any]
    sealed: Sequence[Any]

    def held_subjects(self) -> set[Any]:
        """The subjects, unconverted, of whom something is held."""
        return {subject for subject, held in zip(self.subjects, self.sealed, strict=True) if held is not None}

    def digests(self) -> list[bytes | None]:
        """A digest of each value with its place; None where nothing is held."""
        start = f"{self.model._meta.label}.{self.path}"
        cells = zip(self.ids, self.subjects, self.sealed, strict=True)
        return [
            None if held is None else _digest(f"{start}/{row_id}/{subject}/".encode() + held)
            for row_id, subject, held in cells
        ]


@dataclass(frozen=True)
class Index:
    """What a room works out of the values when a book is made, to have it at hand with them.

    `form` names what `make` gives now: a book of another form is not read. `make` is given every value and what it gave
    the last time, or None, and gives what `packed` keeps.
    """

    form: str
    make: Callable[[list[Any], Any], Any]


@dataclass(frozen=True)
class Book:
    """Values in the order of the columns, and what was worked out of them. None: nothing there, or erased.


    `facts` is what a room keeps with them, to need no rows while the stamp stands under which it read them.
    """

    values: Texts | Values
    index: Any
    facts: Any = None


@dataclass(frozen=True)
class Stamped:
    """A stamp that the database changes with the rows, read before them; and facts of the rows, as `packed` keeps."""

    stamp: str
    facts: Any


@dataclass(frozen=True)
class _Standing:
    """What the keyring says of a book: its project's age, and where it is and under what, if there is one."""

    age: int
    file: str = ""
    key_id: str = ""
    wrapped: bytes = b""


@dataclass(frozen=True)
class _Fresh:
    """A book to be kept."""

    place: Place
    age: int
    form: str
    columns: Sequence[Column]
    content: dict[str, Any]


def kept(place: Place, stamp: str, index: Index, key: Unlocked) -> Book | None:
    """The book, if it was made while this stamp stood; then the rows are as they were, and nobody need read them."""
    if not stamp or not key.holds(*place):
        return None
    held = _held(place, _standing(*place), index.form, key)
    return (
        Book(together(held["values"]), held["index"], held["facts"]) if held.get("stamp") == stamp else None
    )


def read(
    project_id: UUID, columns: Sequence[Column], index: Index, key: Unlocked, stamped: Stamped | None = None
) -> Book:
    """Every value of these columns (of one compartment): from the book what is in it, the rest opened and added.

    Raises NoGrant, and Tampered for a value that does not open in its place.
    """
    (compartment,) = {column.path.partition(".")[0] for column in columns}
    place, n_held = (project_id, compartment), sum(map(_n_held, columns))
    if n_held and not key.holds(*place):
        raise NoGrant(compartment)
    if n_held < FEWEST:
        values, _lines = _opened(project_id, columns, {}, key)
        return Book(together(values), index.make(values, None))
    # The age is read before any key: whoever is erased from here on is not kept.
    standing, mark = _standing(*place), _mark(columns)
    held = _held(place, standing, index.form, key)
    if held.get("mark") == mark and (stamped is None or held.get("stamp") == stamped.stamp):
        return Book(together(held["values"]), held["index"])
    told = stamped or Stamped("", None)
    values, digests = _opened(project_id, columns, _by_digest(held), key)
    book = Book(together(values), index.make(values, held.get("index")))
    content = {"mark": mark, "values": book.values, "index": book.index, "digests": digests}
    content |= {"stamp": told.stamp, "facts": told.facts}
    _keep(_Fresh(place, standing.age, index.form, columns, content), key)
    return book


def _n_held(column: Column) -> int:
    return len(column.sealed) - column.sealed.count(None)


def burn(project_id: UUID, compartment: str) -> None:
    """Let a project's book of a compartment go: key and file. The next reader makes another, with another key."""
    with keyring.together():
        db = keyring.connection()
        db.execute(
            "INSERT INTO book_age (project, n) VALUES (?, 1) ON CONFLICT (project) DO UPDATE SET n = n + 1",
            (str(project_id),),
        )
        db.execute("DELETE FROM book WHERE project=? AND compartment=?", (str(project_id), compartment))
    tidy()


def tidy() -> None:
    """Delete the files of books whose keys are gone, and what a dying process left."""
    folder = _folder()
    if not folder.is_dir():
        return
    files = set(folder.iterdir())
    kept = {row[0] for row in keyring.connection().execute("SELECT file FROM book")}
    for path in files:
        if path.name not in kept:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.HOME) / FOLDER


def _standing(project_id: UUID, compartment: str) -> _Standing:
    found = keyring.connection().execute(
        "SELECT COALESCE(n, 0), file, key_id, wrapped FROM (SELECT 1) "
        "LEFT JOIN book_age a ON a.project=? LEFT JOIN book b ON b.project=? AND b.compartment=?",
        (str(project_id), str(project_id), compartment),
    )
    row = found.fetchone()
    return _Standing(*row) if row[1] else _Standing(row[0])


def _held(place: Place, standing: _Standing, form: str, key: Unlocked) -> dict[str, Any]:
    """What stands in the book; nothing when there is none, or it can't be read by this holder now."""
    if not standing.file:
        return {}
    try:
        own = key.book_key(*place, standing.file, standing.key_id, standing.wrapped)
        if own is None:
            return {}
        bound = _bound(place, standing.file, form)
        return unpack(sealing.open_sealed(own, (_folder() / standing.file).read_bytes(), bound))
    except (OSError, NoGrant, Tampered):
        return {}


def _mark(columns: Sequence[Column]) -> str:
    """One digest of all these values, each in its place."""
    total, before = blake2b(digest_size=DIGEST), None
    for column in columns:
        total.update(f"{column.model._meta.label}.{column.path}/{len(column.ids)}/".encode())
        for ids in (column.ids, column.subjects):
            if ids is not before:
                total.update("/".join(map(str, ids)).encode())
            before = ids
        sealed = [held or b"" for held in column.sealed]
        total.update(array("I", map(len, sealed)))
        total.update(b"".join(sealed))
    return total.hexdigest()


def _digest(told: bytes) -> bytes:
    return blake2b(told, digest_size=DIGEST).digest()


def _by_digest(held: dict[str, Any]) -> dict[bytes, Any]:
    if not held:
        return {}
    lines = held["digests"]
    each = (lines[start : start + DIGEST] for start in range(0, len(lines), DIGEST))
    return dict(zip(each, (value for value in held["values"] if value is not None), strict=True))


def _opened(
    project_id: UUID, columns: Sequence[Column], known: dict[bytes, Any], key: Unlocked
) -> tuple[list[Any], bytes]:
    """Every value in order, and the digests, one after another, of those that there are."""
    values: list[Any] = []
    lines: list[bytes | None] = []
    for column in columns:
        digests = column.digests()
        values += _of_column(project_id, column, digests, known, key)
        lines += digests
    held = zip(lines, values, strict=True)
    return values, b"".join(line for line, value in held if line and value is not None)


def _of_column(
    project_id: UUID, column: Column, digests: Sequence[bytes | None], known: dict[bytes, Any], key: Unlocked
) -> list[Any]:
    """A column's values; those that are not known already are opened, with their keys fetched together."""
    values = [None if digest is None else known.get(digest) for digest in digests]
    missing = [number for number, digest in enumerate(digests) if digest is not None and digest not in known]
    if not missing:
        return values
    opener = SealedColumn(column.model, column.path, project_id)
    key.prime(project_id, opener.compartment, map(as_id, {column.subjects[number] for number in missing}))
    for number in missing:
        row_id, subject = as_id(column.ids[number]), as_id(column.subjects[number])
        try:
            values[number] = opener.open_unrecorded(row_id, subject, Sealed(column.sealed[number]), key)
        except Erased:
            continue
    return values


def _keep(fresh: _Fresh, key: Unlocked) -> None:
    """Put a book in the place of what stands, unless a key was destroyed since its age. Others may do the same.

    The file is whole before the keyring names it; one that a dying process leaves is closed to everybody.
    """
    file, own = secrets.token_hex(DIGEST), sealing.new_key()
    try:
        key_id, wrapped = key.wrapped_book_key(*fresh.place, file, own)
    except (NoGrant, Tampered):
        return
    try:
        _write(
            _folder() / file, sealing.seal(own, pack(fresh.content), _bound(fresh.place, file, fresh.form))
        )
    except OSError as failed:
        # Whoever searches has their answer already, only slower.
        log.warning("a book could not be written: %s", type(failed).__name__)
        return
    try:
        gone = _name(fresh, file, str(key_id), wrapped)
    except KeyringBusy:
        # An import makes its keys for seconds; nobody's search waits for that.
        gone = [file]
    for name in gone:
        (_folder() / name).unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)


def _name(fresh: _Fresh, file: str, key_id: str, wrapped: bytes) -> list[str]:
    """Let the keyring name a book's file if the project is still of its age; the files that nobody needs now."""
    at, db = (str(fresh.place[0]), fresh.place[1]), keyring.connection()
    subjects = "/".join({str(as_id(raw)) for column in fresh.columns for raw in column.held_subjects()})
    with keyring.if_free():
        stood = db.execute("SELECT file FROM book WHERE project=? AND compartment=?", at).fetchall()
        named = db.execute(
            "INSERT OR REPLACE INTO book (project, compartment, file, key_id, wrapped, subjects) "
            "SELECT ?,?,?,?,?,? WHERE ? = COALESCE((SELECT n FROM book_age WHERE project=?), 0)",
            (*at, file, key_id, wrapped, subjects, fresh.age, at[0]),
        )
    return [former for (former,) in stood] if named.rowcount else [file]


def _bound(place: Place, file: str, form: str) -> bytes:
    return sealing.bound_to("book", *place, file, LAYOUT, form)
