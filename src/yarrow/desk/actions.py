"""What the door itself writes; everything else goes through the rooms below."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from yarrow.contacts.rules import check_same_project
from yarrow.staff.models import Project
from yarrow.vault import inbox
from yarrow.vault.actors import Actor
from yarrow.vault.models import InboxEntry


def settle_again(
    *, project: Project, by: Actor, at: datetime, entry: InboxEntry, payload: dict[str, Any]
) -> bool:
    """Run an entry through its action as corrected; False when it is refused again.

    A conflict (other bytes under an id that was taken) becomes an entry of its own, under a new id.
    """
    check_same_project(project, entry)
    is_conflict = entry.state == InboxEntry.State.CONFLICT
    own_id = uuid4() if is_conflict else None
    return inbox.settle(entry, by=by, at=at, payload=payload, entry_id=own_id)
