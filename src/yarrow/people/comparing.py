"""Two records beside each other: what differs, in words, and what a merge shows of itself afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yarrow.people import queries, rules, said, sheets
from yarrow.people.errors import NotHere
from yarrow.people.models import Merge, Person
from yarrow.staff.models import Project, worker_name, worker_names
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading
from yarrow.vault.prepared import Prepared

FIELDS = (*said.SEALED, *said.PLAIN)


@dataclass(frozen=True)
class Choice:
    """A field in which two records differ, with both in words; `is_theirs`: the other one's is offered first."""

    field: str
    label: str
    here: str
    there: str
    is_theirs: bool


@dataclass(frozen=True)
class Compared:
    """Two people, each with what is known of them, and where they differ."""

    person: Person
    other: Person
    called: str
    other_called: str
    choices: list[Choice]
    same: list[dict[str, str]]


def compare(by: Actor, project: Project, person: Person, other: Person) -> Compared:
    """Open both on one page."""
    rows = [sheets.Rows(one) for one in (person, other)]
    at_once.read(*rows)
    with reading(by, project.id, act="people.compare_people") as page:
        opened = [
            sheets.open_sheet(page, one, theirs) for one, theirs in zip((person, other), rows, strict=True)
        ]
    here, there = (one.values() for one in opened)
    choices, same = [], []
    for field in FIELDS:
        words = [sheets.value_in_words(field, values[field]) for values in (here, there)]
        if words[0] != words[1]:
            theirs = not words[0] or (field == "first_met_on" and there[field] < here[field])
            label = sheets.field_label(field)
            choices.append(Choice(field, label, words[0] or _("Nothing"), words[1] or _("Nothing"), theirs))
        elif words[0]:
            same.append({"key": sheets.field_label(field), "value": words[0]})
    return Compared(person, other, here["called"] or "", there["called"] or "", choices, same)


def others_called(by: Actor, project: Project, person: Person, text: str) -> list[queries.Found]:
    """Whom a record can be compared with, found by what was typed. Raises NotForYou, NotLive, Locked, NoGrant."""
    rules.check_may_merge(by, project)
    found = queries.find_people(by, project, text)
    return [one for one in found if one.person != person and one.person.supported_as == person.supported_as]


@dataclass(frozen=True)
class MergeLine:
    """A merge that stands, as a person's page names it."""

    merge: Merge
    code: str
    by: str
    on: date


def _merges_of(person_id: UUID) -> QuerySet[Merge]:
    rows = Merge.objects.filter(into=person_id, undone_at=None).select_related("came")
    return rows.annotate(by_name=worker_name("merged_by"))


# What was merged into a record and stands, with `by_name`: who merged it.
merges_of = Prepared(_merges_of)


def merge_lines(person: Person, rows: Iterable[Any]) -> list[MergeLine]:
    """The same in words."""
    zone = person.project.zone
    return [
        MergeLine(row, row.came.code, row.by_name or "", row.merged_at.astimezone(zone).date())
        for row in rows
    ]


def merge_in(project: Project, merge_id: Any) -> Merge:
    """A merge of this project; NotHere otherwise."""
    row = Merge.objects.select_related("into", "came__project").filter(project=project, pk=merge_id).first()
    if row is None:
        raise NotHere()
    return row


def as_it_was(by: Actor, merge: Merge) -> dict[str, Any]:
    """What the record that came said, and what was taken over from it, for the page of one merge."""
    with reading(by, merge.project_id, act="people.show_merge") as page:
        sheet = sheets.open_sheet(page, merge.came)
        kept = page.open(merge, "identity.kept")
    taken = [sheets.field_label(field) for field in kept.value or {}]
    return {
        "merge": merge,
        "details": list(sheets.in_words(sheet.values(), FIELDS)),
        "taken": taken,
        "n_rows": sum(len(rows) for rows in merge.moved.values()),
        "merged_by": worker_names({merge.merged_by}).get(merge.merged_by, ""),
    }


def both_in(project: Project, person_id: Any, other_id: Any) -> tuple[Person, Person]:
    """Two standing people of this project; NotHere otherwise, and for the same one twice."""
    people = Person.objects.in_project(project).select_related("project", "merged_into")
    found = {one.pk: one for one in people.filter(pk__in=[person_id, other_id])}
    if len(found) < 2:
        raise NotHere()
    return found[person_id], found[other_id]
