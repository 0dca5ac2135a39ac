"""What the cupboard holds: movements as written, and what contacts gave out, read anew each time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, Q, QuerySet, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404

from yarrow.contacts import kinds
from yarrow.contacts.codes import RETURNED, codes_of
from yarrow.contacts.models import Contact, Cupboard, GivenOn, Movement, OwnKind, SupplyLevel
from yarrow.methods.stock import COUNT, RATE_WEEKS, WEEK, Moved, Rate, Step, usual_rate, walk, why_low
from yarrow.staff.models import Project, worker_names
from yarrow.staff.roles import ARRANGERS
from yarrow.ui.sorting import by_name
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.prepared import Prepared, PreparedLists

USUAL_WEEKS = 3
Given = Mapping[str, Mapping[date, int]]


@dataclass(frozen=True)
class Stocked:
    """One supply of the cupboard today. `why`: "level", "weeks", "more_given", or "" when nothing runs low."""

    supply: str
    label: str
    n: int
    since: date
    counted_on: date | None
    steps: list[Step]
    rate: Rate | None
    level: int | None
    weeks: int
    why: str

    @property
    def weeks_left(self) -> float | None:
        return self.rate.weeks_left(self.n) if self.rate else None

    @property
    def n_more_given(self) -> int:
        return max(0, -self.n)


@dataclass(frozen=True)
class Returned:
    """Needles given and returned since a day; what comes back never goes into the cupboard."""

    n_given: int
    n_returned: int
    since: date


@dataclass(frozen=True)
class BookLine:
    """One line of the book with who wrote it; a count with what was expected."""

    movement: Movement
    by: str
    step: Step | None
    is_taken_back: bool


def _cupboards(project_id: UUID) -> QuerySet[Cupboard]:
    return Cupboard.objects.select_related("keeper").filter(project=project_id)


_shelf = PreparedLists(
    lambda project_id: [
        Contact.objects.filter(project=project_id)
        .standing()
        .order_by("happened_on")
        .values_list("happened_on", flat=True)[:1],
        SupplyLevel.objects.filter(project=project_id),
        _cupboards(project_id),
        OwnKind.objects.filter(project=project_id),
    ]
)


class Shelf:
    """What the cupboard's figures are made from; its lists are read with others of a page (`at_once`).

    only   one supply
    since  the day from which what was given out matters
    """

    def __init__(self, project: Project, only: str = "", since: date | None = None) -> None:
        moves = _moves(project.pk, only) if only else _every_move(project.pk)
        given = _given_since(project.pk, since) if since else _given(project.pk)
        self.lists = [moves, given, *_shelf(project.pk)]
        (self.moves, self.given, self.first_days, self.levels, self.cupboards, self.kinds) = self.lists


def stocked(project: Project, today: date, only: str = "", shelf: Shelf | None = None) -> list[Stocked]:
    """Every supply that is kept in the cupboard, by name. One query, whatever their number."""
    shelf = shelf or Shelf(project, only)
    at_once.read(shelf)
    moves: dict[str, list[Moved]] = defaultdict(list)
    for row in shelf.moves:
        moves[row.supply].append(_moved(row))
    given, kept_from = by_day(shelf.given), next(iter(shelf.first_days), None)
    levels = {line.supply: line.n for line in shelf.levels}
    weeks = cupboard_of(project, shelf.cupboards).weeks
    words = kinds.labels_with(shelf.kinds, "supplies")
    lines = []
    for supply, listed in moves.items():
        steps = walk(listed, given.get(supply, {}), today)
        if not steps:
            continue
        rate, n = usual_rate(given.get(supply, {}), kept_from, today), steps[-1].n_after
        counts = [step.on for step in steps if step.what == COUNT]
        lines.append(
            Stocked(
                supply=supply,
                label=words.get(supply, supply),
                n=n,
                since=steps[0].on,
                counted_on=counts[-1] if counts else None,
                steps=steps,
                rate=rate,
                level=levels.get(supply),
                weeks=weeks,
                why=why_low(n, levels.get(supply), rate, weeks),
            )
        )
    return by_name(lines, lambda line: line.label)


def stocked_or_404(project: Project, supply: str, today: date) -> Stocked:
    """One supply of the cupboard."""
    found = stocked(project, today, only=supply)
    if not found:
        raise Http404
    return found[0]


def _low_for(project_id: UUID, worker_id: UUID, arranges: bool) -> list[Any]:
    """The cupboard, and its movements for whoever keeps it; those who arrange the work keep what nobody does."""
    kept = Cupboard.objects.filter(project=project_id, keeper__isnull=False)
    mine = Q(Exists(kept.filter(keeper=worker_id)))
    if arranges:
        mine |= Q(~Exists(kept))
    return [_moves(project_id, "").filter(mine), _cupboards(project_id)]


_low = PreparedLists(_low_for)


class Low:
    """What whoever keeps the cupboard should look at; `lists`, and after them those of `shelf`, are read with others
    of a page.
    """

    def __init__(self, by: Actor, project: Project, today: date) -> None:
        self.project, self.today = project, today
        self.lists = _low(project.pk, by.id, by.role in ARRANGERS)
        self.moves, self.cupboards = self.lists

    @cached_property
    def shelf(self) -> Shelf:
        """What was given out counts from the latest count of each supply on, and over the weeks of the usual rate."""
        counted: dict[str, date] = {}
        for row in self.moves:
            if row.what == COUNT and row.moved_on <= self.today:
                counted[row.supply] = max(row.moved_on, counted.get(row.supply, row.moved_on))
        kept = [row for row in self.moves if row.moved_on >= counted.get(row.supply, row.moved_on)]
        since = min([self.today - RATE_WEEKS * WEEK, *(row.moved_on for row in kept)])
        shelf = Shelf(self.project, since=since)
        shelf.moves._result_cache, shelf.cupboards._result_cache = kept, list(self.cupboards)
        return shelf

    def further(self) -> list[Any]:
        """What the second round asks, once the first was read."""
        return [self.shelf] if self.moves else []

    def lines(self) -> list[Stocked]:
        """By name; none for whoever does not keep it."""
        if not self.moves:
            return []
        return [line for line in stocked(self.project, self.today, shelf=self.shelf) if line.why]


def keepable(project: Project) -> list[tuple[str, str]]:
    """(code, words) of every supply that can be kept in a cupboard: not what comes back from people."""
    returned = codes_of("supplies", RETURNED)
    return [(c.code, c.label) for c in kinds.offered(project, "supplies") if c.code not in returned]


def expected(project: Project, supply: str, on: date, *, at_end: bool) -> int | None:
    """How many a count on this day should find; None when the cupboard does not hold this supply yet."""
    # A count of its own shows what stands just before it.
    moves = [*map(_moved, _moves(project.pk, supply)), Moved(on, COUNT, 0, at_end)]
    steps = walk(moves, given_by_day(project, supply).get(supply, {}), on)
    own = [step for step in steps if step.moved is moves[-1]]
    return own[0].n_before


def book(project: Project, line: Stocked, most: int = 200) -> list[BookLine]:
    """The supply's book, the latest first, mistakes that were taken back included."""
    rows = Movement.objects.of(project).filter(supply=line.supply, takes_back=None)
    listed = list(rows.select_related("taken_back")[:most])
    names = worker_names({row.written_by for row in listed})
    by_key = {step.moved.key: step for step in line.steps if step.moved}
    return [
        BookLine(
            movement=row,
            by=names.get(row.written_by, ""),
            step=by_key.get(str(row.id)),
            is_taken_back=hasattr(row, "taken_back"),
        )
        for row in listed
    ]


