"""What each column was taken to mean: guessed, shown, corrected by a person, remembered as headings alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from yarrow.contacts.reading.errors import MappingRefused
from yarrow.contacts.reading.words import MEANINGS, SUPPLIES, VERSION, folded
from yarrow.methods.sentences import to_say

ROLES = ("log", "people", "contacts", "register", "other")
MARK = "mark"
# What marks such as "n", "0" or "absent" mean in a register.
PRESENT, ABSENT = "present", "absent"
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
    """The whole file: `kind` is "log", "crm" or "register".

    `absence_words`: what a register's marks such as "n" or "absent" mean; a guess unless `absence_chosen`.
    """

    kind: str
    sheets: tuple[SheetMapping, ...]
    absence_words: str = PRESENT
    absence_chosen: bool = False

    def of(self, sheet: str) -> SheetMapping:
        """The sheet's mapping. Raises MappingRefused for a sheet the file doesn't have."""
        for mapping in self.sheets:
            if mapping.sheet == sheet:
                return mapping
        raise MappingRefused(to_say("This file has no sheet of that name. Choose one of the sheets shown."))

    def with_changes(self, changes: Mapping[tuple[str, int], str]) -> "FileMapping":
        """A new mapping with (sheet, column) meaning something else; "" means: don't read this column.

        Raises MappingRefused for a sheet, column or meaning that isn't there.
        """
        per_sheet: dict[str, dict[int, str]] = {}
        for (sheet, column), meaning in changes.items():
            if meaning and meaning not in MEANINGS:
                raise MappingRefused(to_say("Choose one of the meanings in the list."))
            if column not in {known.column for known in self.of(sheet).columns}:
                raise MappingRefused(
                    to_say("This sheet has no such column. Choose one of the columns shown.")
                )
            per_sheet.setdefault(sheet, {})[column] = meaning
        sheets = tuple(mapping.changed(per_sheet.get(mapping.sheet, {})) for mapping in self.sheets)
        return replace(self, sheets=sheets)

    def choosing(self, absence_words: str) -> "FileMapping":
        """A new mapping with a person's word on what words of absence mean; "" leaves it as it was.

        Raises MappingRefused for another word.
        """
        if not absence_words:
            return self
        if absence_words not in (PRESENT, ABSENT):
            raise MappingRefused(to_say("Choose whether such marks count as present or mean absent."))
        return replace(self, absence_words=absence_words, absence_chosen=True)

    def to_json(self) -> str:
        """Headings, meanings and what was chosen; never a cell's value nor a sheet's name."""
        sheets = [
            {
                "role": mapping.role,
                **self._chosen_for(mapping),
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

    def _chosen_for(self, mapping: SheetMapping) -> dict[str, str]:
        """What a person chose for the sheet; a guess isn't remembered, the next file's totals may say otherwise."""
        is_chosen = self.absence_chosen and mapping.role == "register"
        return {"absence_words": self.absence_words} if is_chosen else {}


@dataclass(frozen=True)
class Remembered:
    """A mapping from an earlier file, found again by its headings."""

    kind: str
    sheets: Mapping[str, Mapping[str, str]]
    roles: Mapping[str, str]
    absences: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, text: str) -> "Remembered":
        """Raises MappingRefused when the text isn't what to_json wrote."""
        try:
            stored = json.loads(text)
            sheets, roles, absences = {}, {}, {}
            for sheet in stored["sheets"]:
                headings = {str(c["heading"]): str(c["meaning"]) for c in sheet["columns"]}
                mark = "|".join(headings)
                sheets[mark], roles[mark] = headings, str(sheet["role"])
                if sheet.get("absence_words") in (PRESENT, ABSENT):
                    absences[mark] = str(sheet["absence_words"])
            return cls(kind=str(stored["kind"]), sheets=sheets, roles=roles, absences=absences)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise MappingRefused(
                to_say("The remembered columns can't be read. Go on without them.")
            ) from error

    def applied_to(self, mapping: FileMapping) -> FileMapping:
        """The guessed mapping with every remembered meaning of sheets that have just these headings."""
        sheets, chosen = [], ""
        for sheet in mapping.sheets:
            headings = [folded(c.heading) for c in sheet.columns if c.meaning != MARK and c.heading]
            mark = "|".join(dict.fromkeys(headings))
            known = self.sheets.get(mark)
            changes = {
                column.column: known[folded(column.heading)]
                for column in sheet.columns
                if known and column.meaning != MARK and folded(column.heading) in known
            }
            sheets.append(sheet.changed(changes) if changes else sheet)
            if sheet.role == "register":
                chosen = chosen or self.absences.get(mark, "")
        return replace(mapping, sheets=tuple(sheets)).choosing(chosen)
