"""What is due of plans: steps by their day, plans to be looked at again; what comes next stands first."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery, UUIDField

from yarrow.people.models import KeyWorker
from yarrow.people.queries import open_each
from yarrow.plans.models import Plan, Step
from yarrow.plans.states import GOING, TO_DO, WANTED
from yarrow.staff.models import Project, names_in
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

MINE, ALL = "mine", "all"
PAGE = 25


@dataclass(frozen=True)
class DueShown:
    """One line. `what`: the step's words, opened only for those whose it is; "" for a plan to be looked at."""

    row: Step | Plan
    on: date
    who: str = field(repr=False)
    what: str = field(repr=False)
    whose: str
    is_late: bool

    @property
    def is_review(self) -> bool:
        return isinstance(self.row, Plan)


class Lists:
    """The steps and plans due to a reader, or to everybody, as far as page `page` reaches."""

    def __init__(self, by: Actor, project: Project, *, whose: str, page: int) -> None:
        self.start = (page - 1) * PAGE
        most = self.start + PAGE + 1
        self.steps = _steps(by, project, whose)[:most]
        self.plans = _plans(by, project, whose)[:most]
        self.names = names_in(project)

    @property
    def lists(self) -> list[Any]:
        return [self.steps, self.plans, self.names]

    def rows(self) -> list[Any]:
        """This page and a line more, what comes next first."""
        both = [*self.steps, *self.plans]
        both.sort(key=lambda row: (day_of(row), str(row.pk)))
        return both[self.start : self.start + PAGE + 1]


def day_of(row: Step | Plan) -> date:
    """The day on which a line is due."""
    return (row.review_on if isinstance(row, Plan) else row.due_on) or date.max


def listed(by: Actor, project: Project, today: date, *, whose: str, page: int) -> tuple[list[DueShown], bool]:
    """One page of what is due, and whether there is more. Raises Locked."""
    found = Lists(by, project, whose=whose, page=page)
    at_once.read(found)
    rows = found.rows()
    shown = rows[:PAGE]
    people = list({row.person_id: row.person for row in shown}.values())
    theirs = [row for row in shown if isinstance(row, Step) and row.what is not None and is_of(row, by.id)]
    with reading(by, project.id, act="plans.list_due") as page_read:
        called = open_each(page_read, people, "identity.called")
        what = open_each(page_read, theirs, "notes.what") if by.holds(project.id, "notes") else {}
    names: dict[UUID, str] = dict(found.names)
    return [
        DueShown(
            row=row,
            on=day_of(row),
            who=(called[row.person_id].value if row.person_id in called else "") or row.person.code,
            what=what[row.pk].value if row.pk in what else "",
            whose=names.get(_doer(row), ""),
            is_late=day_of(row) < today,
        )
        for row in shown
    ], len(rows) > PAGE


def is_of(row: Any, worker_id: UUID) -> bool:
    """Whether a line is this worker's, as `of_worker` says it."""
    return bool(_doer(row) == worker_id)


def _doer(row: Any) -> UUID:
    """Whose a line is: who does it, else the key worker, else whoever wrote it down."""
    given = row.worker if isinstance(row, Step) else None
    found: UUID = given or row.keeper or (row.added_by if isinstance(row, Step) else row.begun_by)
    return found


def _with_keeper(rows: QuerySet[Any]) -> QuerySet[Any]:
    keeper = KeyWorker.objects.current().filter(person=OuterRef("person")).values("worker_id")[:1]
    known = rows.filter(person__erased_at=None, person__merged_into=None)
    return known.select_related("person").annotate(keeper=Subquery(keeper, output_field=UUIDField()))


def _steps(by: Actor, project: Project, whose: str) -> QuerySet[Any]:
    rows = Step.objects.filter(project=project, state=TO_DO, goal__state=WANTED, goal__plan__state=GOING)
    rows = _with_keeper(rows.exclude(due_on=None))
    if whose == MINE:
        keeps = Q(keeper=by.id) | Q(keeper=None, added_by=by.id)
        rows = rows.filter(Q(worker=by.id) | Q(worker=None) & keeps)
    return rows.order_by("due_on", "id")


def _plans(by: Actor, project: Project, whose: str) -> QuerySet[Any]:
    rows = _with_keeper(Plan.objects.filter(project=project, state=GOING).exclude(review_on=None))
    if whose == MINE:
        rows = rows.filter(Q(keeper=by.id) | Q(keeper=None, begun_by=by.id))
    return rows.order_by("review_on", "id")
