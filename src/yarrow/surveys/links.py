"""From a link to the survey behind it, and back."""

from django.urls import reverse

from yarrow.methods.tokens import hashed
from yarrow.surveys.models import Survey, SurveyLink


def found(token: str) -> SurveyLink | None:
    """The link of a token, whatever its project. Read before a project is known."""
    return SurveyLink.objects.filter(digest=hashed(token)).first()


def address(survey: Survey, *, is_tablet: bool = False) -> str:
    """The path of the questions; it names no project."""
    return reverse("pocket:answer_on_tablet" if is_tablet else "pocket:answer", args=[survey.token])