def returned(project: Project, since: date, today: date) -> Returned:
    """Needles given out and returned between two days, counted apart."""
    lines = GivenOn.objects.filter(project=project, happened_on__range=(since, today))
    sums = dict(lines.filter(kind__in=("needles_out", "needles_in")).values_list("kind").annotate(Sum("n")))
    return Returned(sums.get("needles_out", 0), sums.get("needles_in", 0), since)


def cupboard_of(project: Project, kept: Iterable[Cupboard] | None = None) -> Cupboard:
    """Who keeps the cupboard and how; as it begins when nobody has said."""
    rows = _cupboards(project.pk) if kept is None else kept
    found = next(iter(rows), None)
    return found or Cupboard(project=project, weeks=USUAL_WEEKS)


def levels_of(project: Project) -> dict[str, int]:
    """The project's own levels, by supply."""
    return _levels(project)


def movement_or_404(project: Project, movement_id: UUID) -> Movement:
    """One line of this project's book."""
    return get_object_or_404(Movement.objects.of(project), id=movement_id)


def given_by_day(project: Project, only: str = "") -> Given:
    """supply → day → how many contacts gave out, as the contacts stand now."""
    rows = _given(project.pk)
    return by_day(rows.filter(kind=only) if only else rows)


def _given(project_id: UUID) -> QuerySet[GivenOn, Any]:
    """(supply, day, how many)."""
    days = GivenOn.objects.filter(project=project_id, n__gt=0)
    return days.order_by().values_list("kind", "happened_on", "n")


_given_since = Prepared(lambda project_id, since: _given(project_id).filter(happened_on__gte=since))


def by_day(rows: Iterable[tuple[str, date, int]]) -> Given:
    """supply → day → how many."""
    found: dict[str, dict[date, int]] = defaultdict(dict)
    for kind, day, n in rows:
        found[kind][day] = n
    return found


def _moves(project_id: UUID, only: str) -> QuerySet[Movement, Any]:
    """What stands of the book, as rows of a few columns: Today walks through hundreds."""
    rows = Movement.objects.filter(project=project_id).standing().order_by("written_at", "id")
    rows = rows.filter(supply=only) if only else rows
    return rows.values_list("id", "supply", "moved_on", "what", "n", "at_end", named=True)


_every_move = Prepared(lambda project_id: _moves(project_id, ""))


def _moved(row: Any) -> Moved:
    return Moved(row.moved_on, row.what, row.n, row.at_end, key=str(row.id))


def _levels(project: Project) -> dict[str, int]:
    return dict(SupplyLevel.objects.filter(project=project).values_list("supply", "n"))
