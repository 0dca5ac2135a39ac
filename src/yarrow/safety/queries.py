"""Reading reports for pages: by plain columns only; nothing here opens what is sealed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.formats import date_format

from yarrow.safety import alike, lists, rules
from yarrow.safety.errors import NotHere
from yarrow.safety.models import (
    Addition,
    Choice,
    Door,
    Offender,
    Reply,
    Report,
    WayBack,
)
from yarrow.staff.models import Project, names_in
from yarrow.vault import at_once, entries, inbox
from yarrow.vault.actors import Actor
from yarrow.vault.models import InboxEntry
from yarrow.vault.prepared import Prepared, PreparedLists

PAGE, MOST_TO_CHOOSE, MOST_MONTHS, MOST_OTHERS = 25, 100, 120, 25
SEALED = ("words", "facts", "reach")
# What a report is called in the inbox.
KIND = "safety.report"


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


@dataclass(frozen=True)
class Whole:
    """A report with everything that its page shows, read together; sealed as it is.

    choices      the latest first
    others       the latest by the same reporter; one more than `MOST_OTHERS` where there are more
    is_matched   the comparing found one like it, as `alike.of_report` has them
    """

    row: Report
    offenders: list[Offender]
    additions: list[Addition]
    replies: list[Reply]
    choices: list[Choice]
    way_back: WayBack | None
    others: list[Report]
    has_door: bool
    is_matched: bool
    names: dict[UUID, str]


def _parts(project_id: UUID, report_id: UUID) -> list[QuerySet[Any]]:
    here = {"project": project_id, "report": report_id}
    by_number = {"project": project_id, "report_id": report_id}
    whose = Report.objects.filter(pk=report_id).values("reporter_id")
    others = Report.objects.filter(project=project_id, reporter_id__in=whose).exclude(pk=report_id)
    return [
        Report.objects.filter(project=project_id, pk=report_id).select_related("zone"),
        Offender.objects.filter(**here),
        Addition.objects.filter(**here),
        Reply.objects.filter(**here),
        Choice.objects.filter(**by_number).order_by("-said_at", "-id"),
        WayBack.objects.filter(**by_number),
        others.defer(*SEALED)[: MOST_OTHERS + 1],
        Door.objects.filter(project=project_id).values_list("pk", flat=True),
        alike.of_report(project_id, report_id).values_list("pk", flat=True),
    ]


_parts_of = PreparedLists(_parts)


def whole(project: Project, report_id: UUID) -> Whole:
    """A report of this project and everything of it. One query. Raises NotHere."""
    parts, names = _parts_of(project.pk, report_id), names_in(project)
    at_once.read(*parts, names)
    row, offenders, additions, replies, said, ways, others, doors, pairs = (list(part) for part in parts)
    if not row:
        raise NotHere()
    for one in [*row, *offenders, *additions, *replies]:
        one.project = project
    way_back = ways[0] if ways else None
    return Whole(
        row[0], offenders, additions, replies, said, way_back, others, bool(doors), bool(pairs), dict(names)
    )


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
    return _sealed(inbox.waiting(project.id))


def _sealed(lines: Iterable[entries.Waiting]) -> Waiting:
    for line in lines:
        if (line.compartment, line.state) == ("incident", InboxEntry.State.WAITING):
            return Waiting(line.n, line.oldest_at)
    return Waiting()


def left_by(project: Project, report_id: UUID, by: Actor) -> datetime | None:
    """When this worker left the report of this number in the inbox; None where they did not.

    Whoever left it first counts: the same number sent again makes nobody else's report theirs.
    """
    if Report.objects.filter(pk=report_id).exclude(project=project, taken_by=by.id).exists():
        return None
    first = _left(project, report_id).order_by("id").first()
    return first.received_at if first is not None and first.left_by == by.id else None


def is_left(project: Project, report_id: UUID) -> bool:
    """Whether anybody left a report of this number in the project's inbox."""
    return _left(project, report_id).exists()


def _left(project: Project, report_id: UUID) -> QuerySet[InboxEntry]:
    return InboxEntry.objects.filter(project_id=project.id, entry_id=report_id, kind=KIND)


def _last(name: str, otherwise: str) -> Any:
    """What holds of a report now, asked by the database."""
    said = Choice.objects.filter(project=OuterRef("project"), report_id=OuterRef("pk"))
    return Coalesce(Subquery(said.order_by("-said_at", "-id").values(name)[:1]), Value(otherwise))


def _new(project_id: UUID) -> QuerySet[Any]:
    new = Report.objects.filter(project=project_id, compared_at=None)
    heard = new.annotate(tell=_last("tell", lists.NOBODY)).exclude(tell=lists.NOBODY)
    return heard.order_by("received_at").values_list("received_at", flat=True)


_new_in = Prepared(_new)


@dataclass(frozen=True)
class Reports:
    """For those who read reports: how many wait sealed, since when, and how many wait to be compared."""

    n_waiting: int = 0
    oldest_at: datetime | None = None
    n_new: int = 0


class New:
    """What Today asks of this room, for those who read reports: those that wait to be compared."""

    def __init__(self, by: Actor, project: Project) -> None:
        self.rows = _new_in(project.id)
        self.is_asked = by.role in rules.READERS
        self.by, self.project = by, project

    @property
    def lists(self) -> list[Any]:
        return [self.rows] if self.is_asked else []

    def shown(self, waiting: Iterable[entries.Waiting]) -> Reports:
        """The same with what waits sealed, of everything that waits; nothing for those who don't hold the key."""
        if not rules.can_read(self.by, self.project):
            return Reports()
        sealed = _sealed(waiting)
        return Reports(sealed.n, sealed.oldest_at, len(self.rows))
