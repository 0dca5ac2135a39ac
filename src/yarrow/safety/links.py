"""What advisers said of pairs, and the clusters that come of it: the connected parts of what they called the same.

Taking one link back takes nothing else: clusters are worked out anew whenever they are looked at. A report whose
reporter lets nobody hear of matches, and one that was erased, is in none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from yarrow.safety import choices, lists, rules
from yarrow.safety.models import Decision, Offender, Report
from yarrow.staff.models import Project, Worker

Pair = tuple[UUID, UUID]


@dataclass(frozen=True)
class Last:
    """The decision that holds of a pair. `by`: who said so, by the name workers know them by."""

    n: int
    said: str
    by: str = field(default="", compare=False)


NOTHING = Last(0, "")


def pair_of(one: UUID, other: UUID) -> Pair:
    """The two as rows keep them: the lower first."""
    return (one, other) if one < other else (other, one)


def said_of(project: Project, offenders: Iterable[UUID] | None = None) -> dict[Pair, Last]:
    """Pair → the decision that holds: of every pair of the project, or of those with one of these. One query."""
    return last_of(decisions(project, offenders))


def decisions(project: Project, offenders: Iterable[UUID] | None = None) -> Any:
    """The rows of the same, not read yet: `last_of` takes them."""
    rows = Decision.objects.filter(project=project)
    if offenders is not None:
        ids = list(offenders)
        rows = rows.filter(Q(low__in=ids) | Q(high__in=ids))
    names = Worker.objects.filter(pk=OuterRef("decided_by")).values("name")
    rows = rows.annotate(by=Subquery(names[:1])).order_by("n")
    return rows.values_list("low_id", "high_id", "n", "said", "by")


def last_of(rows: Iterable[Any]) -> dict[Pair, Last]:
    """Of each pair the decision with the highest number."""
    return {(low, high): Last(n, said, by or "") for low, high, n, said, by in rows}


def same(said: Mapping[Pair, Last]) -> list[Pair]:
    """The pairs that hold as one offender."""
    return [pair for pair, last in said.items() if last.said == lists.SAME]


def connected(start: UUID, pairs: Iterable[Pair]) -> frozenset[UUID]:
    """Everything that `start` is linked with, itself among it."""
    return _reached(start, _beside(pairs))


def parts(pairs: Iterable[Pair]) -> list[frozenset[UUID]]:
    """Every connected part."""
    beside, found, passed = _beside(pairs), [], set[UUID]()
    for start in beside:
        if start not in passed:
            found.append(_reached(start, beside))
            passed |= found[-1]
    return found


def _beside(pairs: Iterable[Pair]) -> dict[UUID, set[UUID]]:
    beside: dict[UUID, set[UUID]] = {}
    for one, other in pairs:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    return beside


def _reached(start: UUID, beside: Mapping[UUID, set[UUID]]) -> frozenset[UUID]:
    found, left = {start}, [start]
    while left:
        fresh = beside.get(left.pop(), set()) - found
        found |= fresh
        left.extend(fresh)
    return frozenset(found)


def cluster_of(
    project: Project, offender_id: UUID, said: Mapping[Pair, Last] | None = None
) -> frozenset[UUID]:
    """The descriptions of one offender, as far as whoever reported lets anybody hear of it. Three queries."""
    pairs = same(said_of(project) if said is None else said)
    heard = _heard(project, connected(offender_id, pairs))
    within = [pair for pair in pairs if heard.issuperset(pair)]
    return connected(offender_id, within) if offender_id in heard else frozenset()


def _heard(project: Project, offenders: Iterable[UUID]) -> frozenset[UUID]:
    """Those of whose reports somebody may hear."""
    rows = Offender.objects.filter(project=project, pk__in=list(offenders)).values_list("id", "report_id")
    owner = dict(rows)
    chosen = choices.of(project, owner.values())
    return frozenset(each for each, report_id in owner.items() if rules.may_match(chosen[report_id]))


def n_reporters(project: Project, offenders: Iterable[UUID]) -> int:
    """How many people reported these; who reported twice is one."""
    rows = Report.objects.filter(project=project, offenders__in=list(offenders))
    return rows.order_by().values("reporter_id").distinct().count()
