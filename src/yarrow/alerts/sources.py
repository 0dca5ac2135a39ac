"""The reports that an alert is drawn from, as far as their reporters let anything of them reach others."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.alerts.alert_rules import MOST_REPORTS
from yarrow.alerts.errors import CannotBe, NotHere
from yarrow.alerts.models import Alert, AlertSource
from yarrow.alerts.states import PUBLISHED
from yarrow.safety import challenges, choices, links, rules
from yarrow.safety.errors import Closed
from yarrow.safety.models import Choice, Offender, Report
from yarrow.staff.models import Project
from yarrow.vault import at_once

MOST_OFFERED = 100


@dataclass(frozen=True)
class Offered:
    """A report that an alert may be drawn from. `n_alerts`: how many are drawn from it already."""

    report: Report
    n_alerts: int = 0


def warnable(project: Project, report_ids: Collection[UUID]) -> list[Report]:
    """These reports, each of which may warn others now. Ask again in the transaction that uses the answer.

    Raises NotHere for one that is gone or another project's, Closed where a reporter said otherwise.
    """
    wanted = set(report_ids)
    if not wanted:
        raise CannotBe(_("Choose at least one report."), field="reports")
    if len(wanted) > MOST_REPORTS:
        raise CannotBe(_("Choose up to %(n)d reports.") % {"n": MOST_REPORTS}, field="reports")
    rows = list(Report.objects.filter(project=project, pk__in=wanted).select_related("zone"))
    if len(rows) != len(wanted):
        raise NotHere()
    if len(_may(project, rows)) != len(rows):
        raise Closed()
    return rows


def still_warning(project: Project, report_ids: Collection[UUID]) -> list[Report]:
    """Those of these reports that may warn others now."""
    rows = list(Report.objects.filter(project=project, pk__in=list(report_ids)).select_related("zone"))
    return _may(project, rows)


def offered(project: Project, chosen: Collection[UUID] = ()) -> list[Offered]:
    """The latest reports that may warn others and those chosen, and what was drawn from them. Two queries."""
    every = Report.objects.filter(project=project).select_related("zone").defer("words", "facts", "reach")
    said, outcomes = choices.rows(project), challenges.outcomes_of(project)
    at_once.read(every, said, outcomes)
    fit = standing(every, said, outcomes)
    rows = fit[:MOST_OFFERED] + [row for row in fit[MOST_OFFERED:] if row.pk in chosen]
    drawn: dict[UUID, int] = {}
    used = AlertSource.objects.filter(project=project, report_id__in=[row.pk for row in rows])
    for report_id in used.exclude(alert__state="dropped").values_list("report_id", flat=True):
        drawn[report_id] = drawn.get(report_id, 0) + 1
    return [Offered(row, drawn.get(row.pk, 0)) for row in rows]


def beside(project: Project, report_id: UUID) -> set[UUID]:
    """The report and those that advisers called reports of the same offender, as far as they may warn."""
    mine = Offender.objects.filter(project=project, report=report_id).values_list("id", flat=True)
    said = links.said_of(project)
    near = {each for one in mine for each in links.cluster_of(project, one, said)}
    reports = set(Offender.objects.filter(project=project, pk__in=near).values_list("report_id", flat=True))
    return reports | {report_id}


def taken_back(project: Project, alert_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these alerts of which a report may warn nobody any more, or is gone. Three queries."""
    pairs = list(
        AlertSource.objects.filter(project=project, alert__in=list(alert_ids)).values_list(
            "alert_id", "report_id"
        )
    )
    ids = {report_id for _of, report_id in pairs}
    standing = {row.pk for row in still_warning(project, ids)}
    return {alert_id for alert_id, report_id in pairs if report_id not in standing}


def live(project: Project, today: date) -> list[Alert]:
    """Published alerts whose last day has not come, newest first."""
    rows = Alert.objects.filter(project=project, state=PUBLISHED, expires_on__gt=today)
    return list(rows.order_by("-published_at", "id"))


def standing(
    rows: Iterable[Report], said: Iterable[Choice], outcomes: Iterable[tuple[UUID | None, str]]
) -> list[Report]:
    """Those that may warn others: their reporters said so, and no challenge keeps them to these rooms."""
    reports, shut = list(rows), challenges.kept_back(outcomes)
    chosen = choices.last_of(said, [row.pk for row in reports])
    return [row for row in reports if row.pk not in shut and rules.may_warn(chosen[row.pk], row.kinds)]


def _may(project: Project, rows: list[Report]) -> list[Report]:
    """The same of rows that were read. One query."""
    ids = [row.pk for row in rows]
    said = choices.rows(project).filter(report_id__in=ids)
    outcomes = challenges.outcomes_of(project, ids)
    at_once.read(said, outcomes)
    return standing(rows, said, outcomes)
