"""What the doctor looks at: the file of the sender's keys, half a set-up, and whether anybody sends."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from yarrow.methods.refusals import Fault
from yarrow.sending import keyfile, ways
from yarrow.sending.models import Message
from yarrow.vault import fence, trail
from yarrow.vault.findings import Finding, examines

LATE = timedelta(minutes=30)
SETTING = "docs/how-to/send-messages.md"


def ready() -> None:
    """Register the looks; called once as the room starts."""
    examines("the sender's keys", keys)
    examines("messages", messages)


def keys(at: datetime) -> Iterator[Finding]:
    """One file, whole, in no backup. Who can read it is looked at with the other files (`vault.machine`)."""
    file = keyfile.path()
    if file.exists():
        yield from _of_file(file, at)
    elif ways.set_up():
        yield Finding(
            f"There is no {file.name}.",
            "Without the sender's keys nothing leaves, and published words stay closed.",
            "Start `yarrow send`, which makes it. What was armed or published before can't be opened any more.",
        )


def _of_file(file: Path, at: datetime) -> Iterator[Finding]:
    for folder in (settings.BACKUP_RECORDS, settings.BACKUP_KEYRING):
        if folder and file.resolve().is_relative_to(Path(folder).resolve()):
            yield Finding(
                f"{file.name} lies in a folder of backups.",
                "Whoever finds a backup of the records beside it opens what was to be sent.",
                "Move it away from there and name its place in YARROW_REACH_KEY.",
            )
    try:
        kept = keyfile.read()
    except Fault:
        yield Finding(
            f"{file.name} can't be read.",
            "Without the sender's keys nothing leaves, and published words stay closed.",
            "Put a whole copy back, or move it away: `yarrow send` makes a new one, and what was armed is lost.",
        )
        return
    if at.date() - kept.day > keyfile.LONGEST:
        yield Finding(
            f"{file.name} was not moved on since {kept.day}.",
            "It could still open messages of that time in an old copy of the records.",
            f"Keep `yarrow send` running ({SETTING}).",
        )


def messages(at: datetime) -> Iterator[Finding]:
    """Ways that lack something, ways in the open, and messages that nobody sends."""
    for way, names in ways.half_set_up().items():
        yield Finding(
            f"Sending by {way} lacks YARROW_{', YARROW_'.join(names)}.",
            "Messages that should leave on this way fail at once.",
            f"Set it, or take the others out ({SETTING}).",
        )
    if settings.PUSH_CONTACT and not settings.PUSH_CONTACT.startswith(("mailto:", "https://")):
        yield Finding(
            "YARROW_PUSH_CONTACT is no address.",
            "Push services refuse whoever can't be reached.",
            "Write mailto: and an address, or https:// and a page.",
        )
    for name in ways.is_open():
        yield Finding(
            f"YARROW_{name} lets words travel in the open.",
            "Whoever is on the way reads to whom the project writes, and what.",
            "Use TLS.",
        )
    for project_id in trail.project_ids():
        with fence.around(project_id):
            late = Message.objects.filter(
                project_id=project_id, state=Message.State.ARMED, due_at__lt=at - LATE
            ).count()
        if late:
            yield Finding(
                f"Messages that should have left half an hour ago: {late}.",
                "Warnings arrive late, or never: after seven days they are dropped.",
                f"Keep `yarrow send` running ({SETTING}).",
                project_id=project_id,
            )
