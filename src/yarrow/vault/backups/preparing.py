"""A process of its own that makes a backup's files whole before they are swapped in (see `restoring`).

Its settings name the prepared files. Reads one JSON object from stdin and prints one: counts, or why not.
"""

import json
import sys
from datetime import datetime
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 - only after the settings are read
from django.db.migrations.loader import MigrationLoader  # noqa: E402
from django.db.migrations.recorder import MigrationRecorder  # noqa: E402

from yarrow.methods.refusals import Fault, Refusal  # noqa: E402
from yarrow.vault import anchors, erasing, fence, forgetting, keyring, owning, trail  # noqa: E402
from yarrow.vault.actors import Actor  # noqa: E402
from yarrow.vault.backups import shutting_out  # noqa: E402
from yarrow.vault.models import SealedSession, TrailHead  # noqa: E402


def prepare(*, at: datetime, taken_at: datetime, replay: bool, unreadable: int) -> dict[str, int]:
    """Refuse what does not fit, upgrade, erase and shut out whom the anchors know, write the trail; the counts."""
    _check_keyring(replay)
    with owning.as_owner() as records:
        counts = _prepare(records, at=at, taken_at=taken_at, unreadable=unreadable)
        owning.admit(records)
    connection.close()
    keyring.close()
    return counts


def _prepare(records: Any, *, at: datetime, taken_at: datetime, unreadable: int) -> dict[str, int]:
    owning.prepare(records)
    _upgrade()
    n_replayed = erasing.replay_tombstones(at)
    n_cleared = forgetting.catch_up(at)
    n_lost = len(erasing.lost_places())
    if n_lost != unreadable:
        raise Refusal(
            f"{n_lost} subjects of these records have no key in this keyring: it is older than the records, or of "
            f"another installation. Take a newer keyring, or say --unreadable {n_lost} to do without them."
        )
    n_shut_out = shutting_out.shut_out_again(taken_at, at)
    SealedSession.objects.all().delete()
    _write_down(at)
    counts = {"n_replayed": n_replayed, "n_cleared": n_cleared}
    return {**counts, "n_unreadable": n_lost, "n_shut_out": n_shut_out}


def _check_keyring(replay: bool) -> None:
    try:
        n_forgotten = len(anchors.forgotten())
        keyring.count()
    except Fault as fault:
        raise Refusal(f"The keyring can't be used: {fault}.") from None
    if n_forgotten and not replay:
        raise Refusal(
            f"This keyring is older than {n_forgotten} erasures that the anchors know. Take the newest keyring. If "
            "there is none, say --replay: then they are erased again."
        )


def _upgrade() -> None:
    loader, done = MigrationLoader(None), set(MigrationRecorder(connection).applied_migrations())
    if done - set(loader.disk_migrations):
        raise Refusal(
            "This backup was made by a later version of Yarrow. Install that version, then restore again."
        )
    if set(loader.disk_migrations) - done:
        owning.change_tables()


def _write_down(at: datetime) -> None:
    """One row on each trail; and where each trail goes on, beside the anchors of what is not there any more."""
    for head in TrailHead.objects.order_by("project_id"):
        was = (head.n, head.hash)
        with fence.around(head.project_id), transaction.atomic():
            shutting_out.settle(head.project_id, at)
            trail.note(head.project_id, by=Actor.system("restore"), act="vault.restore", at=at)
        anchors.note_restore(head.project_id, was, at)


def main(told: dict[str, Any]) -> dict[str, Any]:
    """Counts, or the sentence of a refusal."""
    try:
        return prepare(
            at=datetime.fromisoformat(told["at"]),
            taken_at=datetime.fromisoformat(told["taken_at"]),
            replay=told["replay"],
            unreadable=told["unreadable"],
        )
    except Refusal as refusal:
        return {"refused": refusal.message}


if __name__ == "__main__":
    print(json.dumps(main(json.load(sys.stdin))))
