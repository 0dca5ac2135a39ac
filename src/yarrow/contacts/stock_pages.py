"""The cupboard as its pages show it: one table of what is there, a picture of each supply's months, words for why."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yarrow.contacts.stock import Stocked
from yarrow.methods.activity import Period
from yarrow.methods.stock import Month, Rate, months
from yarrow.ui import days
from yarrow.ui.charts import Picture, Series
from yarrow.ui.happenings import Happening
from yarrow.ui.tables import Column, Table
from yarrow.ui.trends import of_spans, trend, with_marks

YEAR = 12


def why(line: Stocked) -> str:
    """Why somebody should look, and what to do; "" when nothing runs low."""
    if line.why == "more_given":
        words = ngettext(
            "%(n)d more was given than counted in. Count the shelf, or write down the delivery that is missing.",
            "%(n)d more were given than counted in. Count the shelf, or write down the delivery that is missing.",
            line.n_more_given,
        )
        return words % {"n": line.n_more_given}
    if line.why == "level":
        return _("Runs low: your own level is %(level)d.") % {"level": line.level}
    if line.why == "weeks" and line.rate:
        said = _("Runs low: it lasts about %(left)s at the usual rate (%(rate)s).")
        return said % {"left": weeks_in_words(line.weeks_left), "rate": rate_in_words(line.rate)}
    return ""


def weeks_in_words(weeks: float | None) -> str:
    """ "less than a week", "2 weeks", or "no figure" when nothing says how long."""
    if weeks is None:
        return _("no figure")
    if weeks < 1:
        return _("less than a week")
    if weeks > 52:
        return _("more than a year")
    return ngettext("%d week", "%d weeks", int(weeks)) % int(weeks)


def rate_in_words(rate: Rate | None) -> str:
    """The usual rate with the weeks behind it."""
    if rate is None:
        return _("not four weeks of records yet")
    words = ngettext(
        "%(a_week)s a week, from %(n)d week of records",
        "%(a_week)s a week, from %(n)d weeks of records",
        rate.n_weeks,
    )
    return words % {
        "a_week": f"{rate.a_week:.0f}" if rate.a_week >= 10 else f"{rate.a_week:.1f}",
        "n": rate.n_weeks,
    }


def last_months(today: date, n: int = YEAR) -> list[str]:
    """The last `n` months, this one included, as `2026-03`."""
    first = today.replace(day=1)
    for _each in range(n - 1):
        first = (first.replace(day=1) - date.resolution).replace(day=1)
    return Period(first, today).months()


def days_shown(today: date) -> tuple[date, date]:
    """The first and the last day of the months of `in_and_out`."""
    months = last_months(today)
    return month_days(months[0])[0], month_days(months[-1])[1]


def in_and_out(line: Stocked, today: date, outside: Sequence[Happening]) -> Picture:
    """What came in and went out per month, the picture and its table."""
    first = f"{line.since:%Y-%m}"
    rows = months(line.steps, [month for month in last_months(today) if month >= first])
    words = [month_in_words(row.month) for row in rows]
    axis = of_spans([month_days(row.month) for row in rows])
    drawn = trend(
        "stock",
        title=_("%s in and out by month") % line.label,
        describe=_("What came in, was given out, and was lost or expired, by month since %s.")
        % days.day(line.since),
        labels=words,
        series=[
            Series(_("Came in"), [row.n_in for row in rows]),
            Series(_("Given out"), [row.n_given for row in rows]),
            Series(_("Lost or expired"), [row.n_lost for row in rows]),
        ],
        first_column=_("Month"),
        axis=axis,
        happenings=outside,
    )
    return replace(drawn, table=with_marks(_table(line, rows, words), drawn))


def month_in_words(month: str) -> str:
    """`2026-03` as "Mar 2026"."""
    return days.month(date.fromisoformat(f"{month}-01"))


def month_days(month: str) -> tuple[date, date]:
    """The first and last day of `2026-03`."""
    first = date.fromisoformat(f"{month}-01")
    return first, (first + timedelta(days=31)).replace(day=1) - date.resolution


def _table(line: Stocked, rows: list[Month], words: list[str]) -> Table:
    heads = [
        _("Came in"), _("Given out"), _("Lost or expired"), _("Put right by counting"), _("There at its end"),
    ]  # fmt: skip
    figures = [[row.n_in, row.n_given, row.n_lost, row.n_put_right, row.n_at_end] for row in rows]
    return Table(
        caption=_("%s in and out by month") % line.label,
        columns=[Column(_("Month")), *(Column(head, is_number=True) for head in heads)],
        rows=[[month, *row] for month, row in zip(words, figures, strict=True)],
    )
