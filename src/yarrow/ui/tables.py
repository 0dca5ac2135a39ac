"""Tables as pages show them: a caption, headings with scope, figures to the right."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Column:
    """A heading; `is_number` sets the figures under it to the right."""

    label: str
    is_number: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell on the page: its text, its heading (read out beside it on a phone) and what it is."""

    text: object
    label: str
    is_number: bool
    is_missing: bool


@dataclass(frozen=True)
class Table:
    """`rows` of cells in the order of `columns`, the first naming the row. None is "no figure", never 0."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    foot: Sequence[object] = field(default_factory=tuple)

    @property
    def body(self) -> list[list[Cell]]:
        """The rows as cells."""
        return [self._cells(row) for row in self.rows]

    @property
    def last(self) -> list[Cell]:
        """The row of totals as cells; empty where there is none."""
        return self._cells(self.foot) if self.foot else []

    def _cells(self, row: Sequence[object]) -> list[Cell]:
        return [
            Cell(
                text=figure_text(value) if column.is_number else value,
                label=column.label,
                is_number=column.is_number,
                is_missing=value is None,
            )
            for column, value in zip(self.columns, row, strict=True)
        ]


def figure_text(value: object) -> str:
    """A figure in the reader's way of writing numbers; None as "no figure"; text as it is."""
    if value is None:
        return _("no figure")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    whole = float(value).is_integer()
    return number_format(int(value) if whole else round(value, 1), use_l10n=True, force_grouping=True)
