"""Reading releases and grants for pages."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yarrow.evaluation import lines, states
from yarrow.evaluation.errors import NotHere, WrongStep
from yarrow.evaluation.models import Grant, GrantLine, Release
from yarrow.evaluation.return_paper import title_of
from yarrow.staff.models import Project
from yarrow.surveys.extract import Surveyed, surveyed


@dataclass(frozen=True)
class ReleaseLine:
    """One release in the list."""

    release: Release
    title: str


def releases_of(project: Project) -> list[ReleaseLine]:
    """Every release that was not dropped, newest first."""
    kept = Release.objects.of(project).exclude(state=states.DROPPED).select_related("grant")
    return [ReleaseLine(release, title_of(release)) for release in kept]


def release_or_none_such(project: Project, release_id: UUID) -> Release:
    """A release of this project; another project's looks like none."""
    release = Release.objects.of(project).filter(id=release_id).select_related("project", "grant").first()
    if release is None:
        raise NotHere()
    return release


def surveyed_or_none_such(project: Project, survey_id: UUID, today: date) -> Surveyed:
    """A survey that is over; one that is open looks like none: its figures still move."""
    found = surveyed(project, today, survey_id)
    if not found:
        raise NotHere()
    return found[0]


def returns_of(grant: Grant) -> list[ReleaseLine]:
    """Returns of a grant that were not dropped, newest first."""
    kept = grant.releases.exclude(state=states.DROPPED)
    return [ReleaseLine(release, title_of(release)) for release in kept]


def grants_of(project: Project) -> list[Grant]:
    """Every grant of the project."""
    return list(Grant.objects.of(project))


def grant_or_none_such(project: Project, grant_id: UUID) -> Grant:
    """A grant of this project; another project's looks like none."""
    grant = Grant.objects.of(project).filter(id=grant_id).first()
    if grant is None:
        raise NotHere()
    return grant


def why_fixed(grant: Grant, line: GrantLine) -> str:
    """Why a line can't be changed now, and what to do instead; "" when it can."""
    try:
        lines.check_free(grant, line)
    except WrongStep as refused:
        return refused.message
    return ""


def line_or_none_such(grant: Grant, line_id: UUID) -> GrantLine:
    """A line of this grant."""
    line = grant.lines.filter(id=line_id).first()
    if line is None:
        raise NotHere()
    return line
