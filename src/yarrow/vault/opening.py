"""Reading sealed fields: what is opened on one page makes one trail row, committed before any value shows."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from yarrow.vault import trail
from yarrow.vault.actors import Actor
from yarrow.vault.errors import NotOnTrail
from yarrow.vault.sealing_model import SealedModel

Row = TypeVar("Row", bound=SealedModel)


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
        self.subjects: set[UUID] = set()
        self.fields: set[str] = set()

    def open(self, row: SealedModel, path: str) -> Opened:
        """The value at `compartment.field`; raises Locked, NoGrant or Erased."""
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


@contextmanager
def reading(by: Actor, project_id: UUID, *, act: str, reason: str = "") -> Iterator[Page]:
    """Open fields inside the block, use their values after it.

    On leaving, one trail row names the fields (and the subject, when there was one only). Nothing is written
    when nothing was opened, or when the block raised: then no value was shown either.
    """
    page = Page(by, project_id)
    yield page
    if page.fields:
        subject = next(iter(page.subjects)) if len(page.subjects) == 1 else None
        with transaction.atomic():
            trail.note(
                project_id,
                by=by,
                act=act,
                at=timezone.now(),
                subject=subject,
                fields=page.fields,
                reason=reason,
            )
    page.is_on_trail = True
