"""Every row of every sheet is accounted for once: framing, taken, or not taken with a reason."""

from collections import Counter
from collections.abc import Callable

from yarrow.contacts.reading.errors import DoesNotReconcile
from yarrow.contacts.reading.results import Cause, NotTaken
from yarrow.contacts.reading.sheets import Sheet
from yarrow.methods.sentences import to_say

UNSEEN, FRAMING, TAKEN, REFUSED = range(4)
REPORT_EVERY = 500
MOST_WARNINGS = 200
REPEATED = to_say("{sentence} ({n} times)")
Progress = Callable[[int, int], None]


class Ledger:
    """Books of one reading. Rows are numbered from 1 as the spreadsheet program shows them."""

    def __init__(self, sheets: list[Sheet], progress: Progress | None = None) -> None:
        self.states = {sheet.name: bytearray(len(sheet.rows)) for sheet in sheets}
        self.n_rows = sum(map(len, self.states.values()))
        self.not_taken: list[NotTaken] = []
        self.n_done = 0
        self.warned: Counter[str] = Counter()
        self.progress = progress

    def frame(self, sheet: Sheet, row: int) -> None:
        """A title above the headings, or the headings."""
        self.book(sheet.name, row, FRAMING)

    def take(self, sheet: Sheet, row: int) -> None:
        """A row that became a person, a contact or a line of a register."""
        self.book(sheet.name, row, TAKEN)

    def refuse(self, sheet: Sheet, row: int, cause: Cause, reason: str) -> None:
        """A row not taken."""
        self.book(sheet.name, row, REFUSED)
        self.not_taken.append(NotTaken(sheet.name, row, cause, reason))

    def warn(self, sentence: str) -> None:
        """Something a person should look at; equal sentences are counted, not repeated."""
        self.warned[sentence] += 1

    def book(self, sheet: str, row: int, state: int) -> None:
        """Raises DoesNotReconcile when the row has been booked before."""
        states = self.states[sheet]
        if states[row - 1] != UNSEEN:
            raise DoesNotReconcile("a row was counted twice while reading a spreadsheet")
        states[row - 1] = state
        self.n_done += 1
        if self.progress and (self.n_done % REPORT_EVERY == 0 or self.n_done == self.n_rows):
            self.progress(self.n_done, self.n_rows)

    def counted(self, state: int) -> int:
        """How many rows are booked so."""
        return sum(states.count(state) for states in self.states.values())

    def close(self) -> None:
        """Raises DoesNotReconcile when a row was passed over or the list and the books differ."""
        if self.counted(UNSEEN):
            raise DoesNotReconcile("rows of a spreadsheet were neither taken nor listed")
        if self.counted(REFUSED) != len(self.not_taken):
            raise DoesNotReconcile("the list of rows not taken differs from the count")
        self.not_taken.sort(key=lambda entry: (list(self.states).index(entry.sheet), entry.row))

    def warnings(self) -> tuple[str, ...]:
        """The sentences, with how often each was meant."""
        return tuple(
            sentence if n == 1 else REPEATED.format(sentence=sentence, n=n)
            for sentence, n in self.warned.most_common(MOST_WARNINGS)
        )
