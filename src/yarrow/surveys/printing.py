"""What is printed: a poster and the questions. Both are handed out, so they say nothing that the pages do not."""

from collections.abc import Callable
from typing import Any

from yarrow.measures.questions import control_of, drawn, place_of
from yarrow.measures.saying import direction
from yarrow.surveys import links
from yarrow.surveys.asked import form_asked
from yarrow.surveys.models import Survey
from yarrow.surveys.showing import languages_of, square


def poster_page(survey: Survey, wanted: str, whole: Callable[[str], str]) -> dict[str, Any]:
    """The link in letters and as a square."""
    link = whole(links.address(survey))
    return {**_begin(survey, wanted), "link": link, "square": square(link)}


def sheet_page(survey: Survey, wanted: str) -> dict[str, Any]:
    """Every question; one that depends on an earlier answer says so by standing after it."""
    said = _begin(survey, wanted)
    form, tag = form_asked(survey), said["tag"]
    every = place_of(form, {}).steps
    asked_now = {one.key for one in every}
    hidden = [item for item in form.questions() if item.link_id not in asked_now and not item.hidden]
    place = place_of(form, {})
    return {
        **said,
        "questions": list(drawn(form, place, place.steps, {}, {}, tag)),
        "further": [
            {
                "words": item.text.in_(tag),
                "options": [{"words": option.display.in_(tag)} for option in item.options],
                "control": control_of(item),
            }
            for item in hidden
        ],
    }


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
