"""One archive of a backup: a tar file with a manifest that gives size and SHA-256 of each file in it.

There are two kinds, and no folder ever holds both: `records` (the records and the anchors) and `keyring` (the
keyring, the anchors and the app secret).
"""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from yarrow.methods.refusals import Refusal

RECORDS, KEYRING = "records", "keyring"
MANIFEST = "manifest.json"
FORMAT = 1
SQLITE_FILE, POSTGRES_FILE = "records.sqlite3", "records.dump"
KEYRING_FILE, ANCHORS_FILE, SECRET_FILE = "keyring.sqlite3", "anchors.jsonl", "app-secret"
# Which files each kind may hold; nothing else is ever read out of an archive.
FILES = {
    RECORDS: {SQLITE_FILE, POSTGRES_FILE, ANCHORS_FILE},
    KEYRING: {KEYRING_FILE, ANCHORS_FILE, SECRET_FILE},
}
BLOCK = 1 << 20
BROKEN = (OSError, EOFError, tarfile.TarError, zlib.error, ValueError, KeyError, TypeError)


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself. `migrations` and `trails` are those of the records at that moment."""

    kind: str
    pair: str
    version: str
    taken_at: str
    engine: str
    migrations: dict[str, list[str]]
    trails: dict[str, tuple[int, str]]
    n_anchors: int
    counts: dict[str, int]
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT


def name_of(kind: str, at: datetime) -> str:
    """The name of an archive: what it holds and the instant (UTC) it was begun."""
    return f"yarrow-{kind}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.tar.gz"


def of_kind(folder: Path, kind: str) -> list[Path]:
    """The archives of a kind in a folder, oldest first."""
    return sorted(folder.glob(f"yarrow-{kind}-*Z.tar.gz"))


def taken_at(path: Path) -> datetime:
    """The instant in an archive's name; ValueError for another name."""
    stamp = path.name.removesuffix(".tar.gz").rsplit("-", 1)[-1]
    return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def write(path: Path, manifest: Manifest, files: Mapping[str, Path]) -> Manifest:
    """Write an archive, for its owner alone; it is on the disk and read back before it gets its name."""
    sums = {name: sum_of(source.open("rb"), source.stat().st_size) for name, source in sorted(files.items())}
    whole = Manifest(**{**asdict(manifest), "files": sums})
    part = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "wb") as raw:
            with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=6, mtime=0) as zipped:
                _fill(zipped, whole, files)
            raw.flush()
            os.fsync(raw.fileno())
        check(part)
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return whole


def _fill(zipped: gzip.GzipFile, manifest: Manifest, files: Mapping[str, Path]) -> None:
    with tarfile.open(fileobj=zipped, mode="w") as tar:
        text = json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()
        _add(tar, MANIFEST, io.BytesIO(text), len(text))
        for name, source in sorted(files.items()):
            with source.open("rb") as content:
                _add(tar, name, content, source.stat().st_size)


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes], size: int) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    tar.addfile(entry, content)


def check(path: Path) -> Manifest:
    """Read a whole archive and compare every sum. Raises Refusal when it is not what was written."""
    with _contents(path) as (manifest, members):
        for name, content in members:
            _compare(path, manifest, name, sum_of(content))
        return manifest


def unpack(path: Path, targets: Mapping[str, Path]) -> Manifest:
    """Write those files of an archive that have a target, each compared with its sum. Raises Refusal."""
    with _contents(path) as (manifest, members):
        for name, content in members:
            target = targets.get(name)
            if target is None:
                continue
            with os.fdopen(os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
                _compare(path, manifest, name, sum_of(content, into=file))
                file.flush()
                os.fsync(file.fileno())
        return manifest


@contextmanager
def _contents(path: Path) -> Iterator[tuple[Manifest, Iterator[tuple[str, IO[bytes]]]]]:
    """The manifest of an archive, and its files to be read in order, all of which must have been read at the end."""
    seen: set[str] = set()
    try:
        with gzip.open(path) as zipped, tarfile.open(fileobj=zipped, mode="r:") as tar:
            manifest = _manifest(tar)

            def members() -> Iterator[tuple[str, IO[bytes]]]:
                for entry in tar:
                    content = tar.extractfile(entry) if entry.name in FILES[manifest.kind] else None
                    if content is not None and entry.name not in seen:
                        seen.add(entry.name)
                        yield entry.name, content

            yield manifest, members()
            # Only the end of the stream has its check sum, which covers the manifest too.
            while zipped.read(BLOCK):
                continue
    except BROKEN as broken:
        raise Refusal(f"{path.name} can't be read: it is damaged, or no archive of Yarrow.") from broken
    if seen != set(manifest.files):
        raise Refusal(
            f"{path.name} is not whole: {', '.join(sorted(set(manifest.files) - seen))} is missing."
        )


def _manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    content = tar.extractfile(first) if first is not None and first.name == MANIFEST else None
    if content is None:
        raise ValueError("no manifest")
    manifest = Manifest(**json.load(content))
    if manifest.kind not in FILES or not set(manifest.files) <= FILES[manifest.kind]:
        raise ValueError("an archive holds what its kind does not")
    if manifest.format > FORMAT:
        raise Refusal("This archive was made by a later version of Yarrow. Install that version first.")
    return manifest


def _compare(path: Path, manifest: Manifest, name: str, found: dict[str, Any]) -> None:
    if manifest.files.get(name) != found:
        raise Refusal(f"{name} in {path.name} is not what was written. Take another copy.")


def sum_of(content: IO[bytes], size: int | None = None, into: IO[bytes] | None = None) -> dict[str, Any]:
    """Length and SHA-256 of what can be read, written on to `into`; `size`: how long it must be (OSError)."""
    digest, n_bytes = hashlib.sha256(), 0
    with content:
        while block := content.read(BLOCK):
            digest.update(block)
            n_bytes += len(block)
            if into is not None:
                into.write(block)
    if size is not None and n_bytes != size:
        raise OSError("a file changed while it was read")
    return {"bytes": n_bytes, "sha256": digest.hexdigest()}


def sync_folder(folder: Path) -> None:
    """Names given in a folder are on the disk before this returns."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
