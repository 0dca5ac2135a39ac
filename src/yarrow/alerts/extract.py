"""Rows for counting: plain fields alone, nothing sealed, nobody named."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Min, OuterRef, Subquery

from yarrow.alerts.models import Alert, AlertSource
from yarrow.safety.models import Report
from yarrow.staff.models import Project


@dataclass(frozen=True)
class Warned:
    """One alert that was published in a period.

    reported_on   the day on which the first of its reports came; None: it is gone
    n_days        from that day to the day on which it was published; None where the report is gone
    n_reporters   who reported twice is one
    """

    alert_id: UUID
    published_on: date
    reported_on: date | None
    n_reports: int
    n_reporters: int
    kinds: tuple[str, ...]

    @property
    def n_days(self) -> int | None:
        return (self.published_on - self.reported_on).days if self.reported_on else None


def warned(project: Project, from_on: date, to_on: date) -> Iterator[Warned]:
    """Alerts published in a period, recalled and over ones among them, in their order. One query."""
    reports = AlertSource.objects.filter(alert=OuterRef(OuterRef("pk"))).values("report_id")
    first = Report.objects.filter(pk__in=reports).order_by().values("project")
    rows = Alert.objects.filter(project=project).exclude(published_at=None)
    rows = rows.annotate(
        first=Subquery(first.annotate(at=Min("received_at")).values("at")),
        n_reports=Count("sources", distinct=True),
        n_reporters=Count("sources__reporter_id", distinct=True),
    )
    for row in rows.order_by("published_at", "id"):
        published_on = _day(project, row.published_at)
        if published_on and from_on <= published_on <= to_on:
            yield Warned(
                alert_id=row.pk,
                published_on=published_on,
                reported_on=_day(project, row.first),
                n_reports=row.n_reports,
                n_reporters=row.n_reporters,
                kinds=tuple(row.kinds),
            )


def _day(project: Project, at: datetime | None) -> date | None:
    return at.astimezone(project.zone).date() if at else None
