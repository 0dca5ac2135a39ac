"""Comparing reports as they come, and what waits for an adviser because of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from yarrow.safety import actions, alike, rules
from yarrow.safety.links import Pair, cluster_of, n_reporters, pair_of
from yarrow.safety.match_book import read_unrecorded
from yarrow.safety.models import Report
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
    read = {report_id: chosen for report_id, chosen in register.reports.items() if report_id in wanted}
    return actions.note_compared(read=read, found=found, project=project, by=by, at=at)


def _alike(register: Register, key: UUID) -> dict[Pair, float]:
    # Some may not be told of: a few more are asked for.
    likest = register.book.likest(register.told[key].one, 4 * FIRST)
    told = [other for other in likest if other.is_suggested and register.may_meet(key, UUID(other.key))]
    return {pair_of(key, UUID(other.key)): other.bits for other in told[:FIRST]}


def compare_waiting(*, project: Project, by: Actor, at: datetime) -> int:
    """Compare what was opened since: nothing is asked of whoever reads no reports. How many pairs are new."""
    if not rules.can_read(by, project):
        return 0
    ids = list(to_compare(project).values_list("id", flat=True)[:MOST_AT_ONCE])
    return compare(project=project, report_ids=ids, by=by, at=at)


def to_compare(project: Project) -> QuerySet[Report]:
    """Reports that were not compared yet and may be."""
    waiting = Report.objects.filter(project=project, compared_at=None)
    heard = waiting.annotate(tell=alike.latest("pk", "tell")).filter(tell__in=alike.HEARD)
    return heard.order_by("received_at", "id")


def n_waiting(project: Project) -> Waiting:
    """Pairs that nobody said anything of, as `alike.waiting` has them. One query."""
    found = alike.waiting(project).aggregate(n=Count("id"), oldest=Min("suggested_at"))
    return Waiting(found["n"], found["oldest"])
