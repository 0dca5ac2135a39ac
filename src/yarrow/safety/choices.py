"""How far reports may go now: the latest row of each counts, read in the transaction that uses it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from yarrow.safety import lists
from yarrow.safety.models import Choice
from yarrow.safety.told import Chosen
from yarrow.staff.models import Project

# The narrowest first: in escrow nobody reads a word.
LEVELS = (lists.ESCROW, *(code for code in lists.LEVELS if code != lists.ESCROW))


def narrower(one: Chosen, other: Chosen) -> Chosen:
    """As far as both go."""
    return Chosen(
        min(one.level, other.level, key=LEVELS.index),
        min(one.tell, other.tell, key=lists.TELLS.index),
        min(one.release, other.release, key=lists.RELEASES.index),
    )


def of(project: Project, report_ids: Iterable[UUID]) -> dict[UUID, Chosen]:
    """Report → what holds; one that nobody chose for stays here. One query."""
    ids = set(report_ids)
    return last_of(rows(project).filter(report_id__in=ids), ids)


def rows(project: Project) -> QuerySet[Choice]:
    """Everything that was chosen in a project, not read yet: `last_of` takes it."""
    return Choice.objects.filter(project=project).order_by("said_at", "id")


def last_of(said: Iterable[Choice], report_ids: Iterable[UUID]) -> dict[UUID, Chosen]:
    """Report → what holds, out of rows that were read."""
    last = {row.report_id: Chosen(row.level, row.tell, row.release) for row in said}
    return {report_id: last.get(report_id, Chosen()) for report_id in report_ids}


def anywhere(report_ids: Iterable[UUID | str]) -> QuerySet[Choice]:
    """What was chosen for reports of whichever project, not read yet: `last_anywhere` takes it."""
    return Choice.objects.filter(report_id__in=set(report_ids)).order_by("said_at", "id")


def last_anywhere(said: Iterable[Choice]) -> dict[tuple[UUID, UUID], Chosen]:
    """(project, report) → what holds, of those for which anything was chosen."""
    return {(row.project_id, row.report_id): Chosen(row.level, row.tell, row.release) for row in said}


def standing(project: Project, report_id: UUID) -> Chosen:
    """The same of one report."""
    return of(project, [report_id])[report_id]


def last(project: Project, report_id: UUID) -> Chosen | None:
    """The same; None where nothing was written down, as of a report that is still sealed."""
    row = Choice.objects.filter(project=project, report_id=report_id).order_by("said_at", "id").last()
    return Chosen(row.level, row.tell, row.release) if row else None
