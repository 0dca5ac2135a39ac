"""What the desk's own pages list: devices and inbox entries of one project."""

import base64
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import Error
from django.utils.translation import ngettext

from yarrow.desk.errors import NotTaken
from yarrow.methods.refusals import Fault
from yarrow.staff.models import Project, worker_names
from yarrow.staff.queries import holder_names
from yarrow.staff.roles import COMPARTMENT_LABELS
from yarrow.vault import compartments, devices, inbox
from yarrow.vault.actors import Actor
from yarrow.vault.models import Compartment, Device, InboxEntry, TrailHead
from yarrow.vault.unread import Unread

# Compartments that devices seal to.
INTAKE = ("identity", "notes")


log = logging.getLogger(__name__)


def can_read() -> bool:
    """Whether the records answer; one query."""
    try:
        TrailHead.objects.exists()
    except Error as fault:
        log.error("the records can't be read", exc_info=fault)
        return False
    return True


@dataclass(frozen=True)
class DeviceLine:
    """One device as its page shows it."""

    device: Device
    added_by: str
    n_left: int


@dataclass(frozen=True)
class WaitingLine:
    """What waits in one compartment, whether this reader can open it now, and the names of those who hold its key."""

    label: str
    n: int
    oldest_at: datetime
    is_mine: bool
    holders: list[str]


@dataclass(frozen=True)
class EntryLine:
    """An entry that needs a person's look: nothing of what it says."""

    entry: InboxEntry
    left_by: str
    is_mine: bool


def device_lines(project: Project) -> list[DeviceLine]:
    """The devices of a project, those in use first."""
    listed = sorted(devices.of_project(project.id), key=lambda device: device.revoked_at is not None)
    names = worker_names({device.added_by for device in listed})
    left = devices.n_left(project.id)
    return [DeviceLine(device, names.get(device.added_by, ""), left.get(device.id, 0)) for device in listed]


def device_in(project: Project, device_id: UUID) -> Device | None:
    """One device of this project; None for another project's."""
    return devices.of_project(project.id).filter(id=device_id).first()


def intake_keys(project: Project) -> list[dict[str, str]]:
    """What a device seals to: per compartment its name, key id and public point (base64)."""
    current = Compartment.objects.filter(project_id=project.id, retired_at=None, name__in=INTAKE)
    return [
        {
            "compartment": key.name,
            "key": str(key.id),
            "point": base64.b64encode(bytes(key.intake_public)).decode(),
        }
        for key in current.order_by("name")
    ]


def waiting_lines(project: Project, by: Actor) -> list[WaitingLine]:
    """What waits to be opened, by compartment."""
    return [
        WaitingLine(
            label=str(COMPARTMENT_LABELS[line.compartment]),
            n=line.n,
            oldest_at=line.oldest_at,
            is_mine=by.holds(project.id, line.compartment),
            holders=holder_names(compartments.holders_of(project.id, line.compartment)),
        )
        for line in inbox.waiting(project.id)
        if line.state == InboxEntry.State.WAITING
    ]


def look_lines(project: Project, by: Actor) -> list[EntryLine]:
    """Entries that an action refused, and conflicts; oldest first."""
    entries = list(inbox.needing_a_look(project.id))
    names = _who_left(project, entries)
    return [
        EntryLine(entry, names.get(entry.left_by, ""), by.holds(project.id, entry.compartment.name))
        for entry in entries
    ]


def entry_in(project: Project, number: int) -> InboxEntry | None:
    """One entry of this project that needs a look; None for another project's, or a settled one."""
    return inbox.needing_a_look(project.id).filter(pk=number).first()


def payload_of(entry: InboxEntry, by: Actor) -> dict[str, Any]:
    """What an entry says; NotTaken when it can't be read. Raises Locked or NoGrant."""
    try:
        payload: dict[str, Any] = inbox.peek(entry, by=by)["payload"]
    except (Fault, ValueError):
        raise NotTaken(inbox.UNREADABLE) from None
    return payload


def unread_entries(project: Project) -> list[Unread]:
    """The entries that wait, with the page where they are opened."""
    n = inbox.n_waiting(project.id)
    words = ngettext("%d entry in the inbox", "%d entries in the inbox", n) % n
    return [Unread(words, project.url("desk:list_entries"))] if n else []


def _who_left(project: Project, entries: Sequence[InboxEntry]) -> dict[UUID, str]:
    names = worker_names({entry.left_by for entry in entries})
    return names | {device.id: device.name for device in devices.of_project(project.id)}
