"""The reports that a form offers to draw an alert from, in codes."""

from collections.abc import Iterable
from uuid import UUID

from django.utils import formats
from django.utils.translation import ngettext

from yarrow.alerts import sources
from yarrow.safety import lists
from yarrow.safety.models import Report
from yarrow.staff.models import Project


def offered(project: Project, chosen: Iterable[UUID] = ()) -> list[tuple[str, str]]:
    """(number, what it is) of reports that may warn others, the chosen first."""
    first = set(chosen)
    rows = sorted(sources.offered(project, first), key=lambda one: one.report.pk not in first)
    return [(str(one.report.pk), report_words(one.report, one.n_alerts)) for one in rows]


def report_words(report: Report, n_alerts: int = 0) -> str:
    """A report in codes: month, area, what happened; nothing that was said."""
    month = formats.date_format(report.month, "YEAR_MONTH_FORMAT") if report.month else ""
    kinds = ", ".join(lists.label("kinds", code) for code in report.kinds)
    drawn = ngettext("%(n)d alert already", "%(n)d alerts already", n_alerts) % {"n": n_alerts}
    parts = (month, report.zone.label if report.zone else "", kinds, drawn if n_alerts else "")
    return " · ".join(part for part in parts if part) or str(report.pk)[:8]
