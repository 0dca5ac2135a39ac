"""Reading surveys, always of one project."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from yarrow.staff.models import Project
from yarrow.surveys import actions
from yarrow.surveys.errors import NotHere
from yarrow.surveys.models import Response, Spent, Survey, SurveyLink


def survey_in(project: Project, survey_id: UUID) -> Survey:
    """A survey of this project, with its form. Raises NotHere."""
    rows = Survey.objects.select_related("form_version__form", "project")
    found = rows.filter(pk=survey_id, project=project).first()
    if found is None:
        raise NotHere()
    return found


def surveys_in(project: Project) -> QuerySet[Survey]:
    """Every survey, the one that closes last first, each with `n_sheets`."""
    rows = Survey.objects.filter(project=project).select_related("form_version")
    light = rows.defer(*(f"form_version__{name}" for name in ("questionnaire", "slots", "dangers")))
    return light.annotate(n_sheets=Count("responses"))


@dataclass(frozen=True)
class CameIn:
    """How many sheets came in each way."""

    how: str
    n: int


def came_in(survey: Survey) -> list[CameIn]:
    """Sheets by the way they came."""
    rows = Response.objects.filter(survey=survey).order_by("how").values_list("how")
    return [CameIn(how, n) for how, n in rows.annotate(n=Count("id"))]


def sheets_of(survey: Survey) -> list[Response]:
    """Every sheet without its words, in the order of random ids."""
    return list(Response.objects.filter(survey=survey).defer("envelope"))


def written_in(survey: Survey) -> list[Response]:
    """The sheets on which something was written, in the order of random ids."""
    return list(Response.objects.filter(survey=survey).exclude(envelope=None))


def is_spent(survey: Survey, entry_id: UUID) -> bool:
    """Whether this page's number was used up."""
    return Spent.objects.filter(survey=survey, digest=actions.digest_of(survey, entry_id)).exists()


def survey_behind(link: SurveyLink) -> Survey:
    """The survey of a link; asked from inside its project."""
    rows = Survey.objects.select_related("form_version__form", "project")
    return rows.get(pk=link.survey_id, project_id=link.project_id)
