"""Opening a batch's file again and reading it; the file is never anywhere but sealed and in memory."""

import base64
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from yarrow.contacts.models import ImportBatch, RememberedColumns
from yarrow.contacts.reading import FileMapping, Reading, Remembered, read_bytes
from yarrow.contacts.reading.errors import MappingRefused
from yarrow.contacts.reading.mapping import PRESENT, ColumnMeaning, SheetMapping
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading as opening

MOST_REMEMBERED = 20
Changes = Mapping[tuple[str, int], str]


def remembered(project: Project, by: Actor) -> Remembered | None:
    """The columns remembered from earlier files, the newest last word for each line of headings."""
    rows = list(RememberedColumns.objects.filter(project=project)[:MOST_REMEMBERED])
    if not rows:
        return None
    with opening(by, project.id, act="contacts.remember_columns") as page:
        opened = page.open_many(rows, "identity.columns")
    sheets: dict[str, Mapping[str, str]] = {}
    roles: dict[str, str] = {}
    absences: dict[str, str] = {}
    for row in reversed(rows):
        try:
            one = Remembered.from_json(opened[row.id].value)
        except MappingRefused:
            continue
        sheets |= dict(one.sheets)
        roles |= dict(one.roles)
        absences |= dict(one.absences)
    return Remembered("", sheets, roles, absences)


def read_first(
    name: str, content: bytes, project: Project, by: Actor, at: datetime, day_first: bool, absence_words: str
) -> Reading:
    """Read an uploaded file with what is remembered. Raises UnreadableFile's kinds, MappingRefused."""
    today = at.astimezone(project.zone).date()
    return read_bytes(name, content, remembered(project, by), day_first, today, absence_words=absence_words)


def read_again(batch: ImportBatch, by: Actor, at: datetime) -> Reading:
    """Read a batch's file with its corrected columns. Raises Locked, NoGrant."""
    with opening(by, batch.project_id, act="contacts.read_import") as page:
        name = page.open(batch, "identity.file_name")
        content = page.open(batch, "identity.content")
        columns = page.open(batch, "identity.columns")
    raw = base64.b64decode(content.value or "")
    day = at.astimezone(batch.project.zone).date()
    return read_bytes(name.value or "", raw, mapping_from(columns.value), batch.day_first, day)


def mapping_of(batch: ImportBatch, by: Actor) -> FileMapping:
    """What the batch's columns mean now. Raises Locked, NoGrant, MappingRefused."""
    with opening(by, batch.project_id, act="contacts.read_columns") as page:
        columns = page.open(batch, "identity.columns")
    mapping = mapping_from(columns.value)
    if mapping is None:
        raise MappingRefused(_("The columns of this file are gone. Choose the file again."))
    return mapping


def packed(content: bytes) -> str:
    """Bytes as the text that is sealed."""
    return base64.b64encode(content).decode()


def mapping_to(mapping: FileMapping, warnings: Iterable[str] = ()) -> dict[str, object]:
    """A whole mapping as JSON for the batch's own sealed field (sheet names and headings included).

    What the reading warned of stands beside it: its sentences may bear a heading too.
    """
    return {
        "kind": mapping.kind,
        "absence_words": mapping.absence_words,
        "absence_chosen": mapping.absence_chosen,
        "warnings": list(warnings),
        "sheets": [
            [
                sheet.sheet,
                sheet.role,
                sheet.heading_row,
                [list(column) for column in columns_of(sheet.columns)],
            ]
            for sheet in mapping.sheets
        ],
    }


def columns_of(columns: Iterable[ColumnMeaning]) -> list[tuple[int, str, str, float, int]]:
    """Columns as rows of JSON."""
    return [(c.column, c.heading, c.meaning, c.confidence, c.n_filled) for c in columns]


def mapping_from(stored: dict[str, object] | None) -> FileMapping | None:
    """The mapping that `mapping_to` wrote."""
    if not stored:
        return None
    sheets = tuple(
        SheetMapping(name, role, heading_row, tuple(ColumnMeaning(*column) for column in columns))
        for name, role, heading_row, columns in stored["sheets"]  # type: ignore[attr-defined]
    )
    return FileMapping(
        str(stored["kind"]),
        sheets,
        str(stored.get("absence_words", PRESENT)),
        bool(stored.get("absence_chosen", False)),
    )


def warnings_from(stored: dict[str, object] | None) -> list[str]:
    """What the reading warned of when `mapping_to` wrote it."""
    return list((stored or {}).get("warnings", []))  # type: ignore[call-overload]
