"""Questionnaires for tests: small ones of our own, in the published shape."""

from typing import Any

from yarrow.methods.forms import Form, read_form

Json = dict[str, Any]
STRUCTURE = "http://hl7.org/fhir/StructureDefinition/"


def extension(name: str, **value: Any) -> Json:
    """An extension of FHIR's own, by the end of its address."""
    return {"url": name if ":" in name else f"{STRUCTURE}{name}", **value}


def translated(**by_language: str) -> Json:
    """What stands in `_text` beside a `text`."""
    return {
        "extension": [
            extension(
                "translation",
                extension=[{"url": "lang", "valueCode": tag}, {"url": "content", "valueString": text}],
            )
            for tag, text in by_language.items()
        ]
    }


def coded(*codes: str, weights: bool = False) -> list[Json]:
    """Options of these codes, weighed 0, 1, 2 … if wanted."""
    made: list[Json] = [{"valueCoding": {"code": code, "display": code.title()}} for code in codes]
    for n, option in enumerate(made if weights else []):
        option["extension"] = [extension("ordinalValue", valueDecimal=n)]
    return made


def item(link_id: str, kind: str, **members: Any) -> Json:
    """An item that is called by its link id."""
    return {"linkId": link_id, "type": kind, "text": f"Say {link_id}", **members}


def when(question: str, operator: str, **answer: Any) -> Json:
    """One condition."""
    return {"question": question, "operator": operator, **answer}


def questionnaire(*items: Json, **members: Any) -> Json:
    """A whole file."""
    head = {"resourceType": "Questionnaire", "url": "urn:example:form", "version": "1", "status": "draft"}
    return {**head, "language": "en", "title": "A form", "item": list(items), **members}


def form(*items: Json, **members: Any) -> Form:
    """The form of it."""
    return read_form(questionnaire(*items, **members))


def good() -> Json:
    """Every type, every extension that Yarrow understands, groups in groups, and members that it doesn't know."""
    return questionnaire(
        item("hello", "display", extension=[extension("urn:example:unknown", valueString="kept")]),
        item(
            "about",
            "group",
            item=[
                item(
                    "feel", "choice", answerOption=coded("good", "so-so", "bad", weights=True), required=True
                ),
                item("talk", "boolean"),
                item(
                    "more",
                    "text",
                    maxLength=500,
                    enableBehavior="all",
                    enableWhen=[
                        when("feel", "=", answerCoding={"code": "bad"}),
                        when("talk", "=", answerBoolean=True),
                    ],
                ),
            ],
        ),
        item("where", "open-choice", repeats=True, answerOption=coded("van", "phone")),
        item(
            "nights",
            "integer",
            extension=[extension("minValue", valueInteger=0), extension("maxValue", valueInteger=7)],
        ),
        item("weight", "decimal", extension=[extension("maxDecimalPlaces", valueInteger=1)]),
        item("word", "string", initial=[{"valueString": "hello"}]),
        item("day", "date", extension=[extension("minValue", valueDate="2020-01-01")]),
        item("moment", "dateTime"),
        item("clock", "time"),
        item("partner", "group", repeats=True, item=[item("since", "date"), item("lives", "boolean")]),
        _contact={"id": "unknown"},
    )
