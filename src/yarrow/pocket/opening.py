"""From the end of a link to the survey behind it, if it is open now."""

from datetime import datetime

from django.http import HttpRequest

from yarrow.surveys import links, queries
from yarrow.surveys.models import Survey
from yarrow.vault import fence

# Every answer of a long form with words of its own.
LARGEST = 256 * 1024


def is_small(request: HttpRequest) -> bool:
    """Whether what was sent could be answers."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdecimal() and int(length) <= LARGEST


def open_now(door: str, at: datetime) -> Survey | None:
    """The survey; None for one that is closed, not open yet, or never was. Enters its project."""
    link = links.found(door)
    if link is None:
        return None
    fence.enter(link.project_id)
    survey = queries.survey_behind(link)
    today = at.astimezone(survey.project.zone).date()
    return survey if survey.is_open(today) and survey.project.is_live else None
