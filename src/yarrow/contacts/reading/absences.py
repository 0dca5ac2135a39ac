"""Marks that say "absent": any mark but a dash means present, unless the sheet or a person says otherwise."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from yarrow.contacts.reading.mapping import ABSENT, PRESENT, FileMapping, SheetMapping
from yarrow.contacts.reading.register_head import columns_of_names
from yarrow.contacts.reading.rows import is_total_label
from yarrow.contacts.reading.sheets import Cell, Problem, Row, Sheet, cell_at, is_blank, text_of
from yarrow.contacts.reading.words import ABSENCES, folded
from yarrow.methods.sentences import to_say

DASHES = "-\u2010\u2011\u2012–—―−\uff0d \u00a0"
# A box without a tick, as a spreadsheet program stores or exports it: nobody made a mark.
UNTICKED = "false"
COUNTED = {
    (PRESENT, False): to_say("counted as present, since any mark but a dash is"),
    (ABSENT, False): to_say("read as absent, because the sheet's own totals leave such marks out"),
    (PRESENT, True): to_say("counted as present, as was chosen"),
    (ABSENT, True): to_say("read as absent, as was chosen"),
}
ONE = to_say(
    "1 mark says something like “n”, “0” or “absent” and was {way}. If they mean {other}, "
    "choose that under What the columns mean (on the console: --absence-words {code})."
)
MANY = to_say(
    "{n} marks say something like “n”, “0” or “absent” and were {way}. If they mean {other}, "
    "choose that under What the columns mean (on the console: --absence-words {code})."
)
WORDS = {PRESENT: to_say("present"), ABSENT: to_say("absent")}
MEANT = {PRESENT: ABSENT, ABSENT: PRESENT}


def is_mark(cell: Cell) -> bool:
    """Did somebody make a mark: anything but a dash, an empty box, or a formula that has come to nothing?"""
    if isinstance(cell, bool | Problem):
        return cell is True
    text = text_of(cell)
    return bool(text.strip(DASHES)) and folded(text) != UNTICKED


def says_absent(cell: Cell) -> bool:
    """Is the mark a word of absence: "n", "0", "absent"?"""
    return is_mark(cell) and folded(text_of(cell)) in ABSENCES


def attends(cell: Cell, absence_words: str) -> bool:
    """Does the mark mean present, if words of absence mean that?"""
    return is_mark(cell) and (absence_words == PRESENT or not says_absent(cell))


def with_absences(sheets: Iterable[Sheet], mapping: FileMapping) -> FileMapping:
    """The mapping with its guess of what words of absence mean; what a person chose stays."""
    if mapping.kind != "register" or mapping.absence_chosen:
        return mapping
    parts = [(sheet, mapping.of(sheet.name)) for sheet in sheets]
    agreed = [agreements(sheet, part) for sheet, part in parts if part.role == "register"]
    as_present, as_absent = (sum(counts[way] for counts in agreed) for way in (PRESENT, ABSENT))
    return replace(mapping, absence_words=ABSENT if as_absent > as_present else PRESENT)


def agreements(sheet: Sheet, part: SheetMapping) -> Mapping[str, int]:
    """In how many rows the sheet's own total is the number of marks, read in each of the two ways."""
    totals, names = part.every("total"), columns_of_names(part)
    agreed = {PRESENT: 0, ABSENT: 0}
    for row in sheet.rows[part.heading_row :] if totals else ():
        total = text_of(cell_at(row, totals[-1]))
        named = [cell_at(row, column) for column in names]
        if not total.isdigit() or all(map(is_blank, named)) or any(map(is_total_label, named)):
            continue
        for way in agreed:
            agreed[way] += n_attended(row, part, way) == int(total)
    return agreed


def n_attended(row: Row, part: SheetMapping, absence_words: str) -> int:
    """How often the row's person came, read in that way."""
    return sum(attends(cell_at(row, column), absence_words) for column in part.every("mark"))


def sentence(n: int, mapping: FileMapping) -> str:
    """The warning: how many marks say absent, how they were counted, and what to do if that is wrong."""
    way = COUNTED[mapping.absence_words, mapping.absence_chosen]
    other = MEANT[mapping.absence_words]
    return (ONE if n == 1 else MANY).format(n=n, way=way, other=WORDS[other], code=other)
