"""The activity table as a page shows it: a finding in words, a picture, a table, and what it does not tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yarrow.evaluation.activity import DIMENSION_WORDS, Words
from yarrow.methods.activity import ADDS_UP, MEASURES, Figures, Period, Row, Table
from yarrow.staff.models import Project
from yarrow.ui import days
from yarrow.ui.charts import Picture, Series, picture
from yarrow.ui.happenings import between
from yarrow.ui.tables import Column, figure_text
from yarrow.ui.tables import Table as Shown
from yarrow.ui.trends import Axis, of_spans, trend

MOST_IN_PICTURE = 40
FEWEST_FOR_A_MIDDLE = 3


@dataclass(frozen=True)
class Definition:
    """One number of the table: its heading, what it means, and out of what."""

    name: str
    meaning: str
    out_of: str


def headings() -> dict[str, str]:
    """The words over the columns."""
    return {
        "n_contacts": _("Contacts"),
        "n_people": _("Known people"),
        "n_new": _("New"),
        "n_repeat": _("Known before"),
        "n_unnamed": _("Not known"),
        "median_contacts": _("Middle number of contacts"),
        "given": _("Things given"),
        "done": _("Things done"),
    }


def finding(table: Table) -> str:
    """The table's first sentence, with its n."""
    total = table.total
    span = _("from %(first)s to %(last)s") % {
        "first": days.day(table.period.from_on),
        "last": days.day(table.period.to_on),
    }
    if not total.n_contacts:
        return _("Nobody was met %s.") % span
    people = ngettext("%s known person", "%s known people", total.n_people) % figure_text(total.n_people)
    times = total.n_contacts - total.n_unnamed
    parts = [
        ngettext("%(people)s met us %(n)s time %(span)s.", "%(people)s met us %(n)s times %(span)s.", times)
        % {"people": people, "n": figure_text(times), "span": span}
    ]
    if total.median_contacts is not None and total.n_people >= FEWEST_FOR_A_MIDDLE:
        parts.append(half(total.median_contacts))
    if total.n_unnamed:
        more = ngettext(
            "%s more meeting was with someone not known.",
            "%s more meetings were with people not known.",
            total.n_unnamed,
        )
        parts.append(more % figure_text(total.n_unnamed))
    return " ".join(parts)


def apart_shown(apart: Mapping[str, Figures], labels: Mapping[str, str]) -> list[dict[str, str]]:
    """{key, value} of those who are in no row of the table: how many people, met how often."""
    return [
        {
            "key": labels[code],
            "value": ngettext("%s person", "%s people", figures.n_people) % figure_text(figures.n_people)
            + ", "
            + ngettext("%s contact", "%s contacts", figures.n_contacts) % figure_text(figures.n_contacts),
        }
        for code, figures in apart.items()
    ]


def table_shown(table: Table, words: Words, show: str) -> Shown:
    """The table with its total, ready for the page."""
    heads = [Column(str(DIMENSION_WORDS[name])) for name in table.by]
    names = _columns(table, words, show)
    rows = [[*_said(row, table.by, words), *_cells(row.figures, show, list(names))] for row in table.rows]
    foot = [_("Whole period"), *[""] * (len(table.by) - 1), *_cells(table.total, show, list(names))]
    columns = [*heads, *(Column(label, is_number=True) for label in names.values())]
    if show == "people":
        columns.append(Column(_("Note")))
        rows = [[*cells, _remark(row)] for cells, row in zip(rows, table.rows, strict=True)]
        foot.append("")
    return Shown(caption=_caption(table, show), columns=columns, rows=rows, foot=foot)


def picture_of(project: Project, table: Table, words: Words) -> Picture | None:
    """Contacts of each row, with known people and with people not known; None for two dimensions or too many rows."""
    if len(table.by) != 1 or not table.rows or len(table.rows) > MOST_IN_PICTURE:
        return None
    known = [_times(row.figures) for row in table.rows]
    unnamed = [row.figures.n_unnamed if row.figures else None for row in table.rows]
    said: dict[str, Any] = {
        "title": _("Contacts by %s") % str(DIMENSION_WORDS[table.by[0]]).lower(),
        "describe": finding(table),
        "labels": [words.value(table.by[0], row.key[0]) for row in table.rows],
        "series": [Series(_("With known people"), known), Series(_("With people not known"), unnamed)],
        "first_column": str(DIMENSION_WORDS[table.by[0]]),
        "is_stacked": True,
    }
    if table.by[0] != "month":
        return picture("activity", **said)
    axis = axis_of([table.period.within(row.key[0]) for row in table.rows])
    return trend("activity", **said, axis=axis, happenings=between(project.id, axis.from_on, axis.to_on))


def axis_of(periods: Sequence[Period]) -> Axis:
    """Rows of time as the columns of a chart."""
    return of_spans([(period.from_on, period.to_on) for period in periods])


def definitions() -> list[Definition]:
    """What each number means, in the order of the table."""
    heads = headings()
    return [Definition(heads[name], _(meaning), _(out_of)) for name, (meaning, out_of) in MEASURES.items()]


def overlaps(table: Table) -> str:
    """Which columns of this table do not add up to its total, in a sentence; empty when all do."""
    heads = headings()
    shown = ("n_contacts", "n_people", "n_new", "n_repeat", "n_unnamed")
    over = [heads[name] for name in shown if any(name not in ADDS_UP[dimension] for dimension in table.by)]
    if not over:
        return ""
    return _(
        "The rows overlap in: %s. One person can be in several rows, so these do not add up to the whole period."
    ) % ", ".join(over)


def half(middle: float) -> str:
    """The median in words."""
    if middle == 1:
        return _("Half of them met us once.")
    return _("Half of them met us %g times or fewer.") % middle


def _columns(table: Table, words: Words, show: str) -> dict[str, str]:
    if show == "people":
        heads = headings()
        return {name: heads[name] for name in ("n_contacts", "n_people", "n_new", "n_repeat", "n_unnamed")}
    said = words.given if show == "given" else words.done
    return {code: said.get(code, code) for code in getattr(table.total, show)}


def _cells(figures: Figures | None, show: str, names: Sequence[str]) -> list[object]:
    if figures is None:
        return [None] * len(names)
    if show == "people":
        return [getattr(figures, name) for name in names]
    return [getattr(figures, show).get(code, 0) for code in names]


def _said(row: Row, by: Sequence[str], words: Words) -> list[str]:
    return [words.value(dimension, code) for dimension, code in zip(by, row.key, strict=True)]


def _remark(row: Row) -> str:
    if row.figures is None:
        return _("No records were kept")
    if row.figures.is_few:
        return _("Few: one more or less changes the picture")
    return ""


def _times(figures: Figures | None) -> int | None:
    return figures.n_contacts - figures.n_unnamed if figures else None


def _caption(table: Table, show: str) -> str:
    what = {"people": _("People and contacts"), "given": _("Things given"), "done": _("Things done")}[show]
    rows = _(" and ").join(str(DIMENSION_WORDS[name]).lower() for name in table.by)
    return _("%(what)s by %(rows)s") % {"what": what, "rows": rows}
