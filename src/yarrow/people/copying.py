"""A copy of everything about one person, for the person: every room's rows, as the declarations find them.

with the reader's key and one trail row:  copy = copy_of(by, project, person, reason)
to read                                    copy.parts(), in plain words
to take elsewhere                          files_of(copy, by): one JSON file, a CSV file for each table, and the
                                           pictures, each opened as it is taken and with its own trail row
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from yarrow.methods.spreadsheet import csv_parts
from yarrow.methods.zipped import Member
from yarrow.people.models import Person
from yarrow.people.plainly import in_words
from yarrow.people.who_opened import OpeningShown, all_openings
from yarrow.staff.models import Project
from yarrow.vault import telling
from yarrow.vault.actors import Actor
from yarrow.vault.belonging import Belonging, belongings
from yarrow.vault.opening import Opened, Page, reading
from yarrow.vault.sealing_model import SealedModel, is_held, sealed_fields, sealed_files, without_files

NUMBER = "no"


@dataclass(frozen=True)
class Table:
    """The rows of one model. `columns`: field → heading; `rows`: field → (stored value, words), never an inner id.

    left_out  heading-less fields with the reason in words; `closed`: headings that the reader's keys don't open
    """

    key: str
    part: str
    label: str
    columns: Mapping[str, str]
    rows: Sequence[Mapping[str, tuple[Any, str]]]
    left_out: Mapping[str, str]
    closed: tuple[str, ...] = ()

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """Each row as (heading, words) of what says something."""
        return [
            [(self.columns[name], words) for name, (_value, words) in row.items() if words]
            for row in self.rows
        ]


@dataclass(frozen=True)
class CopiedFile:
    """A sealed file that leaves with a copy: what it is called there, and where it is opened."""

    name: str
    model: type[SealedModel]
    pk: UUID
    path: str


@dataclass(frozen=True)
class Copy:
    """The whole copy, opened; ready to be read or taken away. `files` are still sealed."""

    project: Project
    person: Person
    made_on: date
    reason: str
    tables: tuple[Table, ...]
    files: tuple[CopiedFile, ...]

    def parts(self) -> list[tuple[str, list[Table]]]:
        """(heading, tables) of each part that has any, in reading order."""
        found = [
            (str(heading), [table for table in self.tables if table.part == part and table.rows])
            for part, heading in telling.PARTS.items()
        ]
        return [(heading, tables) for heading, tables in found if tables]

    @property
    def closed(self) -> list[str]:
        """What stays closed, since the reader holds no key to it."""
        return sorted({f"{table.label}: {name}" for table in self.tables for name in table.closed})


@dataclass
class _Held:
    """A model's rows while they are being opened. `files`: what each file is called in the copy."""

    model: type[models.Model]
    rows: list[Any]
    opened: dict[tuple[Any, str], Opened]
    files: dict[tuple[Any, str], CopiedFile]


def copy_of(by: Actor, project: Project, person: Person, reason: str, at: datetime) -> Copy:
    """Open everything about `person` that `by` holds keys to, with one trail row. Raises Locked."""
    by.key.prime(project.id, "identity", [person.id])
    with reading(by, project.id, act="people.copy_person", reason=reason) as page:
        held = [_open(page, each.model, _rows(each, person), person) for each in reversed(belongings(Person))]
    numbers = {row.pk: n for one in held for n, row in enumerate(one.rows, start=1)}
    tables = tuple(_table(project, one, numbers) for one in held)
    made_on = at.astimezone(project.zone).date()
    return Copy(
        project,
        person,
        made_on,
        reason,
        tables=(*tables, _openings(project, all_openings(project, person))),
        files=tuple(file for one in held for file in one.files.values()),
    )


def files_of(copy: Copy, by: Actor) -> Iterator[Member]:
    """The open formats: all of it as JSON, each table with rows as CSV in words, and the files, one in memory."""
    yield "all.json", [json.dumps(_as_json(copy), ensure_ascii=False, indent=1).encode()]
    for table in copy.tables:
        if table.rows:
            lines = [[row[name][1] for name in table.columns] for row in table.rows]
            yield f"{table.key}.csv", csv_parts(list(table.columns.values()), lines)
    for file in copy.files:
        row = file.model._base_manager.filter(pk=file.pk).first()
        if row is None:
            continue
        with reading(by, copy.project.id, act="people.copy_person", reason=copy.reason) as page:
            opened = page.open(row, file.path)
        yield file.name, [opened.value or b""]


def _rows(each: Belonging, person: Person) -> list[Any]:
    """Their rows of one model; records that became one with theirs say who they were on their own."""
    merged = person.merged_rows.all() if each.model is Person else ()
    return [*without_files(each.rows_of(person)), *merged]


