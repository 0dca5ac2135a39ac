"""Who opened or changed a person's record, in words: the trail about them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yarrow.people import lists, purposes, sheets
from yarrow.people.models import Person
from yarrow.staff.models import Project, worker_names
from yarrow.staff.roles import ROLES, role_label
from yarrow.vault import telling, trail

OPENINGS_PAGE = 50


@dataclass(frozen=True)
class OpeningShown:
    """One line of "who opened this record"."""

    at: datetime
    name: str
    role: str
    did: str
    fields: tuple[str, ...]
    reason: str


def openings(project: Project, person: Person, page: int = 1) -> tuple[list[OpeningShown], bool]:
    """One page of the trail about a person, newest first, in words; and whether there is more."""
    start = (max(page, 1) - 1) * OPENINGS_PAGE
    rows = list(trail.rows_about(project.id, person.id)[start : start + OPENINGS_PAGE + 1])
    return _openings(rows[:OPENINGS_PAGE]), len(rows) > OPENINGS_PAGE


def all_openings(project: Project, person: Person) -> list[OpeningShown]:
    """The whole trail about a person, newest first."""
    return _openings(list(trail.rows_about(project.id, person.id)))


def _openings(rows: list[Any]) -> list[OpeningShown]:
    names = worker_names({row.by_id for row in rows})
    return [
        OpeningShown(
            at=row.at,
            name=names.get(row.by_id) or _("Yarrow itself"),
            role=role_label(row.role) if row.role in ROLES else "",
            did=telling.act_in_words(row.act),
            fields=tuple(dict.fromkeys(field_in_words(field) for field in row.fields)),
            reason=reason_in_words(row.act, row.reason),
        )
        for row in rows
    ]


def field_in_words(name: str) -> str:
    """A field of the trail in words: ours by label, another room's as it is told."""
    parts = name.split(".")
    model, field = ".".join(parts[:2]), parts[-1]
    ours = {
        "people.alias": _("other names"),
        "people.personsetting": _("settings"),
        "people.waytoreach": _("ways to reach"),
        "people.safeguardingstep": _("safeguarding steps"),
        "people.keyworker": _("key worker"),
        "people.paper": _("papers"),
    }
    if model == "people.person" and field in sheets.FIELD_LABELS:
        return sheets.field_label(field).lower()
    return str(ours.get(model) or telling.field_in_words(name))


def reason_in_words(act: str, reason: str) -> str:
    """The reason given, where it is one of the lists'; for what left, who got it."""
    own = {
        "people.change_person": "change_reason",
        "people.copy_person": "copy_reason",
        "people.erase_person": "erase_reason",
    }
    for name in (own[act],) if act in own else ("open_reason", "end_reason"):
        if reason in lists.codes(name):
            return lists.label(name, reason)
    return dict(purposes.choices("recipients")).get(reason, "")
