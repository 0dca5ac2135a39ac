"""Pairs that the comparing found, as far as whoever reported lets anybody hear of them now.

One person's second report is no second voice: where one of the two is in escrow, a pair of theirs counts for nothing.
"""

from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from yarrow.safety import lists
from yarrow.safety.models import Choice, Decision, Reply, Suggestion
from yarrow.staff.models import Project

HEARD = [code for code in lists.TELLS if code != lists.NOBODY]
LOW_CLOSED, HIGH_CLOSED = Q(low_level=lists.ESCROW), Q(high_level=lists.ESCROW)


def heard(project_id: UUID) -> QuerySet[Any]:
    """Pairs of which somebody may hear, each with what was last `said` of it, "" for nothing; not read yet."""
    said = Decision.objects.filter(low=OuterRef("low"), high=OuterRef("high")).order_by("-n").values("said")
    rows = Suggestion.objects.filter(project=project_id).annotate(
        said=Coalesce(Subquery(said[:1]), Value("")),
        low_tell=latest("low__report_id", "tell"),
        high_tell=latest("high__report_id", "tell"),
        low_level=latest("low__report_id", "level"),
        high_level=latest("high__report_id", "level"),
    )
    rows = rows.filter(low_tell__in=HEARD, high_tell__in=HEARD)
    return rows.exclude(LOW_CLOSED | HIGH_CLOSED, low__report__reporter_id=F("high__report__reporter_id"))


def of_report(project_id: UUID, report_id: UUID) -> QuerySet[Any]:
    """Those of one report that nobody called another's."""
    either = Q(low__report=report_id) | Q(high__report=report_id)
    return heard(project_id).filter(either).exclude(said=lists.DIFFERENT)


def is_matched(project: Project, report_id: UUID) -> bool:
    """Whether there is one: whoever told it in escrow is asked again then, and not before."""
    return of_report(project.pk, report_id).exists()


def waiting(project: Project) -> QuerySet[Any]:
    """Pairs that nobody said anything of. Those with reports in escrow wait until each of these reporters was asked."""
    rows = heard(project.pk).filter(said__in=["", lists.UNDONE])
    rows = rows.annotate(is_low_asked=_asked("low__report_id"), is_high_asked=_asked("high__report_id"))
    is_open = ~(LOW_CLOSED | HIGH_CLOSED)
    return rows.filter(
        is_open | (LOW_CLOSED & Q(is_low_asked=False)) | (HIGH_CLOSED & Q(is_high_asked=False))
    )


def latest(report: str, field: str) -> Any:
    """What holds of a report now, asked by the database."""
    said = Choice.objects.filter(project=OuterRef("project"), report_id=OuterRef(report))
    return Subquery(said.order_by("-said_at", "-id").values(field)[:1])


def _asked(report: str) -> Any:
    """Whether the reporter was written to since the pair was found."""
    later = Reply.objects.filter(report_id=OuterRef(report), written_at__gte=OuterRef("suggested_at"))
    return Exists(later)
