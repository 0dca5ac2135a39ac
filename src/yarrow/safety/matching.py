"""Comparing reports as they come, and what waits for an adviser because of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery

from yarrow.safety import actions, lists, rules
from yarrow.safety.links import Pair, cluster_of, n_reporters, pair_of
from yarrow.safety.match_book import read_unrecorded
from yarrow.safety.models import Choice, Decision, Reply, Report, Suggestion
from yarrow.safety.register import Register
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor

__all__ = ["Waiting", "cluster_of", "compare", "compare_waiting", "n_reporters", "n_waiting", "to_compare"]

FIRST = 5
# More of them wait for the next press: each costs milliseconds in a large register.
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Waiting:
    """How many pairs an adviser is to look at, and since when the oldest waits."""

    n: int
    oldest: datetime | None


def compare(*, project: Project, report_ids: Iterable[UUID], by: Actor, at: datetime) -> int:
    """Weigh each of these reports against all others that may be heard of; how many pairs are suggested anew.

    A report of which nobody may hear is passed over: it waits until its reporter says otherwise. Raises NotAllowed,
    Locked, NoGrant.
    """
    rules.check_may_read(by, project)
    wanted = set(report_ids)
    if not wanted:
        return 0
    register = read_unrecorded(by, project)
    found: dict[Pair, float] = {}
    for key, told in register.told.items():
        if told.report_id in wanted:
            found |= _alike(register, key)
    heard = wanted & register.reports
    return actions.note_compared(report_ids=heard, found=found, project=project, by=by, at=at)


def _alike(register: Register, key: UUID) -> dict[Pair, float]:
    likest = register.book.likest(register.told[key].one, FIRST)
    return {pair_of(key, UUID(other.key)): other.bits for other in likest if other.is_suggested}


def compare_waiting(*, project: Project, by: Actor, at: datetime) -> int:
    """Compare what was opened since: nothing is asked of whoever reads no reports. How many pairs are new."""
    if not rules.can_read(by, project):
        return 0
    ids = list(to_compare(project).values_list("id", flat=True)[:MOST_AT_ONCE])
    return compare(project=project, report_ids=ids, by=by, at=at)


def to_compare(project: Project) -> QuerySet[Report]:
    """Reports that were not compared yet and may be."""
    waiting = Report.objects.filter(project=project, compared_at=None)
    heard = waiting.annotate(tell=_latest("pk", "tell")).exclude(tell=None).exclude(tell=lists.NOBODY)
    return heard.order_by("received_at", "id")


def n_waiting(project: Project) -> Waiting:
    """Pairs that nobody said anything of. One with a report in escrow waits until its reporter was asked. One query."""
    found = waiting(project).aggregate(n=Count("id"), oldest=Min("suggested_at"))
    return Waiting(found["n"], found["oldest"])


def waiting(project: Project) -> QuerySet[Suggestion]:
    """The suggestions behind that number."""
    said = Decision.objects.filter(low=OuterRef("low"), high=OuterRef("high")).order_by("-n").values("said")
    rows = Suggestion.objects.filter(project=project).annotate(
        said=Subquery(said[:1]),
        low_tell=_latest("low__report_id", "tell"),
        high_tell=_latest("high__report_id", "tell"),
        low_level=_latest("low__report_id", "level"),
        high_level=_latest("high__report_id", "level"),
        is_low_asked=_asked("low__report_id"),
        is_high_asked=_asked("high__report_id"),
    )
    nobody, escrow = lists.NOBODY, lists.ESCROW
    open_ones = rows.filter(Q(said=None) | Q(said=lists.UNDONE))
    heard = open_ones.exclude(low_tell=None).exclude(high_tell=None)
    heard = heard.exclude(low_tell=nobody).exclude(high_tell=nobody)
    return heard.exclude(low_level=escrow, is_low_asked=True).exclude(high_level=escrow, is_high_asked=True)


def _latest(report: str, field: str) -> Any:
    """What holds of a report now, asked by the database."""
    said = Choice.objects.filter(project=OuterRef("project"), report_id=OuterRef(report))
    return Subquery(said.order_by("-said_at", "-id").values(field)[:1])


def _asked(report: str) -> Any:
    """Whether the reporter was written to since the pair was found."""
    later = Reply.objects.filter(report_id=OuterRef(report), written_at__gte=OuterRef("suggested_at"))
    return Exists(later)
