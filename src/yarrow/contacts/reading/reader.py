"""The reader's one way in: bytes of a file to everything the file says."""

from datetime import date

from yarrow.contacts.reading.absences import with_absences
from yarrow.contacts.reading.books import Books
from yarrow.contacts.reading.calendar_years import year_in
from yarrow.contacts.reading.ledger import Ledger, Progress
from yarrow.contacts.reading.loading import load
from yarrow.contacts.reading.mapping import FileMapping, Remembered
from yarrow.contacts.reading.read_crm import read_crm
from yarrow.contacts.reading.read_log import read_log
from yarrow.contacts.reading.read_register import read_register
from yarrow.contacts.reading.results import Cause, Reading
from yarrow.contacts.reading.sheets import Sheet
from yarrow.contacts.reading.survey import Context, survey
from yarrow.methods.sentences import to_say

YEARS_AHEAD = 10
HIDDEN = to_say(
    "The sheet is hidden and was not read. Unhide it if it holds records, save the file and bring it again."
)
NOT_READ = to_say("The sheet holds no records of the kind this file was read as.")


def read_bytes(
    name: str,
    content: bytes,
    mapping: FileMapping | Remembered | None = None,
    day_first: bool = True,
    today: date | None = None,
    progress: Progress | None = None,
    absence_words: str = "",
) -> Reading:
    """Read a file that was never written to disk.

    `name` is used only to find a year for dates without one. `mapping` is a corrected mapping of this very
    file, or one remembered from an earlier file. `day_first` decides 03/04/2024 where the column itself
    doesn't; `today` decides which century `68` means. `progress(rows_done, rows_total)` is called now and then.
    `absence_words` chooses what a register's marks such as "n" mean: "present", "absent", or "" for the mapping's word.
    Raises UnreadableFile's kinds (refusals with a sentence) and DoesNotReconcile (a fault).
    """
    sheets = load(content)
    now = today or date.today()
    context = Context(day_first, now.year + YEARS_AHEAD, now)
    if isinstance(mapping, FileMapping):
        settled = mapping
    else:
        settled = survey(sheets, context)
        settled = mapping.applied_to(settled) if mapping else settled
    settled = with_absences(sheets, settled.choosing(absence_words))
    ledger = Ledger(sheets, progress)
    leave_out(sheets, settled, ledger)
    return read_kind(sheets, settled, context, Books(ledger), year_in([name])).closed(settled)


def read_kind(
    sheets: list[Sheet], mapping: FileMapping, context: Context, books: Books, year: int | None
) -> Books:
    """Fill the books in the way of the file's kind."""
    if mapping.kind == "crm":
        read_crm(sheets, mapping, context, books)
    elif mapping.kind == "log":
        read_log(sheets, mapping, context, books, year)
    else:
        read_register(sheets, mapping, context, books, year)
    return books


def leave_out(sheets: list[Sheet], mapping: FileMapping, ledger: Ledger) -> None:
    """List every row of the sheets that aren't read."""
    for sheet in sheets:
        if mapping.of(sheet.name).role != "other":
            continue
        for number, row in enumerate(sheet.rows, start=1):
            if row:
                ledger.refuse(sheet, number, Cause.OTHER_SHEET, HIDDEN if sheet.hidden else NOT_READ)
            else:
                ledger.frame(sheet, number)
