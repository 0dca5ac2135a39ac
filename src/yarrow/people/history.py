"""What stood in a person's record before, in words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from yarrow.people import lists, sheets
from yarrow.people.models import Person, PersonVersion
from yarrow.people.pages import way_in_words
from yarrow.staff.models import worker_names
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

MOST = 200


@dataclass(frozen=True)
class Changed:
    """One change: who, when, why, and {key, value} of what stood before it."""

    at: datetime
    by: str
    about: str
    why: str
    stood: list[dict[str, str]]


def lines_of(by: Actor, person: Person, reason: str) -> list[Changed]:
    """The last changes of a record, the latest first; opened with one trail row."""
    rows = list(PersonVersion._default_manager.filter(person=person)[:MOST])
    with reading(by, person.project_id, act="people.show_history", reason=reason) as page:
        opened = page.open_many(rows, "identity.stood")
    names = worker_names({row.changed_by for row in rows})
    return [
        Changed(
            at=row.changed_at,
            by=names.get(row.changed_by) or _("Yarrow itself"),
            about=_("A way to reach them") if row.about == PersonVersion.WAY else _("The record"),
            why=lists.label("change_reason", row.why) if row.why else "",
            stood=_in_words(row.about, opened[row.id].value),
        )
        for row in rows
    ]


def _in_words(about: str, stood: dict[str, Any]) -> list[dict[str, str]]:
    if about == PersonVersion.WAY:
        return way_in_words({"kind": "", "value": "", "safe_times": "", "cautions": [], **stood})
    return [
        {"key": sheets.field_label(field), "value": _value(field, value)} for field, value in stood.items()
    ]


def _value(field: str, value: Any) -> str:
    """What a field said; days come back from the seal as text."""
    is_day = field in ("born_on", "first_met_on") and value
    return sheets.value_in_words(field, date.fromisoformat(value) if is_day else value) or _("nothing")
