"""Reading for pages."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet

from yarrow.agencies.models import Agency
from yarrow.community import states
from yarrow.community.errors import NotHere
from yarrow.community.models import (
    AgreementPoint,
    Breach,
    Complaint,
    OutsideEvent,
    PolicingAgreement,
    Statement,
    Training,
    TrainingAnswers,
)
from yarrow.staff.models import Project
from yarrow.staff.roles import ARRANGERS
from yarrow.vault.actors import Actor
from yarrow.vault.prepared import PreparedLists

PAGE, MOST_AGENCIES = 25, 500


def row_in(model: Any, project: Project, key: UUID) -> Any:
    """A row of this project. Raises NotHere."""
    found = model.objects.filter(project=project, pk=key).first()
    if found is None:
        raise NotHere()
    return found


def page_of(rows: QuerySet[Any], page: int) -> tuple[list[Any], bool]:
    """One page, and whether there is more."""
    start = (page - 1) * PAGE
    listed = list(rows[start : start + PAGE + 1])
    return listed[:PAGE], len(listed) > PAGE


def complaints_of(project: Project, only: str) -> QuerySet[Complaint]:
    """Complaints, the latest first; `only` a state where one is said."""
    rows = Complaint.objects.of(project).defer("words", "where", "contact")
    return rows.filter(state=only) if only in states.COMPLAINT_STATES else rows


def silent_complaints(project: Project, day: date) -> QuerySet[Complaint]:
    """Those that should have been answered, the longest silent first."""
    rows = Complaint.objects.of(project).silent(day).defer("words", "where", "contact")
    return rows.order_by("due_on", "id")


def silent_breaches(project: Project, day: date) -> QuerySet[Breach]:
    """Those that should have been answered, the longest silent first."""
    rows = Breach.objects.of(project).silent(day).select_related("agreement", "point")
    return rows.defer("words", "where", "answer").order_by("due_on", "id")


def agreements_of(project: Project) -> QuerySet[Any]:
    """Agreements with how much was reported about each, those that stand first."""
    rows = PolicingAgreement.objects.filter(project=project).defer("operational", "strategic")
    return rows.annotate(n_breaches=Count("breaches")).order_by(
        F("ended_on").asc(nulls_first=True), "-starts_on", "id"
    )


def points_of(agreement: PolicingAgreement, *, standing: bool = False) -> list[AgreementPoint]:
    """Its points in their order; only those that hold now, where that is asked."""
    # A grouped query forgets the order of its model.
    rows = agreement.points.annotate(n_breaches=Count("breaches")).order_by("n")
    return list(rows.filter(is_ended=False) if standing else rows)


def breaches_of(agreement: PolicingAgreement) -> QuerySet[Breach]:
    """What was reported about it, the latest first."""
    return agreement.breaches.select_related("point").defer("words", "where", "answer")


def breach_in(project: Project, key: UUID) -> Breach:
    """With its agreement and point. Raises NotHere."""
    rows = Breach.objects.of(project).select_related("agreement", "point")
    found = rows.filter(pk=key).first()
    if found is None:
        raise NotHere()
    return found


def trainings_of(project: Project) -> QuerySet[Training]:
    """The latest first."""
    return Training.objects.filter(project=project).select_related("agency")


def statements_of(project: Project, *, asked: bool = False) -> list[Statement]:
    """Every sentence; only those that are asked now, where that is wanted."""
    rows = Statement.objects.filter(project=project)
    return list(rows.filter(is_ended=False) if asked else rows)


def events_of(project: Project) -> QuerySet[OutsideEvent]:
    """The latest first."""
    return OutsideEvent.objects.filter(project=project).order_by("-from_on", "-added_at", "id")


def event_if_here(project: Project, key: UUID) -> OutsideEvent | None:
    """An event of this project, unless it was taken off the list."""
    return OutsideEvent.objects.filter(project=project, pk=key).first()


def answers_of(project: Project) -> QuerySet[TrainingAnswers]:
    """The counts of every training."""
    return TrainingAnswers.objects.filter(project=project)


def agency_choices(project: Project, chosen: Agency | None = None) -> list[tuple[str, str]]:
    """(id, name) of agencies that are there still, and the one that was chosen before, whatever became of it."""
    rows = Agency.objects.of(project).still_there().values_list("id", "name")[:MOST_AGENCIES]
    found = {str(key): name for key, name in rows}
    if chosen is not None:
        found.setdefault(str(chosen.pk), chosen.name)
    return list(found.items())


def _owed(project_id: UUID, day: date) -> list[Any]:
    """A few ids of each: Today says whether there are any and how many up to a point."""
    return [
        Complaint.objects.filter(project=project_id).silent(day).values("id")[:MOST_OWED],
        Breach.objects.filter(project=project_id).silent(day).values("id")[:MOST_OWED],
    ]


MOST_OWED = 100
_owed_in = PreparedLists(_owed)


class Owed:
    """What Today asks of this room, for those who arrange: answers that are overdue, ours and the police's."""

    def __init__(self, by: Actor, project: Project, now: datetime) -> None:
        day = now.astimezone(project.zone).date()
        self.complaints, self.breaches = _owed_in(project.id, day)
        self.is_asked = by.role in ARRANGERS

    @property
    def lists(self) -> list[Any]:
        return [self.complaints, self.breaches] if self.is_asked else []

    @property
    def n_complaints(self) -> int:
        return len(self.complaints) if self.is_asked else 0

    @property
    def n_breaches(self) -> int:
        return len(self.breaches) if self.is_asked else 0
