"""What mandated and voluntary contact come to: true figures, for inside the project, that say what they count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from yarrow.justice import extract
from yarrow.methods.mandates import Ago, Month, Stayed, by_month, stayed
from yarrow.staff.models import Project
from yarrow.ui import days
from yarrow.ui.tables import Column, Table


@dataclass(frozen=True)
class Figures:
    """Everything of one period."""

    n_orders: int
    n_contacts: int
    months: Table
    stays: Table


def of_project(project: Project, from_on: date, to_on: date, today: date) -> Figures:
    """Contacts of a period by month, and orders that ended in it with what came in the 90 days after."""
    ended = extract.ended(project, from_on, to_on)
    # What came after an order that ended late in the period lies after the period.
    met = list(extract.met(project, from_on, max(to_on, today)))
    within = [one for one in met if one.on <= to_on]
    return Figures(
        n_orders=len(ended),
        n_contacts=len(within),
        months=_months(by_month(within, extract.with_order(project))),
        stays=_stays(stayed(ended, met, today)),
    )


def _months(found: Iterable[Month]) -> Table:
    heads = (_("Mandated"), _("Voluntary, of people with an order"), _("Voluntary, of everybody else"))
    columns = [Column(_("Month")), *(Column(head, is_number=True) for head in heads)]
    rows = [[days.month(one.first), one.n_mandated, one.n_voluntary, one.n_others] for one in found]
    return Table(caption=_("Contacts with people who are known"), columns=columns, rows=rows)


def _stays(found: Iterable[Stayed]) -> Table:
    heads = (_("Orders"), _("People"), _("Light contact agreed"), _("Still in contact"), _("Share"))
    columns = [Column(_("The order ended")), *(Column(head, is_number=True) for head in heads)]
    rows = [[_ago(one.ago), one.n, one.n_people, one.n_light, one.n_stayed, _share(one)] for one in found]
    return Table(caption=_("Voluntary contact in the 90 days after an order"), columns=columns, rows=rows)


def _ago(ago: Ago) -> str:
    said = {
        Ago.TOO_EARLY: _("less than 90 days ago: too early to say"),
        Ago.QUARTER: _("90 to 181 days ago"),
        Ago.HALF: _("182 to 364 days ago"),
        Ago.YEAR: _("a year ago or longer"),
    }
    return said[ago]


def _share(one: Stayed) -> str | None:
    if one.is_few:
        return _("too few")
    return f"{round(one.share * 100)} %" if one.share is not None else None
