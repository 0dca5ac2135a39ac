"""A survey of a live project, in two languages, with one of every kind of question that is counted."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from yarrow.measures import actions as measures
from yarrow.measures import importing
from yarrow.methods.forms import Chosen
from yarrow.surveys import actions
from yarrow.surveys.models import LINK, Response, Survey
from yarrow.vault.actors import Actor

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
NOBODY = Actor.system("pocket")


def words(text: str, other: str, name: str = "text", tag: str = "ro") -> dict[str, Any]:
    """A text with its Romanian, or another translation."""
    parts = [{"url": "lang", "valueCode": tag}, {"url": "content", "valueString": other}]
    return {name: text, f"_{name}": {"extension": [{"url": TRANSLATION, "extension": parts}]}}


def choice(link_id: str, text: str, other: str, *labels: str, **more: Any) -> dict[str, Any]:
    """A question with numbered answers."""
    options = [
        {"valueCoding": {"code": str(n), **words(label, f"{label} (ro)", "display")}}
        for n, label in enumerate(labels, 1)
    ]
    return {"linkId": link_id, "type": "choice", **words(text, other), "answerOption": options, **more}


FORM = {
    "resourceType": "Questionnaire",
    "url": "https://yarrow.example/needs",
    "language": "en",
    "status": "active",
    **words("What would help", "Ce ar ajuta", "title"),
    "item": [
        choice("where", "Where do you work?", "Unde lucrezi?", "Outside", "Inside"),
        choice("needs", "What would help?", "Ce ar ajuta?", "Food", "Housing", "Money", repeats=True),
        choice("safe", "Are you safe?", "Ești în siguranță?", "Yes", "No"),
        {
            "linkId": "night",
            **{"type": "boolean", **words("Do you work at night?", "Lucrezi noaptea?")},
            "enableWhen": [{"question": "where", "operator": "=", "answerCoding": {"code": "1"}}],
        },
        {"linkId": "age", "type": "integer", **words("How old are you?", "Câți ani ai?")},
        {"linkId": "more", "type": "text", **words("What else?", "Ce altceva?")},
    ],
}
ABOUT = {"en": "Peers of the quay ask. The city gets the sums.", "ro": "Întreabă colegii de pe chei."}


def ask(given: dict[str, Any], raw: dict[str, Any] | None = None, **more: Any) -> Survey:
    """A survey that is open today; an unsafe answer to “Are you safe?” asks for the calm page."""
    version = measures.keep_form(brought=importing.bring(json.dumps(raw or FORM), None), **given)
    if raw is None:
        version = measures.mark_dangers(version=version, dangers={"safe": ["2"]}, **given)
    if not version.is_in_use:
        version = measures.publish_version(version=version, **given)
    today = given["at"].astimezone(given["project"].zone).date()
    said = {
        **{"opens_on": today, "closes_on": today + timedelta(days=20), "languages": ["en", "ro"]},
        **{"about": ABOUT, "groups": ["where"], **more},
    }
    return actions.open_survey(version=version, **said, **given)


def send(survey: Survey, answers: dict[str, Any], *, at: Any = None, how: str = LINK, **more: Any) -> bool:
    """One sheet that reached every page."""
    told = {"project": survey.project, "by": NOBODY, "at": at or timezone.now(), "language": "en"}
    told |= {"entry_id": uuid4(), "reached": set(survey_keys(survey)), "how": how, **more}
    return actions.take_answers(survey=survey, answers=answers, **told)


def survey_keys(survey: Survey) -> list[str]:
    """The questions."""
    return [item["linkId"] for item in survey.form_version.questionnaire["item"]]


def one(code: str) -> tuple[Chosen, ...]:
    """A chosen answer."""
    return (Chosen(code),)


def rows(survey: Survey) -> list[dict[str, Any]]:
    """What was kept of every sheet."""
    return [row.choices for row in Response.objects.filter(survey=survey)]
