"""What each column was taken to mean: guessed, shown, corrected by a person, remembered as headings alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from yarrow.contacts.reading.errors import MappingRefused
from yarrow.contacts.reading.words import MEANINGS, SUPPLIES, VERSION, folded

ROLES = ("log", "people", "contacts", "register", "other")
MARK = "mark"
# A sheet may have several columns of these; of every other meaning it has one.
REPEATABLE = SUPPLIES | {"note", "follow_up", "ignored_date", "total", "workers", "hot_drink", MARK, ""}


@dataclass(frozen=True)
class ColumnMeaning:
    """`column` counts from 0; `meaning` "" is not read; `n_filled` cells stand below the heading."""

    column: int
    heading: str
    meaning: str
    confidence: float
    n_filled: int = 0


@dataclass(frozen=True)
class SheetMapping:
    """One sheet: its part in the file, the row of its headings (from 1; 0: none) and its columns."""

    sheet: str
    role: str
    heading_row: int
    columns: tuple[ColumnMeaning, ...]

    @property
    def fingerprint(self) -> str:
        """The headings in their order, by which a remembered mapping is found; a register's dates left out."""
        return "|".join(folded(column.heading) for column in self.columns if column.meaning != MARK)

    def first(self, *meanings: str) -> int | None:
        """The column of the first of these meanings that the sheet has."""
        for meaning in meanings:
            if meaning in self.places:
                return self.places[meaning][0]
        return None

    @cached_property
    def places(self) -> dict[str, tuple[int, ...]]:
        """Meaning -> its columns, left to right."""
        found: dict[str, tuple[int, ...]] = {}
        for column in self.columns:
            found[column.meaning] = (*found.get(column.meaning, ()), column.column)
        return found

    def every(self, meaning: str) -> tuple[int, ...]:
        """All columns of that meaning, left to right."""
        return self.places.get(meaning, ())

    def changed(self, meanings: Mapping[int, str]) -> "SheetMapping":
        """The same with a person's corrections; a single meaning moves away from the column that had it."""
        taken = {meaning for meaning in meanings.values() if meaning not in REPEATABLE}
        columns = []
        for column in self.columns:
            if column.column in meanings:
                column = replace(column, meaning=meanings[column.column], confidence=1.0)
            elif column.meaning in taken:
                column = replace(column, meaning="", confidence=0.0)
            columns.append(column)
        return replace(self, columns=tuple(columns))


@dataclass(frozen=True)
class FileMapping:
    """The whole file: `kind` is "log", "crm" or "register"."""

    kind: str
    sheets: tuple[SheetMapping, ...]

    def of(self, sheet: str) -> SheetMapping:
        """The sheet's mapping. Raises MappingRefused for a sheet the file doesn't have."""
        for mapping in self.sheets:
            if mapping.sheet == sheet:
                return mapping
        raise MappingRefused("This file has no sheet of that name. Choose one of the sheets shown.")

    def with_changes(self, changes: Mapping[tuple[str, int], str]) -> "FileMapping":
        """A new mapping with (sheet, column) meaning something else; "" means: don't read this column.

        Raises MappingRefused for a sheet, column or meaning that isn't there.
        """
        per_sheet: dict[str, dict[int, str]] = {}
        for (sheet, column), meaning in changes.items():
            if meaning and meaning not in MEANINGS:
                raise MappingRefused("Choose one of the meanings in the list.")
            if column not in {known.column for known in self.of(sheet).columns}:
                raise MappingRefused("This sheet has no such column. Choose one of the columns shown.")
            per_sheet.setdefault(sheet, {})[column] = meaning
        sheets = tuple(mapping.changed(per_sheet.get(mapping.sheet, {})) for mapping in self.sheets)
        return replace(self, sheets=sheets)

    def to_json(self) -> str:
        """Headings and meanings, never a cell's value nor a sheet's name."""
        sheets = [
            {
                "role": mapping.role,
                "columns": [
                    {"heading": folded(column.heading), "meaning": column.meaning}
                    for column in mapping.columns
                    if column.meaning != MARK and column.heading
                ],
            }
            for mapping in self.sheets
            if mapping.role != "other" and mapping.heading_row
        ]
        return json.dumps({"version": VERSION, "kind": self.kind, "sheets": sheets})


@dataclass(frozen=True)
class Remembered:
    """A mapping from an earlier file, found again by its headings."""

    kind: str
    sheets: Mapping[str, Mapping[str, str]]
    roles: Mapping[str, str]

    @classmethod
    def from_json(cls, text: str) -> "Remembered":
        """Raises MappingRefused when the text isn't what to_json wrote."""
        try:
            stored = json.loads(text)
            sheets, roles = {}, {}
            for sheet in stored["sheets"]:
                headings = {str(c["heading"]): str(c["meaning"]) for c in sheet["columns"]}
                mark = "|".join(headings)
                sheets[mark], roles[mark] = headings, str(sheet["role"])
            return cls(kind=str(stored["kind"]), sheets=sheets, roles=roles)
        except (ValueError, KeyError, TypeError) as error:
            raise MappingRefused("The remembered columns can't be read. Go on without them.") from error

    def applied_to(self, mapping: FileMapping) -> FileMapping:
        """The guessed mapping with every remembered meaning of sheets that have just these headings."""
        sheets = []
        for sheet in mapping.sheets:
            headings = [folded(c.heading) for c in sheet.columns if c.meaning != MARK and c.heading]
            known = self.sheets.get("|".join(dict.fromkeys(headings)))
            changes = {
                column.column: known[folded(column.heading)]
                for column in sheet.columns
                if known and column.meaning != MARK and folded(column.heading) in known
            }
            sheets.append(sheet.changed(changes) if changes else sheet)
        return replace(mapping, sheets=tuple(sheets))
