"""A person added while nobody's key is open: sealed now, added by the next holder through the same action."""

from datetime import date, datetime
from typing import Any, Unpack
from uuid import UUID

from yarrow.people import rules
from yarrow.people.actions.people import add_person
from yarrow.people.actions.rows import day_of
from yarrow.people.said import Said, checked
from yarrow.staff.models import Project
from yarrow.vault import inbox
from yarrow.vault.actors import Actor

KIND = "people.person"
DATES = ("born_on", "first_met_on")


def leave_person(*, project: Project, by: Actor, at: datetime, entry_id: UUID, **said: Unpack[Said]) -> None:
    """Seal what was said to the identity compartment. Raises what add_person raises, keys apart."""
    rules.check_may_write(by, project)
    kept = checked(said, day_of(at, project))
    plain = {field: value.isoformat() if isinstance(value, date) else value for field, value in kept.items()}
    payload = {"said": plain, "written_at": at.isoformat()}
    inbox.leave(project.id, "identity", kind=KIND, payload=payload, by=by, at=at, entry_id=entry_id)


def open_person(
    payload: dict[str, Any], *, project_id: UUID, by: Actor, at: datetime, entry_id: UUID
) -> None:
    """Add the person whom an inbox entry describes, as of when it was written."""
    said: dict[str, Any] = dict(payload["said"])
    for field in DATES:
        if said.get(field):
            said[field] = date.fromisoformat(said[field])
    add_person(
        project=Project.objects.get(id=project_id),
        by=by,
        at=datetime.fromisoformat(payload["written_at"]),
        entry_id=entry_id,
        **said,
    )
