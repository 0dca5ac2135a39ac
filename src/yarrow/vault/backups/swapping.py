"""Putting prepared files in the place of others so that a process killed at any point leaves all old or all new.

The journal `restoring.json` in the home names every prepared file with its place. Until it says "ready" the prepared
files are dropped; from then on they are moved, by whoever comes next. Knows no Django: it runs before anything of
the installation is opened.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from yarrow.methods.refusals import Refusal

JOURNAL, LOCK = "restoring.json", "in-use.lock"
LOGS = ("", "-wal", "-shm", "-journal")
Moves = Sequence[tuple[Path, Path]]

_held: list[int] = []


def hold_in_use(home: Path) -> None:
    """A server says for as long as it lives, its forks included, that this home is in use.

    Raises Refusal while a backup is put back or records are moved.
    """
    handle = _open_lock(home)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Refusal(
            "A backup is being put back here, or the records are being moved. Start the server when that is done."
        ) from None
    _held.append(handle)


@contextmanager
def alone(home: Path) -> Iterator[int]:
    """Nobody serves from this home while the block runs, nor while a child that was handed the lock lives.

    Raises Refusal when somebody serves.
    """
    handle = _open_lock(home)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Refusal("Yarrow is being served from this home. Stop the server first.") from None
    else:
        yield handle
    finally:
        os.close(handle)


def begin(home: Path, moves: Moves) -> None:
    """Write down what will be prepared, before any of it is."""
    _write_journal(home, moves, ready=False)


def give_up(home: Path) -> None:
    """What was prepared does not fit: drop it."""
    _settle(home)


def swap(home: Path, moves: Moves) -> None:
    """Everything is prepared: from here on there is no way back."""
    _write_journal(home, moves, ready=True)
    _settle(home)


def finish(home: Path) -> str:
    """Settle what a killed restore left: `new` (moved to the end), `old` (dropped) or `` (nothing to do)."""
    if not (home / JOURNAL).exists():
        return ""
    with suppress(Refusal), alone(home):
        return _settle(home)
    # Somebody is restoring at this moment.
    return ""


def _settle(home: Path) -> str:
    journal = json.loads((home / JOURNAL).read_text(encoding="utf-8"))
    for prepared, place in ((Path(a), Path(b)) for a, b in journal["moves"]):
        if journal["ready"] and prepared.exists():
            for end in LOGS[1:]:
                Path(f"{place}{end}").unlink(missing_ok=True)
            prepared.replace(place)
            _sync(place.parent)
        for end in LOGS:
            Path(f"{prepared}{end}").unlink(missing_ok=True)
    (home / JOURNAL).unlink()
    _sync(home)
    return "new" if journal["ready"] else "old"


def _write_journal(home: Path, moves: Moves, *, ready: bool) -> None:
    text = json.dumps({"ready": ready, "moves": [[str(a), str(b)] for a, b in moves]})
    part = home / f"{JOURNAL}.part"
    with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(home / JOURNAL)
    _sync(home)


def _open_lock(home: Path) -> int:
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.open(home / LOCK, os.O_CREAT | os.O_RDWR, 0o600)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
