"""The anchor file: what is kept outside the databases so that they can't be set back unseen.

One JSON line per fact, only ever added to and synced to the disk: the end of each project's trail (daily), each
erasure as it begins, each restore, whose keys were taken away, and behind which row a trail was pruned. Copied off
the machine every day, it betrays a cut or rewritten trail and a restored keyring that forgot an erasure, and lets a
restore shut out again whoever was shut out since. It carries random ids and hashes only.
"""

import fcntl
import hmac
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils.crypto import salted_hmac

from yarrow.methods.refusals import Fault
from yarrow.vault import fence, keyring, trail
from yarrow.vault.models import TrailHead, TrailRow
from yarrow.vault.trail import Break

TRAIL, ERASED, PRUNED, RESTORED, SHUT_OUT = "trail", "erased", "pruned", "restored", "shut_out"
KINDS = (TRAIL, ERASED, PRUNED, RESTORED, SHUT_OUT)


def anchor_trails(at: datetime) -> int:
    """Write the end of every project's trail down; how many projects."""
    heads = list(TrailHead.objects.order_by("project_id"))
    for head in heads:
        _anchor(head, at)
    return len(heads)


def anchor_trail(project_id: UUID, at: datetime) -> None:
    """Write the end of one project's trail down. Written twice it says the same."""
    _anchor(TrailHead.objects.get(project_id=project_id), at)


def note_erasure(project_id: UUID, subject: UUID, at: datetime) -> None:
    """Write down that a subject is being erased; on the disk before this returns. Noted twice it says the same."""
    _add({"kind": ERASED, "project": str(project_id), "subject": str(subject)}, at)


def note_shut_out(project_id: UUID, who: UUID, at: datetime, *, compartment: str = "") -> None:
    """Write down, once the transaction stands, that a holder or a device is shut out; of a compartment, or of all."""
    fact = {"kind": SHUT_OUT, "project": str(project_id), "who": str(who), "compartment": compartment}
    transaction.on_commit(lambda: _add(fact, at))


def note_pruned(project_id: UUID, n: int, end: str, at: datetime) -> None:
    """Write down, signed, that a trail may begin after row `n` of this hash; on the disk before this returns."""
    fact = {"project": str(project_id), "n": n, "hash": end}
    _add({"kind": PRUNED, **fact, "signed": _signature(fact)}, at)


def checkpoints(project_id: UUID) -> dict[int, str]:
    """Number → hash of every row after which this project's trail may begin; only what we signed ourselves."""
    return {
        fact["n"]: fact["hash"]
        for fact in _facts()
        if fact["kind"] == PRUNED
        and fact["project"] == str(project_id)
        and hmac.compare_digest(fact["signed"], _signature(fact))
    }


def note_restore(project_id: UUID, last: tuple[int, str], at: datetime) -> None:
    """Write down that a project's trail was set back, by a restore, to end with row `last`."""
    _add({"kind": RESTORED, "project": str(project_id), "n": last[0], "hash": last[1]}, at)


def of_trail(project_id: UUID) -> list[tuple[int, str]]:
    """(number, hash) of every anchor of a project's trail, in the order written.

    A restore sets the trail back, and says so in the file: anchors of rows beyond that hold no more.
    """
    found: list[tuple[int, str]] = []
    for fact in _facts():
        if fact["project"] != str(project_id) or fact["kind"] not in (TRAIL, RESTORED):
            continue
        if fact["kind"] == RESTORED:
            found = [anchor for anchor in found if anchor[0] <= fact["n"]]
        found.append((fact["n"], fact["hash"]))
    return found


def restores() -> list[tuple[UUID, datetime]]:
    """(project, instant) of every time a trail was set back by a restore."""
    return [
        (UUID(fact["project"]), datetime.fromisoformat(fact["at"]))
        for fact in _facts()
        if fact["kind"] == RESTORED
    ]


