"""Whether another project of this installation has a report that names the same: "you may want to talk", and no more.

Both reporters said that advisers of other projects may hear of a match, and both say so still at the moment it is
looked up. What the other report says stays there: which project it is, and that it names the same, is all that is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from yarrow.alerts import tags
from yarrow.alerts.models import Echo, Talk
from yarrow.methods.incidents import spellings
from yarrow.safety import lists
from yarrow.safety.models import Choice, Offender, Report
from yarrow.safety.regions import region_of
from yarrow.safety.rules import check_may_read
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

Tagged = tuple[UUID, str, str]


@dataclass(frozen=True)
class Heard:
    """A report of ours and a project that has one naming the same. `kinds`: number, plate, name on the net."""

    report: Report
    other: Project
    kinds: tuple[str, ...]
    has_talked: bool


def wanted(by: Actor, project: Project) -> list[Tagged]:
    """(report, tag, kind) of every whole identifier of reports that may be heard of elsewhere; one trail row.

    Raises NotAllowed, Locked, NoGrant.
    """
    check_may_read(by, project)
    reports = _told_elsewhere(project.id, None)
    rows = list(Offender.objects.filter(project=project, report__in=reports))
    with reading(by, project.id, act="alerts.listen") as page:
        described = page.open_many(rows, "incident.described")
    region, key = region_of(project.time_zone), tags.key()
    return sorted(
        {
            (row.report_id, key.tag(kind, spelling), kind)
            for row in rows
            for kind, spelling in _named(described[row.pk].value or {}, region)
        }
    )


def heard(project: Project) -> list[Heard]:
    """What other projects may want to talk about, what was not talked about yet first. Six queries."""
    own = list(Echo.objects.filter(project=project).values_list("report_id", "tag", "kind"))
    theirs = Echo.objects.filter(tag__in={tag for _report, tag, _kind in own}).exclude(project=project)
    found: dict[str, set[tuple[UUID, UUID]]] = {}
    for tag, other_id, report_id in theirs.values_list("tag", "project_id", "report_id"):
        found.setdefault(tag, set()).add((other_id, report_id))
    said = _choices({report_id for pairs in found.values() for _other, report_id in pairs})
    ours = _told_elsewhere(project.id, {report_id for report_id, tag, _kind in own if tag in found})
    kinds: dict[tuple[UUID, UUID], list[str]] = {}
    for report_id, tag, kind in own:
        for other_id, their_report in found.get(tag, ()):
            if report_id in ours and said.get((other_id, their_report)) == lists.PROJECTS:
                kinds.setdefault((report_id, other_id), []).append(kind)
    return _shown(project, kinds)


def _shown(project: Project, kinds: dict[tuple[UUID, UUID], list[str]]) -> list[Heard]:
    reports = {
        row.pk: row
        for row in Report.objects.filter(project=project, pk__in={report_id for report_id, _other in kinds})
    }
    others = {row.pk: row for row in Project.objects.filter(pk__in={other_id for _report, other_id in kinds})}
    talked = set(Talk.objects.filter(project=project).values_list("report_id", "other_id"))
    rows = [
        Heard(
            reports[report_id],
            others[other_id],
            tuple(kind for kind in spellings.KINDS if kind in named),
            (report_id, other_id) in talked,
        )
        for (report_id, other_id), named in kinds.items()
        if report_id in reports and other_id in others
    ]
    return sorted(rows, key=lambda one: (one.has_talked, -one.report.received_at.timestamp(), one.other.name))


def _told_elsewhere(project_id: UUID, among: set[UUID] | None) -> set[UUID]:
    """Reports of a project whose reporters let advisers of other projects hear of a match, as it is now."""
    rows = Choice.objects.filter(project_id=project_id).order_by("said_at", "id")
    if among is not None:
        rows = rows.filter(report_id__in=among)
    said = dict(rows.values_list("report_id", "tell"))
    return {report_id for report_id, tell in said.items() if tell == lists.PROJECTS}


def _choices(report_ids: set[UUID]) -> dict[tuple[UUID, UUID], str]:
    """(project, report) → who may hear of a match, as it is now; of whichever project."""
    rows = Choice.objects.filter(report_id__in=report_ids).order_by("said_at", "id")
    return {
        (of, report_id): tell for of, report_id, tell in rows.values_list("project_id", "report_id", "tell")
    }


def _named(said: dict[str, list[str]], region: str) -> Iterator[tuple[str, str]]:
    for kind, name in spellings.FIELDS.items():
        for text in said.get(name, ()):
            if spelling := spellings.whole(kind, text, region):
                yield kind, spelling
