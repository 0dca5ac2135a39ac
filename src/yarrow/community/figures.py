"""Trends of complaints and of what was reported about policing: true figures, for inside the project."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.community import extract, lists
from yarrow.methods.changes import MONTH, QUARTER, Stretch, Told, calendar, change, counted
from yarrow.staff.models import Project
from yarrow.ui import days
from yarrow.ui.charts import Picture, Series
from yarrow.ui.happenings import Happening, between
from yarrow.ui.tables import Column, Table
from yarrow.ui.trends import of_spans, trend, with_marks

YEARS = 2


@dataclass(frozen=True)
class Trend:
    """By month and by quarter, with a first sentence."""

    n: int
    finding: str
    months: Picture
    quarters: Picture


def since(today: date) -> date:
    """Where trends begin: the first day of the quarter two years ago."""
    return date(today.year - YEARS, (today.month - 1) // QUARTER * QUARTER + 1, 1)


def of_complaints(project: Project, today: date) -> Trend:
    """Complaints of the last two years, by what they are about. Two queries."""
    rows = list(extract.complaints(project, since(today), today))
    return _trend(project, today, rows, "about", _("Complaints"))


def of_policing(project: Project, today: date, agreement: UUID | None = None) -> Trend:
    """Breaches and complaints about policing of the last two years. Two queries."""
    rows = list(extract.breaches(project, since(today), today, agreement))
    return _trend(project, today, rows, "breach_kinds", _("Breaches and complaints about policing"))


def _trend(project: Project, today: date, rows: Sequence[Told], name: str, what: str) -> Trend:
    outside = between(project.id, since(today), today)
    months = counted(rows, calendar(since(today), today, MONTH), today)
    quarters = counted(rows, calendar(since(today), today, QUARTER), today)
    return Trend(
        n=len(rows),
        finding=finding(quarters),
        months=_by_month(months, name, what, outside),
        quarters=_by_quarter(quarters, what, outside),
    )


def finding(quarters: Sequence[Stretch]) -> str:
    """The last whole quarter beside the one a year before, with both numbers."""
    whole = [one for one in quarters if one.is_whole]
    if len(whole) < 5:
        return ""
    now, before = whole[-1], whole[-5]
    about = {"n": now.n, "before": before.n, "now": quarter_words(now), "then": quarter_words(before)}
    moved = change(before.n, now.n)
    if moved is None:
        said = _("%(n)d in %(now)s, %(before)d in %(then)s: too few to speak of a trend.")
        return said % about
    if now.n == before.n:
        return _("%(n)d in %(now)s, as many as in %(then)s (%(before)d).") % about
    about["moved"] = abs(moved)
    if now.n < before.n:
        return _("Down by %(moved)d %%: %(n)d in %(now)s, %(before)d in %(then)s.") % about
    return _("Up by %(moved)d %%: %(n)d in %(now)s, %(before)d in %(then)s.") % about


def quarter_words(one: Stretch) -> str:
    """ "Jan to Mar 2026"."""
    first, last = days.month_of_year(one.period.from_on), days.month(one.period.to_on)
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def _by_month(months: Sequence[Stretch], name: str, what: str, outside: Sequence[Happening]) -> Picture:
    kinds = [item for item in lists.items(name) if any(one.by_kind.get(item.code) for one in months)]
    drawn = trend(
        "by-month",
        title=_("%s by month") % what,
        describe=_("One column for each month, as high as there were of each kind."),
        labels=[days.month(one.period.from_on) for one in months],
        series=[Series(item.said, [one.by_kind.get(item.code, 0) for one in months]) for item in kinds]
        or [Series(_("In all"), [0 for _one in months])],
        first_column=_("Month"),
        axis=of_spans([(one.period.from_on, one.period.to_on) for one in months]),
        happenings=outside,
        is_stacked=True,
    )
    heads = [*(item.said for item in kinds), _("In all"), _("Answered"), _("In time")]
    rows = [
        [
            days.month(one.period.from_on),
            *(one.by_kind.get(item.code, 0) for item in kinds),
            one.n,
            _of(one.n_answered, one.n),
            _of(one.n_in_time, one.n_owed),
        ]
        for one in months
    ]
    columns = [Column(_("Month")), *(Column(head, is_number=True) for head in heads)]
    table = Table(caption=_("%s by month") % what, columns=columns, rows=rows)
    return replace(drawn, table=with_marks(table, drawn))


def _by_quarter(quarters: Sequence[Stretch], what: str, outside: Sequence[Happening]) -> Picture:
    drawn = trend(
        "by-quarter",
        title=_("%s by quarter") % what,
        describe=_("One column for each quarter. The last one goes on."),
        labels=[quarter_words(one) for one in quarters],
        series=[Series(_("In all"), [one.n for one in quarters])],
        first_column=_("Quarter"),
        axis=of_spans([(one.period.from_on, one.period.to_on) for one in quarters]),
        happenings=outside,
    )
    heads = [_("In all"), _("Beside the quarter before"), _("Beside a year before")]
    columns = [Column(_("Quarter")), *(Column(head, is_number=True) for head in heads)]
    rows = [_quarter(quarters, n) for n in range(len(quarters))]
    table = Table(caption=_("%s by quarter") % what, columns=columns, rows=rows)
    return replace(drawn, table=with_marks(table, drawn))


def _quarter(quarters: Sequence[Stretch], n: int) -> list[object]:
    one = quarters[n]
    label = quarter_words(one)
    if not one.is_whole:
        return [_("%s, so far") % label, one.n, None, None]
    return [label, one.n, _beside(quarters, n, 1), _beside(quarters, n, 4)]


def _beside(quarters: Sequence[Stretch], n: int, back: int) -> str | None:
    if n < back:
        return None
    before, now = quarters[n - back].n, quarters[n].n
    moved = change(before, now)
    if moved is None:
        return _("from %d: too few") % before
    return f"{moved:+d} %" if moved else "0 %"


def _of(n: int, of: int) -> str | None:
    return _("%(n)d of %(of)d") % {"n": n, "of": of} if of else None