def shut_out_since(instant: datetime) -> set[tuple[UUID, UUID, str]]:
    """(project, holder or device, compartment or "") of everybody shut out in or after the second of `instant`."""
    second = instant.replace(microsecond=0)
    return {
        (UUID(fact["project"]), UUID(fact["who"]), fact["compartment"])
        for fact in _facts()
        if fact["kind"] == SHUT_OUT and datetime.fromisoformat(fact["at"]) >= second
    }


def erasures() -> set[tuple[UUID, UUID]]:
    """(project, subject) of every erasure that the file knows."""
    return {(UUID(fact["project"]), UUID(fact["subject"])) for fact in _facts() if fact["kind"] == ERASED}


def last_at() -> datetime | None:
    """When a trail was last anchored."""
    return max(
        (datetime.fromisoformat(fact["at"]) for fact in _facts() if fact["kind"] == TRAIL), default=None
    )


def forgotten() -> set[tuple[UUID, UUID]]:
    """Erasures that the keyring knows nothing of: it was set back to an older copy."""
    noted = erasures()
    return noted - keyring.tombstones() if noted else set()


def verify(project_id: UUID) -> list[Break]:
    """Walk a project's trail against itself and against every anchor; every place where it is not what was written."""
    with fence.around(project_id):
        return _verify(project_id)


def _verify(project_id: UUID) -> list[Break]:
    anchored = of_trail(project_id)
    last = max(anchored, default=None)
    first = TrailRow.objects.filter(project_id=project_id).aggregate(n=Min("n"))["n"] or 1
    breaks = trail.verify(project_id, last, after=(first - 1, checkpoints(project_id).get(first - 1, "")))
    hashes = dict(
        TrailRow.objects.filter(project_id=project_id, n__in=[n for n, _ in anchored]).values_list(
            "n", "hash"
        )
    )
    earlier = [anchor for anchor in anchored if anchor != last and anchor[0]]
    found = [Break(n, "rewritten since the anchor") for n, seen in earlier if hashes.get(n, seen) != seen]
    return sorted({*breaks, *found}, key=lambda each: (each.n, each.what))


def projects() -> list[UUID]:
    """Every project that has a trail, in the database or in the file."""
    in_file = {UUID(fact["project"]) for fact in _facts() if fact["kind"] not in (ERASED, SHUT_OUT)}
    return sorted(in_file | set(TrailHead.objects.values_list("project_id", flat=True)))


def _anchor(head: TrailHead, at: datetime) -> None:
    _add({"kind": TRAIL, "project": str(head.project_id), "n": head.n, "hash": head.hash}, at)


def _signature(fact: dict[str, Any]) -> str:
    said = f"{fact['project']}|{fact['n']}|{fact['hash']}"
    return salted_hmac("yarrow.trail.checkpoint", said, algorithm="sha256").hexdigest()


def _add(fact: dict[str, Any], at: datetime) -> None:
    path = Path(settings.ANCHORS)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps({"at": at.isoformat(timespec="seconds"), **fact}, separators=(",", ":")) + "\n"
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write((b"" if _ends_a_line(file) else b"\n") + line.encode())
        os.fsync(file.fileno())


def _ends_a_line(file: Any) -> bool:
    """False after a process died in the middle of a line: the next one starts afresh."""
    size = file.seek(0, os.SEEK_END)
    return not size or os.pread(file.fileno(), 1, size - 1) == b"\n"


def _facts() -> Iterator[dict[str, Any]]:
    """Every whole line of the file; a Fault for one that is none of ours."""
    path = Path(settings.ANCHORS)
    if not path.exists():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.endswith("}"):
            continue
        try:
            fact = json.loads(line)
            if fact["kind"] not in KINDS:
                raise KeyError(fact["kind"])
        except (ValueError, KeyError, TypeError):
            raise Fault(f"line {number} of the anchor file is not what was written") from None
        yield fact
