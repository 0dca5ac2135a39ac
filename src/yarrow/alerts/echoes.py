"""Whether another project of this installation has a report that names the same: "you may want to talk", and no more.

Both reporters said that advisers of other projects may hear of a match, and both say so still at the moment it is
looked up. A report that was restricted after a challenge is in no match. What the other report says stays there: which
project it is, and that it names the same, is all that is told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from yarrow.alerts import tags
from yarrow.alerts.models import Echo, Talk
from yarrow.methods.incidents import spellings
from yarrow.safety import challenges, choices, lists
from yarrow.safety.models import Choice, Offender, Report
from yarrow.safety.regions import region_of
from yarrow.safety.rules import check_may_read
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor
from yarrow.vault.at_once import read
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
    said, outcomes = choices.rows(project), challenges.outcomes_of(project)
    read(said, outcomes)
    told = {report_id for _of, report_id in _telling(said)} - challenges.kept_back(outcomes)
    rows = list(Offender.objects.filter(project=project, report__in=told))
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
    """What other projects may want to talk about, what was not talked about yet first. Four queries."""
    own = list(Echo.objects.filter(project=project).values_list("report_id", "tag", "kind"))
    theirs = Echo.objects.filter(tag__in={tag for _report, tag, _kind in own}).exclude(project=project)
    found: dict[str, set[tuple[UUID, UUID]]] = {}
    for tag, other_id, report_id in theirs.values_list("tag", "project_id", "report_id"):
        found.setdefault(tag, set()).add((other_id, report_id))
    ours = {(project.id, report_id) for report_id, tag, _kind in own if tag in found}
    told = _told_elsewhere(ours.union(*found.values()))
    kinds: dict[tuple[UUID, UUID], list[str]] = {}
    for report_id, tag, kind in own:
        for other_id, their_report in found.get(tag, ()):
            if (project.id, report_id) in told and (other_id, their_report) in told:
                kinds.setdefault((report_id, other_id), []).append(kind)
    return _shown(project, kinds)


def _shown(project: Project, kinds: dict[tuple[UUID, UUID], list[str]]) -> list[Heard]:
    mine = Report.objects.filter(project=project, pk__in={report_id for report_id, _other in kinds})
    named = Project.objects.filter(pk__in={other_id for _report, other_id in kinds})
    talks, outcomes = Talk.objects.filter(project=project), challenges.outcomes_of(project)
    read(mine, named, talks, outcomes)
    shut = challenges.kept_back(outcomes)
    reports, others = {row.pk: row for row in mine}, {row.pk: row for row in named}
    talked = {(row.report_id, row.other_id) for row in talks}
    rows = [
        Heard(
            reports[report_id],
            others[other_id],
            tuple(kind for kind in spellings.KINDS if kind in same),
            (report_id, other_id) in talked,
        )
        for (report_id, other_id), same in kinds.items()
        if report_id in reports and report_id not in shut and other_id in others
    ]
    return sorted(rows, key=lambda one: (one.has_talked, -one.report.received_at.timestamp(), one.other.name))


def _told_elsewhere(among: set[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Those (project, report) whose reporters let advisers of other projects hear of a match, as it is now."""
    return among & _telling(choices.anywhere(report_id for _of, report_id in among))


def _telling(said: Iterable[Choice]) -> set[tuple[UUID, UUID]]:
    return {which for which, chosen in choices.last_anywhere(said).items() if chosen.tell == lists.PROJECTS}


def _named(said: dict[str, list[str]], region: str) -> Iterator[tuple[str, str]]:
    for kind, name in spellings.FIELDS.items():
        for text in said.get(name, ()):
            if spelling := spellings.whole(kind, text, region):
                yield kind, spelling
