"""Keeping what stood before a change, so that a correction never writes over what was known."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from yarrow.people.models import OfPerson, Person, PersonVersion
from yarrow.vault.actors import Actor


def keep(
    row: Person | OfPerson,
    about: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    version: int,
    why: str,
    by: Actor,
    at: datetime,
) -> None:
    """One history row with the values of `before` that are others in `after`; none when nothing differs."""
    differs = {name: _plain(value) for name, value in before.items() if _differs(value, after[name])}
    if not differs:
        return
    person_id = row.pk if isinstance(row, Person) else row.person_id
    kept = PersonVersion(
        project_id=row.project_id,
        person_id=person_id,
        about=about,
        row_id=row.pk,
        n=version,
        why=why,
        changed_by=by.id,
        changed_at=at,
    )
    kept.sealed.put("identity.stood", differs, by.unlocked)
    kept.save(force_insert=True)


def _differs(before: Any, after: Any) -> bool:
    return (_plain(before) or None) != (_plain(after) or None)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