def _open(page: Page, model: type[models.Model], rows: list[Any], person: Person) -> _Held:
    """What is sealed with somebody else's key is about them too, and stays closed."""
    apart = sealed_files(model)
    opened = {
        (row.pk, field.name): page.open_if_held(row, f"{field.compartment}.{field.name}")
        for row in rows
        for field in sealed_fields(model)
        if row.sealing_subject == person.id and field not in apart
    }
    return _Held(model, rows, opened, dict(_files(page.by, model, rows, person)))


def _files(
    by: Actor, model: type[models.Model], rows: Sequence[Any], person: Person
) -> Iterator[tuple[tuple[Any, str], CopiedFile]]:
    """Files that leave, named by their row's number in its table."""
    ends = telling.of(model).files
    for field in (field for field in sealed_files(model) if field.name in ends):
        for n, row in enumerate(rows, start=1):
            is_theirs = row.sealing_subject == person.id and by.holds(row.project_id, field.compartment)
            if is_theirs and is_held(row, field):
                name = f"{model._meta.model_name}-{n}.{ends[field.name]}"
                yield (
                    (row.pk, field.name),
                    CopiedFile(name, type(row), row.pk, f"{field.compartment}.{field.name}"),
                )


def _table(project: Project, held: _Held, numbers: Mapping[UUID, int]) -> Table:
    told = telling.of(held.model)
    words = {name: made(project) for name, made in told.values.items()}
    rows = [
        {NUMBER: (n, str(n))}
        | {
            name: _told(told, row, name, _cell(held, row, name, words.get(name, {}), numbers, project))
            for name in told.fields
        }
        for n, row in enumerate(held.rows, start=1)
    ]
    closed = {name for (_pk, name), value in held.opened.items() if value.is_closed}
    return Table(
        key=held.model._meta.label_lower,
        part=told.part,
        label=str(told.label),
        columns={NUMBER: _("No."), **{name: str(heading) for name, heading in told.fields.items()}},
        rows=rows,
        left_out={name: str(why) for name, why in told.left_out.items()},
        closed=tuple(str(told.fields.get(name, name)) for name in sorted(closed)),
    )


def _told(told: telling.Telling, row: Any, name: str, cell: tuple[Any, str]) -> tuple[Any, str]:
    """The same cell, in the words of the room where it says them itself."""
    value, said = cell
    return (value, told.spoken[name](row, value)) if name in told.spoken and value else (value, said)


def _cell(
    held: _Held,
    row: Any,
    name: str,
    words: Mapping[Any, Any],
    numbers: Mapping[UUID, int],
    project: Project,
) -> tuple[Any, str]:
    """(stored value, words); a random id stands as its words alone."""
    field = held.model._meta.get_field(name)
    if field in sealed_files(held.model):
        file = held.files.get((row.pk, name))
        return (file.name, file.name) if file else (None, "")
    opened = held.opened.get((row.pk, name))
    if opened is None and field in sealed_fields(held.model):
        return None, ""
    value = opened.value if opened else getattr(row, field.attname)  # type: ignore[union-attr]
    said = in_words(value, words, numbers, project)
    return (said if isinstance(value, UUID) else value), said


def _openings(project: Project, lines: Sequence[OpeningShown]) -> Table:
    """The trail about the person, by role."""
    rows = [
        {
            NUMBER: (n, str(n)),
            "at": (line.at, in_words(line.at, {}, {}, project)),
            "role": (line.role, line.role or _("Yarrow itself")),
            "did": (line.did, line.did),
            "fields": (list(line.fields), ", ".join(line.fields)),
            "reason": (line.reason, line.reason),
        }
        for n, line in enumerate(lines, start=1)
    ]
    return Table(
        key="trail",
        part="opened",
        label=_("Everyone who opened or changed your record"),
        columns={
            NUMBER: _("No."),
            "at": _("When"),
            "role": _("Who, by their role"),
            "did": _("What they did"),
            "fields": _("What they saw"),
            "reason": _("Why"),
        },
        rows=rows,
        left_out={"name": _("Names of workers. Ask us if you need to know one.")},
    )


def _as_json(copy: Copy) -> dict[str, Any]:
    return {
        "made_on": copy.made_on.isoformat(),
        "tables": [
            {
                "name": table.key,
                "heading": table.label,
                "columns": dict(table.columns),
                "rows": [{name: _plain(value) for name, (value, _said) in row.items()} for row in table.rows],
                "in_words": [{name: said for name, (_value, said) in row.items()} for row in table.rows],
                "left_out": dict(table.left_out),
                "closed": list(table.closed),
            }
            for table in copy.tables
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value
