"""Reading sealed fields: what is opened on one page makes one trail row, committed before any value shows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn, TypeVar
from uuid import UUID

from django.db import connection
from django.utils import timezone

from yarrow.methods.refusals import Fault
from yarrow.vault import books, trail
from yarrow.vault.actors import Actor
from yarrow.vault.at_once import as_id
from yarrow.vault.books import Book, Column, Index, Stamped
from yarrow.vault.errors import Erased, NotOnTrail
from yarrow.vault.sealing_model import SealedColumn, SealedModel

Row = TypeVar("Row", bound=SealedModel)
# (row id, subject, a `Sealed` or None) as a query returns them; its types can't tell what a column holds.
Cell = tuple[UUID, UUID, Any]


class Opened:
    """An opened value. Prints as `[sealed]`; `.value` works once the page's trail row is committed."""

    __slots__ = ("_page", "_value", "is_closed")

    def __init__(self, page: "Page", value: Any, *, is_closed: bool = False) -> None:
        self._page = page
        self._value = value
        self.is_closed = is_closed

    def __str__(self) -> str:
        return "[sealed]"

    __repr__ = __str__

    def __reduce__(self) -> NoReturn:
        """An opened value can't be copied into a cache, a session or a queue."""
        raise NotOnTrail("an opened value does not leave its page")

    @property
    def value(self) -> Any:
        """The plain value (None: nothing was said, or the reader may not open it)."""
        if not self._page.is_on_trail:
            raise NotOnTrail("an opened value was used before its trail row was committed")
        return self._value


class Page:
    """One page's worth of opening, for one reader in one project."""

    def __init__(self, by: Actor, project_id: UUID) -> None:
        self.by = by
        self.project_id = project_id
        self.is_on_trail = False
        self.has_ended = False
        self.reason = ""
        self.subjects: set[UUID] = set()
        self.fields: set[str] = set()

    def open(self, row: SealedModel, path: str) -> Opened:
        """The value at `compartment.field`; raises Locked, NoGrant or Erased.

        A Fault once the block has ended (the row on the trail would not name it) or for another project's row.
        """
        if self.has_ended:
            raise NotOnTrail("a field was opened after its page was on the trail")
        if row.project_id != self.project_id:
            raise Fault("a field of one project was opened on a page of another")
        value = row.sealed.open_unrecorded(path, self.by.key)
        if value is not None:
            self.subjects.add(row.sealing_subject)
            self.fields.add(f"{row._meta.label_lower}.{path}")
        return Opened(self, value)

    def open_if_held(self, row: SealedModel, path: str) -> Opened:
        """The same, or a closed value when the reader holds no key to the compartment."""
        if not self.by.holds(self.project_id, path.partition(".")[0]):
            return Opened(self, None, is_closed=True)
        return self.open(row, path)

    def open_many(self, rows: Iterable[Row], path: str) -> dict[Any, Opened]:
        """Values of many rows by row id; their keys are fetched together."""
        listed = list(rows)
        compartment = path.partition(".")[0]
        self.by.key.prime(self.project_id, compartment, (row.sealing_subject for row in listed))
        return {row.pk: self.open(row, path) for row in listed}

    def open_column(self, model: type[SealedModel], path: str, cells: Iterable[Cell]) -> dict[UUID, Opened]:
        """One field of very many rows of this project, by row id; empty and erased ones are left out."""
        if self.has_ended:
            raise NotOnTrail("a field was opened after its page was on the trail")
        column, key = SealedColumn(model, path, self.project_id), self.by.key
        held = [cell for cell in cells if cell[2] is not None]
        key.prime(self.project_id, column.compartment, (subject for _row, subject, _sealed in held))
        opened = {}
        for row_id, subject, sealed in held:
            try:
                opened[row_id] = Opened(self, column.open_unrecorded(row_id, subject, sealed, key))
            except Erased:
                continue
            self.subjects.add(subject)
        if opened:
            self.fields.add(f"{model._meta.label_lower}.{path}")
        return opened

    def open_book(self, columns: Sequence[Column], index: Index, stamped: Stamped | None = None) -> Opened:
        """Very many values of few columns of this project, as a `books.Book`; erased and empty ones are None."""
        self._check_goes_on()
        return self._opened_book(columns, books.read(self.project_id, columns, index, self.by.key, stamped))

    def open_kept(
        self, compartment: str, stamp: str, index: Index, columns: Callable[[Any], Sequence[Column]]
    ) -> Opened | None:
        """The same of what was kept under this stamp, if it was; `columns` makes them, without values, of its facts."""
        self._check_goes_on()
        book = books.kept((self.project_id, compartment), stamp, index, self.by.key)
        return None if book is None else self._opened_book(columns(book.facts), book)

    def _check_goes_on(self) -> None:
        if self.has_ended:
            raise NotOnTrail("a field was opened after its page was on the trail")

    def _opened_book(self, columns: Sequence[Column], book: Book) -> Opened:
        start = 0
        for column in columns:
            self._note_column(column, book, start)
            start += len(column.ids)
        return Opened(self, book)

    def _note_column(self, column: Column, book: Book, start: int) -> None:
        """Note the field, and subjects until they are two: the trail names one alone."""
        for place in book.values.held(start, start + len(column.ids)):
            self.fields.add(f"{column.model._meta.label_lower}.{column.path}")
            self.subjects.add(as_id(column.subjects[place - start]))
            if len(self.subjects) > 1:
                return


@contextmanager
def reading(by: Actor, project_id: UUID, *, act: str, reason: str = "") -> Iterator[Page]:
    """Open fields inside the block, use their values after it.

    On leaving, one trail row names the fields (and the subject, when there was one only). Nothing is written
    when nothing was opened, or when the block raised: then no value was shown either. The block may say the reason
    (`page.reason`), where it is known only then. A Fault inside a transaction: a later roll-back would take the row
    away after the values were shown.
    """
    if _could_roll_back():
        raise Fault("sealed fields are opened for a page outside of transactions")
    page = Page(by, project_id)
    page.reason = reason
    try:
        yield page
    finally:
        page.has_ended = True
    if page.fields:
        _note(page, act)
    page.is_on_trail = True


def _note(page: Page, act: str) -> None:
    subject = next(iter(page.subjects)) if len(page.subjects) == 1 else None
    trail.note_look(
        page.project_id,
        by=page.by,
        act=act,
        at=timezone.now(),
        subject=subject,
        fields=page.fields,
        reason=page.reason,
    )


def _could_roll_back() -> bool:
    """Whether a transaction is open around us; the one in which Django wraps a test does not count."""
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)
