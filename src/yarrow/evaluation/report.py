"""The activity table for the console: JSON for programs, aligned columns for people. Codes, not words."""

from collections.abc import Mapping, Sequence
from typing import Any

from yarrow.methods.activity import MEASURES, Figures, Row, Table

MARK = "not for sharing: true figures; what leaves a project comes as a release"
COUNTS = ("n_contacts", "n_people", "n_new", "n_repeat", "n_unnamed")


def as_json(code: str, tables: Sequence[Table], apart: Mapping[str, Figures] | None = None) -> dict[str, Any]:
    """One object: the whole period, each breakdown by its dimensions, and the definitions.

    A row without data has `"data": false` and no numbers; a zero is a zero. `apart`: those in no figure of the tables.
    """
    period = tables[0].period
    return {
        "project": code,
        "from": period.from_on.isoformat(),
        "to": period.to_on.isoformat(),
        "marked": MARK,
        "total": figures_json(tables[0].total),
        "by": {",".join(table.by): [_row_json(table, row) for row in table.rows] for table in tables},
        "apart": {name: figures_json(figures) for name, figures in (apart or {}).items()},
        "definitions": {
            name: {"means": means, "out_of": out_of} for name, (means, out_of) in MEASURES.items()
        },
    }


def figures_json(figures: Figures) -> dict[str, Any]:
    """The numbers of one row."""
    counts = {name: getattr(figures, name) for name in COUNTS}
    return {
        **counts,
        "median_contacts": figures.median_contacts,
        "given": dict(figures.given),
        "done": dict(figures.done),
        "few": figures.is_few,
    }


def as_text(code: str, tables: Sequence[Table], apart: Mapping[str, Figures] | None = None) -> str:
    """Every table with its total."""
    period = tables[0].period
    parts = [f"{code}, {period.from_on} to {period.to_on} ({MARK})"]
    lines = [
        f"{name}: {row.n_people} people, {row.n_contacts} contacts" for name, row in (apart or {}).items()
    ]
    told = ["\ncounted apart, in no figure above", *lines] if lines else []
    return "\n".join([*parts, *(_table_text(table) for table in tables), *told])


def _row_json(table: Table, row: Row) -> dict[str, Any]:
    key = dict(zip(table.by, row.key, strict=True))
    if row.figures is None:
        return {**key, "data": False}
    return {**key, "data": True, **figures_json(row.figures)}


def _table_text(table: Table) -> str:
    lines = [[*table.by, "contacts", "people", "new", "repeat", "not known"]]
    lines += [[*(code or "-" for code in row.key), *_counts(row.figures)] for row in table.rows]
    lines.append(["total", *[""] * (len(table.by) - 1), *_counts(table.total)])
    n_names = len(table.by)
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    drawn = [
        "  ".join(
            cell.ljust(width) if place < n_names else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
    return "\n" + "\n".join(drawn)


def _counts(figures: Figures | None) -> list[str]:
    if figures is None:
        return ["no data", "", "", "", ""]
    return [str(getattr(figures, name)) for name in COUNTS]
