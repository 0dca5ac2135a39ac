"""Reports as pseudonymous rows, for counting: random ids, days and codes; no word, and nobody's name.

Only reports that somebody has unsealed: before that, nothing of one is known but that it waits.
"""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from yarrow.contacts.models import Zone
from yarrow.methods.reported import Reported
from yarrow.people import lists as people_lists
from yarrow.safety import lists
from yarrow.safety.models import Choice, Decision, Offender, Report, WayBack
from yarrow.staff.models import Project

COLUMNS = ("id", "reporter_id", "received_at", "kinds", "zone__code", "setting", "way")
AT_ONCE = 5_000


def reports(project: Project, from_on: date, to_on: date) -> Iterator[Reported]:
    """Every report that came between two days, both included, by day. Four queries."""
    chosen = _levels(project)
    back, matched = _back(project), _matched(project)
    rows = Report.objects.filter(project=project).order_by("received_at", "id").values_list(*COLUMNS)
    for report_id, reporter_id, received_at, kinds, zone, setting, way in rows.iterator(chunk_size=AT_ONCE):
        on = _day(project, received_at)
        if from_on <= on <= to_on:
            yield Reported(
                report_id=report_id,
                reporter_id=reporter_id,
                on=on,
                kinds=tuple(kinds),
                zone=zone or "",
                setting=setting,
                is_by_phone=way == lists.PHONE,
                levels=chosen.get(report_id, ()),
                back_on=back.get(report_id),
                matched_on=matched.get(report_id),
            )


def labels(project: Project, by: str) -> dict[str, str]:
    """Words for each value of a row. `by`: kind, zone or setting; nothing else has any."""
    if by == "zone":
        return dict(Zone.objects.filter(project=project).values_list("code", "label"))
    if by == "kind":
        return dict(lists.choices("kinds"))
    return dict(people_lists.choices("setting")) if by == "setting" else {}


def _levels(project: Project) -> dict[UUID, list[tuple[date, str]]]:
    found: dict[UUID, list[tuple[date, str]]] = {}
    rows = Choice.objects.filter(project=project).order_by("said_at", "id")
    for report_id, said_at, level in rows.values_list("report_id", "said_at", "level"):
        found.setdefault(report_id, []).append((_day(project, said_at), level))
    return found


def _back(project: Project) -> dict[UUID, date]:
    """Report → the first day on which somebody came back with its words."""
    rows = WayBack.objects.filter(project=project).values_list("report_id", "first_on")
    return {report_id: on for report_id, on in rows if on is not None}


def _matched(project: Project) -> dict[UUID, date]:
    """Report → the first day on which an adviser said that another reporter's is of the same person, and it stands."""
    of_offender = {
        pk: (report_id, reporter_id)
        for pk, report_id, reporter_id in Offender.objects.filter(project=project)
        .filter(Q(pk__in=_decided(project, "low")) | Q(pk__in=_decided(project, "high")))
        .values_list("pk", "report_id", "report__reporter_id")
    }
    latest = {
        (low, high): (said, decided_at)
        for low, high, said, decided_at in Decision.objects.filter(project=project)
        .order_by("n")
        .values_list("low_id", "high_id", "said", "decided_at")
    }
    found: dict[UUID, date] = {}
    for (low, high), (said, decided_at) in latest.items():
        (one, its), (other, theirs) = of_offender[low], of_offender[high]
        if said == lists.SAME and its != theirs:
            for report_id in (one, other):
                on = _day(project, decided_at)
                found[report_id] = min(found.get(report_id, on), on)
    return found


def _decided(project: Project, end: str) -> object:
    return Decision.objects.filter(project=project).values(f"{end}_id")


def _day(project: Project, at: datetime) -> date:
    return at.astimezone(project.zone).date()
