"""What nobody has read yet when a subject is erased: it may be about them, and no declaration leads there.

Each room that keeps such things says so as it starts. Entries of the inbox that name one of the subject's rows by
its number go with the subject; names that were typed can only be found by opening what waits.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from yarrow.methods.refusals import Fault
from yarrow.vault import at_once, entries
from yarrow.vault.actors import Actor
from yarrow.vault.belonging import rows_of
from yarrow.vault.models import InboxEntry

ERASED = "erased"


@dataclass(frozen=True)
class Unread:
    """One place where something waits: what to say of it, and the page on which it is opened or dropped."""

    words: str
    address: str


_places: list[Callable[[Any], list[Unread]]] = []
# Kind of entry → where it names something of its sender's by its number, without telling of it.
_names: dict[str, tuple[str, ...]] = {}


def waits(place: Callable[[Any], list[Unread]]) -> None:
    """Say where things wait in a project; each room does so as it starts."""
    if place not in _places:
        _places.append(place)


def only_names(kind: str, *path: str) -> None:
    """Say where entries of a kind name another row that they tell nothing of; each room does so as it starts."""
    _names[kind] = path


def in_project(project: Any) -> list[Unread]:
    """Everything of a project that waits to be read."""
    return [unread for place in _places for unread in place(project)]


def numbers_of(subject: models.Model) -> set[str]:
    """The random ids of a subject and of every row that belongs to it."""
    ids = [rows.order_by().values_list("pk", flat=True) for _model, rows in rows_of(subject)]
    at_once.read(*ids)
    return {str(pk) for those in ids for pk in those if isinstance(pk, UUID)}


def drop_entries_about(project_id: UUID, numbers: set[str], *, by: Actor, at: datetime) -> int:
    """Drop the entries that name one of these ids, as far as `by` holds keys; how many. Inside a transaction."""
    n = 0
    for entry in entries.unsettled(project_id):
        if by.holds(project_id, entry.compartment.name) and _names_one_of(entry, numbers, by):
            entries.mark(entry, InboxEntry.State.OPENED, by, at, act="vault.dismiss_entry", reason=ERASED)
            n += 1
    return n


def _names_one_of(entry: InboxEntry, numbers: set[str], by: Actor) -> bool:
    try:
        payload = entries.peek(entry, by=by)["payload"]
    except (Fault, ValueError):
        return False
    told = _without(payload, _names.get(entry.kind, ()))
    return any(number in said for said in _said(told) for number in numbers)


def _without(payload: Any, path: tuple[str, ...]) -> Any:
    """The same without what lies at this path."""
    if not path or not isinstance(payload, dict) or path[0] not in payload:
        return payload
    kept = {name: said for name, said in payload.items() if name != path[0]}
    return {**kept, path[0]: _without(payload[path[0]], path[1:])} if path[1:] else kept


def _said(value: Any) -> Iterator[str]:
    """Every piece of text in what an entry says."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _said(each)
    elif isinstance(value, str):
        yield value
