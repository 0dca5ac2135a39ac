"""Who had a hand in a report: whoever decides about a challenge to it must not be among them.

Rooms above that do something with reports say who did what, and follow what was decided, as they start.
"""

from collections.abc import Callable, Collection
from uuid import UUID

from django.db.models import Q

from yarrow.safety.models import Choice, Decision, Reply, Report
from yarrow.staff.models import Project

# (project, ids of reports) → ids of workers.
Hands = Callable[[Project, Collection[UUID]], set[UUID]]
# (project, report, outcome), in the transaction that decides.
Follows = Callable[[Project, Report, str], None]
_asked: list[Hands] = []
_follow: list[Follows] = []


def asks(hands: Hands) -> None:
    """Called once, as a room starts."""
    _asked.append(hands)


def followed_by(follows: Follows) -> None:
    """Called once, as a room starts."""
    _follow.append(follows)


def follow(project: Project, report: Report, outcome: str) -> None:
    """Tell the rooms above what was decided."""
    for each in _follow:
        each(project, report, outcome)


def had_a_hand(project: Project, report_ids: Collection[UUID]) -> set[UUID]:
    """Workers who took these reports, said how far they go, wrote to the reporter, said who it was, or did more."""
    ids = set(report_ids)
    took = Report.objects.filter(project=project, pk__in=ids).values_list("taken_by", flat=True)
    chose = Choice.objects.filter(project=project, report_id__in=ids).values_list("said_by", flat=True)
    wrote = Reply.objects.filter(project=project, report_id__in=ids).values_list("written_by", flat=True)
    of_them = Q(low__report_id__in=ids) | Q(high__report_id__in=ids)
    matched = Decision.objects.filter(of_them, project=project).values_list("decided_by", flat=True)
    found = {worker for rows in (took, chose, wrote, matched) for worker in rows if worker is not None}
    return found.union(*(hands(project, ids) for hands in _asked))
