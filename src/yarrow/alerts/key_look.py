"""For `yarrow doctor`: whether the key of checks lies where it should, for nobody else to read, and in no backup."""

import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from yarrow.alerts import tags
from yarrow.alerts.models import Released
from yarrow.methods.refusals import Fault
from yarrow.vault import fence, trail
from yarrow.vault.findings import Finding

WHY_CLOSED = "Whoever has the key and the records can try every telephone number in about an hour."
WHY_LOST = "A check that can't look would otherwise say that nothing is known."
TAG_ANEW = "An adviser of each project presses the button at Check a number, Numbers that checks may find."


def examine(at: datetime) -> Iterator[Finding]:
    """What is wrong with the key. Where there is none, none is made here: whoever looks changes nothing."""
    place = tags.path()
    yield from _in_a_backup(place)
    if not place.exists():
        if _has_any():
            yield Finding(
                "The key of checks is missing.", WHY_LOST, f"Start the server, which makes one. {TAG_ANEW}"
            )
        return
    if stat.S_IMODE(place.stat().st_mode) & 0o077:
        yield Finding(
            "The key of checks can be read by other accounts of this machine.",
            WHY_CLOSED,
            f"chmod go= {place}",
        )
    try:
        key = tags.key()
    except (Fault, PermissionError):
        yield Finding(
            "The key of checks can't be read.",
            WHY_LOST,
            f"Look at {place}: its owner is the server's account.",
        )
        return
    yield from _of_another(key)


def _of_another(key: tags.Key) -> Iterator[Finding]:
    for project_id in trail.project_ids():
        with fence.around(project_id):
            n = _rows(project_id).exclude(key_id=key.id).count()
        if n:
            yield Finding(
                f"{n} released identifiers were tagged with another key of checks: no check finds them.",
                WHY_LOST,
                TAG_ANEW,
                project_id=project_id,
            )


def _has_any() -> bool:
    for project_id in trail.project_ids():
        with fence.around(project_id):
            if _rows(project_id).exists():
                return True
    return False


def _rows(project_id: UUID) -> QuerySet[Released]:
    return Released.objects.filter(project=project_id)


def _in_a_backup(place: Path) -> Iterator[Finding]:
    """Beside the records' copies the key opens what was left out of them."""
    folders = [Path(name) for name in (settings.BACKUP_RECORDS, settings.BACKUP_KEYRING) if name]
    for folder in folders:
        if folder.resolve() in place.resolve().parents or any(folder.rglob(place.name)):
            yield Finding(
                f"The key of checks lies in {folder}, where backups go.",
                WHY_CLOSED,
                "Take it out of there. No backup needs it: an adviser makes the tags anew.",
            )
