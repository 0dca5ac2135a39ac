"""What papers share whose rows are by one thing and whose columns say what became of it."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from yarrow.evaluation.models import Release, ReleasedCell
from yarrow.ui.tables import figure_text

MOST_DRAWN = 12
Rows = Mapping[str, Mapping[str, int | None]]


def about_so_many(figure: int | None) -> str:
    """A rounded figure in a sentence; None: it is hidden."""
    return _("few") if figure is None else _("about %s") % figure_text(figure)


def rows_of(cells: Sequence[ReleasedCell]) -> Rows:
    """Row → column → figure, in the order of the ledger."""
    found: dict[str, dict[str, int | None]] = {}
    for cell in cells:
        row, column = cell.row
        found.setdefault(row, {})[column] = cell.n
    return found


def by_of(release: Release) -> str:
    """What the rows are by; what was asked for where nothing but the whole was let through."""
    return str((release.by or release.asked_by)[0])
