"""Rows that are no records: blank, totals, headings once more, lines of title."""

from yarrow.contacts.reading.headings import is_same_heading
from yarrow.contacts.reading.mapping import SheetMapping
from yarrow.contacts.reading.results import Cause
from yarrow.contacts.reading.sheets import Cell, Problem, Row, cell_at, is_blank, text_of
from yarrow.contacts.reading.words import SUPPLIES, TOTALS, TOTALS_IF_ALONE, folded
from yarrow.methods.sentences import to_say

BLANK = to_say("The row is blank.")
TOTAL = to_say("This is a row of totals: the rows above it were counted one by one.")
ONLY_NUMBERS = to_say("The row holds only numbers and was read as a row of totals.")
HEADINGS = to_say("These are the headings once more.")
SAME = to_say("The row is identical to the row before it.")
NO_VALUE = to_say(
    "The column “{heading}” holds {cell} here. "
    "Type the value itself, or save the file once in your spreadsheet program, and bring it again."
)
MOST_WORDS_OF_A_LABEL = 12
FREE_TEXT = ("note", "follow_up", "seemed")
NUMERIC = SUPPLIES | {"n_people", "minutes", "hours", "total", "mark", ""}


def numeric(cell: Cell) -> bool:
    """A number, a dash, or a formula that would have been one."""
    if isinstance(cell, str):
        text = cell.strip().replace(",", "").replace(".", "").removesuffix("%")
        return text.isdigit() or text in ("-", "–")
    return isinstance(cell, int | float | Problem) and not isinstance(cell, bool)


def is_total_label(cell: Cell) -> bool:
    """Does the cell call its row a total, whatever else stands in it: "TOTAL", "Totals for May", "Shift 3 total"?"""
    if not isinstance(cell, str):
        return False
    words = folded(cell).split()
    if not words or len(words) > MOST_WORDS_OF_A_LABEL:
        return False
    whole = " ".join(words)
    starts = any(" ".join(words[:n]) in TOTALS for n in (1, 2, 3))
    return (
        whole in TOTALS
        or starts
        or (len(words) < 6 and words[-1] in ("total", "totals", "subtotal", "subtotals"))
    )


def is_weak_label(cell: Cell) -> bool:
    """A word that labels a total only when nothing but numbers stands beside it: "Sum", "All", "Number attending"."""
    return (isinstance(cell, str) and folded(cell) in TOTALS_IF_ALONE) or text_of(cell).strip() in (
        "Σ",
        "∑",
        "=",
    )


def says_who(cell: Cell) -> bool:
    """Words that are neither a number nor a label: no row of totals has them where a name stands."""
    if not isinstance(cell, str) or is_blank(cell) or numeric(cell):
        return False
    return not is_total_label(cell) and not is_weak_label(cell)


def total_in(row: Row, mapping: SheetMapping, names: tuple[int, ...]) -> str | None:
    """The reason why the row is a total, or None. `names`: the columns that say who."""
    if any(says_who(cell_at(row, column)) for column in names):
        return None
    filled = [(column, cell) for column, cell in enumerate(row) if not is_blank(cell)]
    free = {column for meaning in FREE_TEXT for column in mapping.every(meaning)}
    named = [cell for column, cell in filled if column in names and not is_total_label(cell)]
    labels = [column for column, cell in filled if is_total_label(cell)]
    others = [cell for column, cell in filled if column not in labels and not numeric(cell)]
    in_words = [column for column in labels if column not in free]
    if (in_words and not named) or (labels and not others):
        return TOTAL
    weak = [column for column, cell in filled if is_weak_label(cell)]
    if (
        weak
        and all(numeric(cell) for column, cell in filled if column not in weak)
        and len(filled) > len(weak)
    ):
        return TOTAL
    meanings = {column.column: column.meaning for column in mapping.columns}
    if not named and all(numeric(cell) and meanings.get(column, "") in NUMERIC for column, cell in filled):
        return ONLY_NUMBERS
    return None


def no_record(
    row: Row, mapping: SheetMapping, headings: tuple[str, ...], names: tuple[int, ...]
) -> tuple[Cause, str] | None:
    """Why the row holds no record, or None."""
    if not row:
        return Cause.BLANK, BLANK
    if is_same_heading(row, headings):
        return Cause.HEADING, HEADINGS
    reason = total_in(row, mapping, names)
    return (Cause.TOTAL, reason) if reason else None


def problem_in(row: Row, mapping: SheetMapping) -> str | None:
    """The sentence for a formula without a value or an error in a column that matters."""
    if not any(isinstance(cell, Problem) for cell in row):
        return None
    for column in mapping.columns:
        if column.meaning in ("", "total", "ignored_date", *FREE_TEXT):
            continue
        cell = cell_at(row, column.column)
        if isinstance(cell, Problem):
            return NO_VALUE.format(heading=column.heading, cell=cell.value)
    return None
