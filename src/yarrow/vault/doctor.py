"""What is at risk with the keys: who could still open what if somebody left, and what no longer fits together."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from yarrow.vault import (
    anchors,
    append_only,
    compartments,
    erasing,
    fence,
    keyring,
    ledgers,
    owning,
    recovery,
    rekeying,
    stretching,
    trail,
)
from yarrow.vault.models import Compartment, Grant, HolderKey

ANCHOR_EVERY = timedelta(days=2)
ALGORITHMS = {
    "values and subject keys": "XChaCha20-Poly1305 (format 1)",
    "compartment keys to holders": "X25519 sealed box (XSalsa20-Poly1305)",
    "entries sealed in a browser": "P-256 ECDH, HKDF-SHA256, AES-256-GCM",
    "trail": "SHA-256 chain",
}


@dataclass(frozen=True)
class Risk:
    """One thing to put right; `project_id` None: it concerns the whole installation."""

    project_id: UUID | None
    what: str


def project_ids() -> list[UUID]:
    """Every project that has keys."""
    return trail.project_ids()


def holders(project_id: UUID) -> dict[str, set[UUID]]:
    """Ids of the holders of each compartment's current key."""
    with fence.around(project_id):
        names = Compartment.objects.filter(project_id=project_id, retired_at=None).values_list(
            "name", flat=True
        )
        return {name: compartments.holders_of(project_id, name) for name in sorted(names)}


def algorithms() -> dict[str, Any]:
    """What everything is sealed with, and how many passphrases are stretched at which cost."""
    costs = Counter(
        f"{cost['alg']} t={cost['time']} {cost['memory_kib'] // 1024} MiB"
        for cost in HolderKey.objects.values_list("cost", flat=True)
    )
    return {**ALGORITHMS, "passphrases": dict(costs)}


def risks(at: datetime) -> list[Risk]:
    """Everything that is not as it should be."""
    found: list[Risk] = []
    for project_id in project_ids():
        with fence.around(project_id):
            found += [Risk(project_id, what) for what in _of_project(project_id, at)]
    return found + [Risk(None, what) for what in _of_installation(at)]


def advice(project_id: UUID) -> list[str]:
    """What would be good and is no risk yet."""
    with fence.around(project_id):
        states = rekeying.states(project_id)
    return [
        f"{key.name}: somebody who held the key left on {key.advised_at:%d %B %Y}; make a new one at Workers, Keys"
        for key in states
        if key.advised_at
    ]


def _of_project(project_id: UUID, at: datetime) -> Iterator[str]:
    for name, held_by in _taken_up(project_id).items():
        if len(held_by) < compartments.FEWEST_HOLDERS:
            many = "nobody holds" if not held_by else "only one worker holds"
            yield f"{many} the key to {name}: grant it to another"
    for key in rekeying.states(project_id):
        if key.n_behind:
            yield f"{key.n_behind} keys of {key.name} are under an older key: finish re-keying it at Workers, Keys"
    yield from _of_envelope(project_id, at)


def _of_envelope(project_id: UUID, at: datetime) -> Iterator[str]:
    envelope = recovery.current(project_id)
    if envelope is None:
        yield "there is no recovery envelope: make one"
        return
    covered = Grant.objects.filter(holder_id=envelope.id).values("compartment_id")
    current = Compartment.objects.filter(project_id=project_id, retired_at=None)
    for name in current.exclude(id__in=covered).values_list("name", flat=True):
        yield f"the recovery envelope does not open {name}: make a new one"
    if envelope.proven_at is None:
        yield "the recovery envelope was never tried: run the drill"
    elif recovery.is_due(project_id, at):
        yield f"the recovery envelope was last tried on {envelope.proven_at:%d %B %Y}: run the drill"


def _taken_up(project_id: UUID) -> dict[str, set[UUID]]:
    """Holders of each compartment but those nobody has taken up and nothing is sealed under (ADR 0021)."""
    used = {compartment for project, _subject, compartment in keyring.subjects() if project == project_id}
    return {name: ids for name, ids in holders(project_id).items() if ids or name in used}


def _of_installation(at: datetime) -> Iterator[str]:
    cheap = [cost for cost in HolderKey.objects.values_list("cost", flat=True) if not _is_enough(cost)]
    if cheap:
        yield f"{len(cheap)} passphrases are stretched below the floor: their owners should change them"
    yield from _of_keyring(at)
    missing = append_only.wanted(connection) - append_only.standing(connection)
    if missing:
        yield f"the trail is not guarded: {', '.join(sorted(missing))} missing; run the migrations"
    unguarded = ledgers.missing(connection)
    if unguarded:
        yield f"a ledger or a sum is not guarded: {', '.join(sorted(unguarded))} missing; run the migrations"
    yield from owning.risks(connection)
    last = anchors.last_at()
    if project_ids() and (last is None or at - last > ANCHOR_EVERY):
        yield "the trail was not anchored for two days: run `yarrow anchor-trail` daily"


def _of_keyring(at: datetime) -> Iterator[str]:
    lost = erasing.lost_places()
    if lost:
        yield f"{len(lost)} subjects have sealed fields and no key: the keyring is older than the records"
    orphans = erasing.orphans(at - erasing.ORPHAN_AFTER)
    if orphans:
        yield f"{len(orphans)} keys belong to nothing: run `yarrow keys sweep`"
    if keyring.half_erased():
        yield "an erasure is not finished: start the server, or run `yarrow keys replay`"
    if anchors.forgotten():
        yield "the keyring forgot erasures: run `yarrow keys replay`"


def _is_enough(cost: dict[str, Any]) -> bool:
    enough_time = cost["time"] >= stretching.FLOOR_TIME
    return bool(enough_time and cost["memory_kib"] >= stretching.FLOOR_MEMORY_KIB)
