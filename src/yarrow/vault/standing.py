"""What the doctor looks at in the installation: records, keys, jobs, copies."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.checks import Tags, run_checks

from yarrow.vault import doctor, due, startup
from yarrow.vault.backups import archives, taking
from yarrow.vault.findings import Finding, examines
from yarrow.vault.models import DueJob, TrailHead

LATE = timedelta(hours=1)
DAILY = timedelta(hours=26)
COPIED_EVERY = timedelta(days=2)
# Touched by whatever copies backups and anchors off this machine (deploy/copy-away).
COPIED_AWAY = "copied-away"


def ready() -> None:
    """Register every look of this file."""
    for name, look in (
        ("start", start),
        ("records", records),
        ("keys and trail", keys),
        ("jobs", jobs),
        ("backups", backups),
        ("copies elsewhere", copies_elsewhere),
    ):
        examines(name, look)


def start(_at: datetime) -> Iterator[Finding]:
    """What would keep the server from starting, or that it would complain about."""
    seen = {"vault.W014", "vault.W015"}
    for each in run_checks(tags=[startup.TAG, Tags.models, Tags.urls]):
        if not each.is_silenced() and each.id not in seen:
            yield Finding(
                str(each.msg),
                "The server does not start like that." if each.is_serious() else "It is safer otherwise.",
                str(each.hint or "See docs/how-to/run-a-server.md."),
                "wrong" if each.is_serious() else "advice",
            )


def records(_at: datetime) -> Iterator[Finding]:
    """Reachable, and up to date."""
    waiting = startup.waiting_migrations()
    if waiting:
        yield Finding(
            f"{len(waiting)} migrations are waiting.",
            "This version of Yarrow does not fit the records yet.",
            "yarrow setup",
        )


def keys(at: datetime) -> Iterator[Finding]:
    """Everything that `yarrow keys doctor` finds."""
    for risk in doctor.risks(at):
        what, _colon, todo = risk.what.partition(": ")
        why = "Somebody could be shut out of what is sealed, or a change could go unseen."
        yield Finding(
            what[0].upper() + what[1:], why, todo or "yarrow keys doctor", project_id=risk.project_id
        )


def jobs(at: datetime) -> Iterator[Finding]:
    """Alive, on time, and none failing."""
    waiting = DueJob.objects.filter(done_at=None)
    for row in waiting.filter(n_tried__gt=0).order_by("id")[:20]:
        yield Finding(
            f"The job {row.name} failed {row.n_tried} times ({row.fault}).",
            "What it does is not done.",
            f"Look in the log for “job {row.name} failed”; it is tried again by itself.",
            project_id=row.project_id,
        )
    last = DueJob.objects.exclude(done_at=None).order_by("-done_at").values_list("done_at", flat=True).first()
    n_late = waiting.filter(due_at__lt=at - LATE, n_tried=0).count()
    if n_late or (TrailHead.objects.exists() and (last is None or at - last > DAILY)):
        yield Finding(
            f"Nothing carries out what is due ({n_late} waiting).",
            "Trails are not anchored, and nothing ends when its time is over.",
            "Keep `yarrow work` running: systemctl enable --now yarrow-work",
        )
    unknown = waiting.exclude(name__in=[kind.name for kind in due.kinds()]).count()
    if unknown:
        yield Finding(
            f"{unknown} jobs are of a kind that this version does not know.",
            "They wait for the version that added them.",
            "Finish the update, or go back to that version.",
            "advice",
        )


def backups(at: datetime) -> Iterator[Finding]:
    """Taken lately, apart from each other, and the keyring's not kept too long."""
    if not (settings.BACKUP_RECORDS and settings.BACKUP_KEYRING):
        yield Finding(
            "No nightly backup is set up.",
            "A broken disk would take everything.",
            "Set YARROW_BACKUP_RECORDS and YARROW_BACKUP_KEYRING to folders on two other disks.",
        )
        return
    folders = {
        archives.RECORDS: Path(settings.BACKUP_RECORDS),
        archives.KEYRING: Path(settings.BACKUP_KEYRING),
    }
    taken = {kind: sorted(archives.of_kind(folder, kind)) for kind, folder in folders.items()}
    for kind, paths in taken.items():
        last = max((archives.taken_at(path) for path in paths), default=None)
        if last is None or at - last > COPIED_EVERY:
            yield Finding(
                f"There is no copy of the {kind} of the last two days.",
                "What was written since would be lost.",
                "Look at the job vault.backup, or run `yarrow backup` by hand.",
            )
    kept = at - timedelta(days=taking.MOST_DAYS)
    if any(archives.taken_at(path) < kept for path in taken[archives.KEYRING]):
        yield Finding(
            f"A copy of the keyring is older than {taking.MOST_DAYS} days.",
            "It brings back the keys of people who were erased since.",
            f"Delete it from {settings.BACKUP_KEYRING}.",
        )
    disks = {folder.stat().st_dev for folder in folders.values() if folder.exists()}
    if len(disks) == 1 and not settings.BACKUP_SAME_DISK:
        yield Finding(
            "Records and keyring are copied to one disk.",
            "Who takes it has both.",
            "Name a folder on another disk.",
        )


def copies_elsewhere(at: datetime) -> Iterator[Finding]:
    """Off the machine: whatever copies them away leaves its mark in the home."""
    mark = Path(settings.HOME) / COPIED_AWAY
    copied = datetime.fromtimestamp(mark.stat().st_mtime, UTC) if mark.exists() else None
    if copied is None or at - copied > COPIED_EVERY:
        when = f"since {copied:%d %B %Y}" if copied else "yet"
        yield Finding(
            f"Nothing says that backups and anchors left this machine {when}.",
            "A fire, a thief or a cut trail would go unanswered.",
            f"Copy both off each day, then touch {mark}: docs/how-to/run-a-server.md.",
        )
