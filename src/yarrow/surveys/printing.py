"""What is printed: a poster and the questions. Both are handed out, so they say nothing that the pages do not."""

from collections.abc import Callable
from typing import Any

from yarrow.measures.questions import drawn, place_of
from yarrow.measures.saying import direction
from yarrow.surveys import links
from yarrow.surveys.asked import form_asked
from yarrow.surveys.models import Survey
from yarrow.surveys.showing import languages_of
from yarrow.ui.squares import square


def poster_page(survey: Survey, wanted: str, whole: Callable[[str], str]) -> dict[str, Any]:
    """The link in letters and as a square."""
    link = whole(links.address(survey))
    return {**_begin(survey, wanted), "link": link, "square": square(link)}


def sheet_page(survey: Survey, wanted: str) -> dict[str, Any]:
    """Every question; one that depends on an earlier answer says so."""
    said = _begin(survey, wanted)
    form = form_asked(survey)
    always = {one.key for one in place_of(form, {}).steps}
    whole = place_of(form, {}, is_whole=True)
    questions = list(drawn(whole, whole.steps, {}, {}, said["tag"]))
    return {**said, "questions": [(one, one.key not in always) for one in questions]}


def _begin(survey: Survey, wanted: str) -> dict[str, Any]:
    tag = wanted if wanted in survey.languages else survey.languages[0]
    return {
        "survey": survey,
        "tag": tag,
        "direction": direction(tag),
        "about": survey.about.get(tag, ""),
        "languages": languages_of(survey),
        "shown_name": survey.project.name if survey.says_name else "",
    }
