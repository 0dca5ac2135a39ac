"""Rows that are written without anybody's key and read by a holder: a value sealed to a compartment's public key.

For what the inbox can't take: an entry of the inbox is a person's, has an instant and goes through an action again.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from yarrow.vault import sealing, trail
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Tampered
from yarrow.vault.models import Compartment


class Blind(Protocol):
    """A row with a sealed envelope. It is bound to its id, so that it opens in no other row."""

    id: UUID
    envelope: Any
    key_id: UUID | None


def seal(project_id: UUID, compartment: str, row_id: UUID, value: Any) -> tuple[Compartment, bytes]:
    """(the key, the envelope) for a row. Nobody needs a key to write it."""
    key = Compartment.current(project_id, compartment)
    return key, sealing.seal_to(bytes(key.public_key), sealing.pack({"row": str(row_id), "value": value}))


def read(
    rows: Iterable[Blind],
    project_id: UUID,
    compartment: str,
    *,
    by: Actor,
    act: str,
    at: datetime,
    subject: UUID,
) -> list[tuple[UUID, Any]]:
    """(row id, value) of every row with an envelope; one trail row is committed before. Raises Locked, NoGrant."""
    opened = list(_opened(rows, project_id, compartment, by))
    if opened:
        trail.note_look(
            project_id, by=by, act=act, at=at, subject=subject, fields={f"{compartment}.envelope"}, reason=""
        )
    return opened


def _opened(
    rows: Iterable[Blind], project_id: UUID, compartment: str, by: Actor
) -> Iterator[tuple[UUID, Any]]:
    for row in rows:
        if row.envelope is None:
            continue
        secret = by.key.secret_of(project_id, compartment, str(row.key_id))
        content = sealing.unpack(sealing.open_with(secret, bytes(row.envelope)))
        if not isinstance(content, dict) or content.get("row") != str(row.id):
            raise Tampered("an envelope lies in another row than it was sealed for")
        yield row.id, content["value"]
