"""Reading reports for pages: by plain columns only; nothing here opens what is sealed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.formats import date_format

from yarrow.safety import lists, rules
from yarrow.safety.errors import NotHere
from yarrow.safety.models import Choice, Reply, Report
from yarrow.staff.models import Project
from yarrow.vault import inbox
from yarrow.vault.actors import Actor
from yarrow.vault.models import InboxEntry
from yarrow.vault.prepared import Prepared

PAGE, MOST_TO_CHOOSE, MOST_MONTHS = 25, 100, 120
SEALED = ("words", "facts", "reach")


@dataclass(frozen=True)
class Waiting:
    """Reports, and what was added to them, that nobody has unsealed: how many, and since when."""

    n: int = 0
    oldest_at: datetime | None = None


@dataclass(frozen=True)
class Wanted:
    """Which reports a list shows; "" and None: all."""

    is_new: bool = False
    kind: str = ""
    level: str = ""
    zone: str = ""
    month: date | None = None


def report_in(project: Project, report_id: UUID) -> Report:
    """One report of this project. Raises NotHere."""
    found = Report.objects.filter(project=project, pk=report_id).select_related("zone", "project").first()
    if found is None:
        raise NotHere()
    return found


def page_of(rows: QuerySet[Any], page: int) -> tuple[list[Any], bool]:
    """One page, and whether there is more."""
    start = (page - 1) * PAGE
    listed = list(rows[start : start + PAGE + 1])
    return listed[:PAGE], len(listed) > PAGE


def reports_of(project: Project, wanted: Wanted = Wanted()) -> QuerySet[Report]:
    """The latest first, each with its `level`, its `tell`, and how often it was answered."""
    level, tell = _last("level", lists.KEPT), _last("tell", lists.NOBODY)
    replies = Reply.objects.filter(report=OuterRef("pk")).order_by().values("report")
    n_replies = Coalesce(Subquery(replies.annotate(n=Count("pk")).values("n")), 0)
    rows = Report.objects.filter(project=project).defer(*SEALED).select_related("zone")
    rows = rows.annotate(level=level, tell=tell, n_replies=n_replies)
    if wanted.is_new:
        # Of a report of which nobody may hear nothing is compared, however long it is here.
        rows = rows.filter(compared_at=None).exclude(tell=lists.NOBODY)
    if wanted.kind:
        # A list of codes is JSON on both engines; its text is searched for the code in its quotes.
        said = Cast("kinds", TextField())
        rows = rows.annotate(said=said).filter(said__contains=f'"{wanted.kind}"')
    plain = {"level": wanted.level, "zone__code": wanted.zone, "month": wanted.month}
    return rows.filter(**{name: value for name, value in plain.items() if value})


def months_of(project: Project) -> list[date]:
    """The months in which something that was reported happened, the latest first."""
    months = Report.objects.filter(project=project).exclude(month=None).order_by("-month")
    return [month for month in months.values_list("month", flat=True).distinct()[:MOST_MONTHS] if month]


def months_around(project: Project, report: Report) -> list[tuple[str, str]]:
    """The months that a report may be put right to: ten years up to when it came, and the one it says."""
    came = report.received_at.astimezone(project.zone).date()
    at = [came.year * 12 + came.month - 1 - n for n in range(MOST_MONTHS)]
    months = [date(n // 12, n % 12 + 1, 1) for n in at]
    if report.month and report.month not in months:
        months.append(report.month)
    return [(month.isoformat(), month_in_words(month)) for month in months]


def month_in_words(month: date) -> str:
    return date_format(month, "F Y")


def to_choose_from(project: Project, but: Report | None = None) -> list[tuple[str, str]]:
    """The latest reports by when they came and what they were about, to choose the earlier one of somebody."""
    rows = Report.objects.filter(project=project).defer(*SEALED)
    rows = rows.exclude(pk=but.pk) if but else rows
    return [(str(row.pk), in_short(row, project)) for row in rows[:MOST_TO_CHOOSE]]


def in_short(row: Report, project: Project) -> str:
    """When a report came, and what it was about."""
    day = date_format(row.received_at.astimezone(project.zone), "j M Y")
    return ": ".join([day, ", ".join(kinds_in_words(row.kinds))]) if row.kinds else day


def kinds_in_words(kinds: Iterable[str]) -> list[str]:
    return [lists.label("kinds", code) for code in kinds]


def waiting(project: Project) -> Waiting:
    """What waits sealed under the key to reports."""
    for line in inbox.waiting(project.id):
        if (line.compartment, line.state) == ("incident", InboxEntry.State.WAITING):
            return Waiting(line.n, line.oldest_at)
    return Waiting()


def left_by(project: Project, report_id: UUID, by: Actor) -> datetime | None:
    """When this worker left a report of this number in the inbox; None where they did not."""
    entry = InboxEntry.objects.filter(project_id=project.id, entry_id=report_id, left_by=by.id)
    return entry.order_by("received_at").values_list("received_at", flat=True).first()


def _last(name: str, otherwise: str) -> Any:
    """What holds of a report now, asked by the database."""
    said = Choice.objects.filter(project=OuterRef("project"), report_id=OuterRef("pk"))
    return Coalesce(Subquery(said.order_by("-said_at", "-id").values(name)[:1]), Value(otherwise))


def _new(project_id: UUID) -> QuerySet[Any]:
    new = Report.objects.filter(project=project_id, compared_at=None)
    heard = new.annotate(tell=_last("tell", lists.NOBODY)).exclude(tell=lists.NOBODY)
    return heard.order_by("received_at").values_list("received_at", flat=True)


_new_in = Prepared(_new)


class New:
    """What Today asks of this room, for those who read reports: those that wait to be compared."""

    def __init__(self, by: Actor, project: Project) -> None:
        self.rows = _new_in(project.id)
        self.is_asked = by.role in rules.READERS
        self.by, self.project = by, project

    @property
    def lists(self) -> list[Any]:
        return [self.rows] if self.is_asked else []

    @property
    def n(self) -> int:
        """How many wait; none for those who don't hold the key."""
        return len(self.rows) if self.is_asked and rules.can_read(self.by, self.project) else 0
