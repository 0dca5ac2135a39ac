"""Follow-ups as their pages list them: whose they are, which are open, what came of those done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.utils.translation import gettext as _

from yarrow.contacts.codes import label
from yarrow.contacts.lines import DueLine, opened_due
from yarrow.contacts.models import FollowUp
from yarrow.people.models import KeyWorker, a_name
from yarrow.staff.models import Membership, Project, worker_names
from yarrow.staff.roles import WORKERS
from yarrow.staff.states import LEFT
from yarrow.ui import days
from yarrow.vault.actors import Actor
from yarrow.vault.prepared import Prepared, PreparedLists, Rows

MINE, ALL = "mine", "all"
DUE, LATER, DONE = "due", "later", "done"
PAGE = 40


@dataclass(frozen=True)
class FollowUpLine:
    """One follow-up of the list: the opened line, whose it is (""= nobody's in particular), what came of it."""

    due: DueLine
    whose: str
    result: str


@dataclass(frozen=True)
class Happened:
    """One change of a follow-up, in words."""

    words: str = field()
    by: str
    at: datetime


def listed(
    by: Actor, project: Project, today: date, *, whose: str = MINE, which: str = DUE, page: int = 1
) -> tuple[list[FollowUpLine], bool]:
    """One page of follow-ups, and whether there are more."""
    rows = chosen(project, by, today, whose=whose, which=which)
    start = (max(page, 1) - 1) * PAGE
    found = list(rows.select_related("person", "contact")[start : start + PAGE + 1])
    return lines(by, project, found[:PAGE], today, "contacts.list_follow_ups"), len(found) > PAGE


def chosen(project: Project, by: Actor, today: date, *, whose: str, which: str) -> QuerySet[FollowUp]:
    """The follow-ups asked for, the first due first; those done, the latest first."""
    rows = _standing(project.pk)
    if whose != ALL:
        rows = of_worker(rows, by)
    if which == DONE:
        return rows.exclude(done_at=None).order_by("-done_at", "id")
    return _open(rows).filter(due_on__gt=today) if which == LATER else _due(rows, today)


def _standing(project_id: UUID) -> QuerySet[FollowUp]:
    # What belonged to a contact that was removed is nobody's to do any more.
    return FollowUp.objects.filter(project=project_id).exclude(contact__state="void")


def _open(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    return rows.filter(done_at=None).order_by("due_on", "created_at")


def _due(rows: QuerySet[FollowUp], today: date) -> QuerySet[FollowUp]:
    return _open(rows).filter(due_on__lte=today)


def of_worker(rows: QuerySet[FollowUp], by: Actor) -> QuerySet[FollowUp]:
    """Those given to a worker; of those given to nobody, what they wrote down or what is for their caseload."""
    theirs = KeyWorker.objects.current().filter(person=OuterRef("person"), worker_id=by.id)
    return rows.filter(Q(worker=by.id) | Q(worker=None) & (Q(created_by=by.id) | Exists(theirs)))


@dataclass(frozen=True)
class Due:
    """Ids of what is due, the first due first: the reader's own; what nobody who works here has; everybody else's."""

    own: list[UUID]
    unattended: list[UUID]
    others: list[UUID]


def _dues(project_id: UUID, today: date) -> list[Any]:
    present = Membership.objects.filter(project=project_id, role__in=WORKERS).exclude(state=LEFT)
    key_worker = KeyWorker.objects.current().filter(person=OuterRef("person")).values("worker_id")[:1]
    due = _due(_standing(project_id), today).annotate(
        key_worker=Subquery(key_worker, output_field=UUIDField())
    )
    return [
        present.values_list("worker_id", flat=True),
        due.values_list("pk", "worker_id", "created_by", "key_worker"),
    ]


_due_in = PreparedLists(_dues)


class Dues:
    """What is due in a project by today; its lists are read with others of a page (`at_once`)."""

    def __init__(self, by: Actor, project: Project, today: date) -> None:
        self.by = by
        self.lists = _due_in(project.pk, today)
        self.here, self.due = self.lists

    def grouped(self) -> Due:
        """By whose it is, as `of_worker` says it."""
        here, found = set(self.here), Due([], [], [])
        for line, given_to, author, keeper in self.due:
            whose = {given_to} if given_to else {author, keeper}
            group = found.own if self.by.id in whose else found.others if whose & here else found.unattended
            group.append(line)
        return found


_SHOWN = ("project", "due_on", "what", "person", "contact")
_these = Prepared(
    lambda project_id, *ids: (
        FollowUp.objects.filter(project=project_id, pk__in=ids)
        .select_related("person", "contact")
        .only(*_SHOWN, *a_name(of="person"), "contact__gender_seen", "contact__n_people")
        .order_by("due_on", "created_at")
    )
)


def in_order(project: Project, ids: Sequence[UUID], most: int) -> Rows:
    """These follow-ups of the project, at most so many, in the order of `chosen`; still to be read."""
    some = ids[:most]
    return _these(project.pk, *some, *[UUID(int=0)] * (most - len(some)))


def lines(by: Actor, project: Project, rows: list[FollowUp], today: date, act: str) -> list[FollowUpLine]:
    """Follow-ups opened for one reader."""
    names = worker_names({row.worker_id for row in rows if row.worker_id})
    return [
        FollowUpLine(
            due=line,
            whose=names.get(line.follow_up.worker_id, "") if line.follow_up.worker_id else "",
            result=label("follow_up_results", line.follow_up.result) if line.follow_up.result else "",
        )
        for line in opened_due(by, project, rows, today, act)
    ]


def history(project: Project, follow_up: FollowUp) -> list[Happened]:
    """What changed about a follow-up, the latest first."""
    steps = list(follow_up.steps.all())
    names = worker_names({key for step in steps for key in (step.by, step.worker) if key})
    said = []
    for step in steps:
        was = names.get(step.worker, "") if step.worker else ""
        words = {
            "reschedule": _("put off; it was due %s") % days.day(step.due_on),
            "hand_over": _("handed over; before, %s had it") % (was or _("nobody in particular")),
            "complete": _("closed"),
        }[step.act]
        said.append(Happened(words, names.get(step.by, ""), step.at))
    return said
