"""Answers as a FHIR R4 QuestionnaireResponse: written from answers, and read back against their form.

People are named by logical identifiers alone. A question that was skipped carries FHIR's data-absent-reason. Source:
https://hl7.org/fhir/R4/questionnaireresponse.html.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from yarrow.methods.forms.extensions import ABSENT
from yarrow.methods.forms.keys import Asked, all_asked
from yarrow.methods.forms.shapes import GROUP, Answers, Chosen, Form, Item, Skipped, Value

RESPONSE = "QuestionnaireResponse"
IN_PROGRESS, COMPLETED, AMENDED, IN_ERROR = "in-progress", "completed", "amended", "entered-in-error"
RESPONSE_STATUSES = (IN_PROGRESS, COMPLETED, AMENDED, IN_ERROR, "stopped")
SYSTEM = "urn:yarrow:logical-id"


@dataclass(frozen=True)
class Response:
    """One filling in of a form. `author` typed it in, `source` answered, `subject` is whom it is about."""

    status: str
    answers: Answers
    authored: date | datetime | None = None
    author: str = ""
    source: str = ""
    subject: str = ""
    language: str = ""
    identifier: str = ""
    canonical: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


def write_response(form: Form, response: Response) -> dict[str, Any]:
    """The QuestionnaireResponse; what `read_response` kept of a file and doesn't know is written back."""
    every = list(all_asked(form, response.answers))
    inside: dict[str, list[Asked]] = {}
    for one in every:
        inside.setdefault(one.parent, []).append(one)
    language = response.language or form.language
    given = {
        "questionnaire": response.canonical or form.canonical,
        "status": response.status,
        "language": language,
        "authored": plain(response.authored),
        "author": _person(response.author),
        "source": _person(response.source),
        "subject": _person(response.subject),
        "identifier": {"system": SYSTEM, "value": response.identifier} if response.identifier else None,
        "item": list(_items(inside, "", response.answers, language)),
    }
    return {
        "resourceType": RESPONSE,
        **response.raw,
        **{name: value for name, value in given.items() if value},
    }


def _person(identifier: str) -> dict[str, Any] | None:
    return {"identifier": {"system": SYSTEM, "value": identifier}} if identifier else None


def _items(
    inside: Mapping[str, list[Asked]], parent: str, answers: Answers, language: str
) -> Iterator[dict[str, Any]]:
    for one in inside.get(parent, ()):
        below = list(_items(inside, one.key, answers, language))
        values = answers.get(one.key, ())
        if below or values:
            yield {**_head(one.item, language), **_filled(one.item, values, below)}


def _head(item: Item, language: str) -> dict[str, Any]:
    text = str(item.text.in_(language))
    return {"linkId": item.link_id, **({"text": text} if text else {})}


def _filled(item: Item, values: tuple[Value, ...], below: list[dict[str, Any]]) -> dict[str, Any]:
    if item.kind == GROUP:
        return {"item": below}
    reasons = [{"url": ABSENT, "valueCode": one.reason} for one in values if isinstance(one, Skipped)]
    given: list[dict[str, Any]] = [_answer(item, one) for one in values if not isinstance(one, Skipped)]
    if below:
        given = given or [{}]
        given[0] = {**given[0], "item": below}
    return {**({"extension": reasons} if reasons else {}), **({"answer": given} if given else {})}


def _answer(item: Item, value: Value) -> dict[str, Any]:
    if not isinstance(value, Chosen):
        return {f"value{_kind(item, value)}": plain(value)}
    option = item.option(value.code)
    if option is None or option.kind != "Coding":
        own = value.code if option is None else option.value
        return {f"value{option.kind if option else 'String'}": plain(own)}
    given = {"system": option.system, "code": option.code, "display": str(option.display)}
    stated = option.source.get("valueCoding", option.source)
    known = {name: text for name, text in given.items() if text and (name == "system" or name in stated)}
    return {"valueCoding": known or {"code": option.code}}


def _kind(item: Item, value: Value) -> str:
    """FHIR's name of the type of an answer."""
    by_kind = {
        "boolean": "Boolean",
        "integer": "Integer",
        "decimal": "Decimal",
        "date": "Date",
        "time": "Time",
    }
    return {**by_kind, "dateTime": "DateTime"}.get(item.kind, "String")


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.isoformat("auto") if isinstance(value, time) else value


def _moment(value: datetime) -> str:
    """FHIR wants seconds and a zone."""
    zoned = value if value.tzinfo else value.replace(tzinfo=UTC)
    return zoned.isoformat()
