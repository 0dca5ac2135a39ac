"""Rows that are written without anybody's key and read by a holder: a value sealed to a compartment's public key.

For what the inbox can't take: an entry of the inbox is a person's, has an instant and goes through an action again.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import models

from yarrow.vault import sealing, trail
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Tampered
from yarrow.vault.models import Compartment

AT_ONCE = 200
# Compartment → the models whose rows are sealed to its key; rooms say so as they start.
_kept: dict[str, list[Any]] = {}


class Blind(Protocol):
    """A row with a sealed envelope. It is bound to its id, so that it opens in no other row."""

    id: UUID
    envelope: Any
    key_id: UUID | None


def keep(compartment: str, model: type[models.Model]) -> None:
    """Say that rows of this model have envelopes, so that a renewed key reaches them."""
    _kept.setdefault(compartment, []).append(model)


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


def seal_again(project_id: UUID, compartment: str, *, by: Actor) -> int:
    """Seal every envelope that is still under an older key under the one in force; how many were.

    Raises Locked, NoGrant. One that does not open in its row is left, as it never opened anything.
    """
    current, n = Compartment.current(project_id, compartment), 0
    for model in _kept.get(compartment, ()):
        rows = model._base_manager.filter(project_id=project_id).exclude(envelope=None).exclude(key=current)
        for row in rows.iterator(AT_ONCE):
            try:
                ((_id, value),) = _opened([row], project_id, compartment, by)
            except Tampered:
                continue
            key, envelope = seal(project_id, compartment, row.id, value)
            n += rows.filter(pk=row.pk).update(key=key, envelope=envelope)
    return n
