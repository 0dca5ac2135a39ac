"""Reads a QuestionnaireResponse against its form, or says by link id everything that doesn't fit."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from yarrow.methods.forms.defects import Defect, Defects
from yarrow.methods.forms.extensions import ABSENT, value_of
from yarrow.methods.forms.fitting import fits, settled
from yarrow.methods.forms.keys import MOST_TIMES, key_of
from yarrow.methods.forms.plain import copied, trouble
from yarrow.methods.forms.responses import RESPONSE, RESPONSE_STATUSES, SYSTEM, Response
from yarrow.methods.forms.shapes import GROUP, REASONS, Chosen, Form, Item, Skipped, Value
from yarrow.methods.forms.taking import THE_FILE, Taking
from yarrow.methods.sentences import to_say

NOT_A_RESPONSE = to_say(
    "The file is not a FHIR QuestionnaireResponse. Bring one that says so in “resourceType”."
)
OTHER_FORM = to_say("The file answers “{given}”, and this form is “{form}”. Choose the form that it answers.")
STATUS = to_say(
    "The file's “status” is not one that a response has. Write in-progress, completed or amended."
)
NO_SUCH_ITEM = to_say(
    "“{item}” is answered in the file, and the form has no such question. Take the answer out."
)
OTHER_PLACE = to_say(
    "“{item}” stands at another place in the form. Move its answer to where the form asks it."
)
TWICE = to_say("“{item}” stands in the file several times, and is asked once. Keep one.")
TOO_OFTEN = to_say("“{item}” stands in the file more than {most} times. Bring it in parts.")
ONE_ONLY = to_say("“{item}” takes one answer, and the file gives several. Keep one.")
NOT_ANSWERED = to_say("“{item}” can't be answered: it is a group or shows words. Take the answer out.")
NOT_AN_ANSWER = to_say(
    "“{item}” is answered by something that is no answer to it. Give one of its options, or its type."
)
NOT_A_REASON = to_say(
    "“{item}” has no answer for a reason that FHIR doesn't know. Write one like asked-declined."
)

_KNOWN = {"resourceType", "questionnaire", "status", "language", "authored", "item"}
_PEOPLE = ("author", "source", "subject")


def read_response(form: Form, response: object) -> Response:
    """What was answered, by whom and when. Raises Defects, all at once; answers that don't apply are read as well."""
    said = trouble(response)
    if not said and not (isinstance(response, dict) and response.get("resourceType") == RESPONSE):
        said = NOT_A_RESPONSE
    if said:
        raise Defects((Defect("", "not-a-response", said),))
    raw: Mapping[str, Any] = copied(response)
    reading = _Reading(form)
    head = reading.head(raw)
    reading.items(raw, THE_FILE, form.items, ())
    if reading.taking.defects:
        raise Defects(tuple(reading.taking.defects))
    known = _KNOWN | {name for name in (*_PEOPLE, "identifier") if head.get(name)}
    return Response(
        **head, answers=reading.answers, raw={name: one for name, one in raw.items() if name not in known}
    )


class _Reading:
    """Reads one file; `taking` notes what doesn't fit, `answers` grow."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.taking = Taking(form.language)
        self.answers: dict[str, tuple[Value, ...]] = {}

    def note(self, link_id: str, rule: str, says: str, **inside: object) -> None:
        """Something doesn't fit."""
        self.taking.defects.append(Defect(link_id, rule, says.format(item=link_id, **inside)))

    def head(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """What the file says of the whole."""
        given = self.taking.text(raw, "questionnaire", THE_FILE)
        url, _bar, version = given.partition("|")
        if given and (url != self.form.url or (version and version != self.form.version)):
            self.note("", "other-form", OTHER_FORM, given=given, form=self.form.canonical)
        status = self.taking.text(raw, "status", THE_FILE)
        if status not in RESPONSE_STATUSES:
            self.note("", "status", STATUS)
        when = (
            self.taking.value({"valueDateTime": raw["authored"]}, "value", THE_FILE)
            if "authored" in raw
            else None
        )
        people = {name: _identifier(raw.get(name)) for name in _PEOPLE}
        return {
            **people,
            "identifier": _value(raw.get("identifier")),
            "canonical": given,
            "status": status,
            "language": self.taking.text(raw, "language", THE_FILE),
            "authored": when[1] if when and isinstance(when[1], date) else None,
        }

    def items(
        self, raw: Mapping[str, Any], where: str, asked: tuple[Item, ...], times: tuple[int, ...]
    ) -> None:
        """The answers directly inside `raw`, where the form asks `asked`."""
        here = {item.link_id: item for item in asked}
        n_seen: dict[str, int] = {}
        for one in self.taking.many(raw, "item", where):
            link_id = self.taking.text(one, "linkId", where)
            item = here.get(link_id)
            if item is None:
                known = link_id in self.form.by_id
                self.note(link_id, "place" if known else "unknown", OTHER_PLACE if known else NO_SUCH_ITEM)
                continue
            n_seen[link_id] = n_seen.get(link_id, 0) + 1
            self._item(item, one, times, n_seen[link_id])

    def _item(self, item: Item, raw: Mapping[str, Any], times: tuple[int, ...], n: int) -> None:
        repeats = item.kind == GROUP and item.repeats
        if n > (MOST_TIMES if repeats else 1):
            self.note(item.link_id, "twice", TOO_OFTEN if repeats else TWICE, most=MOST_TIMES)
            return
        times = (*times, n) if repeats else times
        answers = self.taking.many(raw, "answer", item.link_id)
        if item.kind == GROUP:
            self.items(raw, item.link_id, item.items, times)
        if answers and not item.is_question:
            self.note(item.link_id, "not-answered", NOT_ANSWERED)
            return
        found = tuple(self._values(item, raw, answers))
        if len(found) > 1 and not item.repeats:
            self.note(item.link_id, "several", ONE_ONLY)
        if found:
            self.answers[key_of(item.link_id, times)] = found
        for one in answers:
            self.items(one, item.link_id, item.items, times)

    def _values(
        self, item: Item, raw: Mapping[str, Any], answers: list[Mapping[str, Any]]
    ) -> Iterator[Value]:
        reasons = [reason for one in (raw, *answers) if (reason := _reason(one)) is not None]
        for reason in reasons[:1]:
            if reason in REASONS:
                yield Skipped(str(reason))
            else:
                self.note(item.link_id, "reason", NOT_A_REASON)
        for one in answers:
            named = [name for name in one if name.startswith("value")]
            value = self._value(item, one) if named else None
            if value is not None and fits(item, value):
                yield value
            elif named:
                self.note(item.link_id, "not-an-answer", NOT_AN_ANSWER)

    def _value(self, item: Item, answer: Mapping[str, Any]) -> Value | None:
        found = Taking(self.form.language).value(answer, "value", item.link_id)
        if found is None:
            return None
        system = answer["valueCoding"].get("system") if isinstance(found[1], Chosen) else None
        option = item.option(found[1].code) if isinstance(found[1], Chosen) else None
        is_elsewhere = system and option and option.system and system != option.system
        return None if is_elsewhere else settled(item, found[1])


def _identifier(reference: object) -> str:
    return _value(reference.get("identifier")) if isinstance(reference, Mapping) else ""


def _value(identifier: object) -> str:
    """Our own logical identifier; others' are kept in the file as they are."""
    is_ours = isinstance(identifier, Mapping) and identifier.get("system") == SYSTEM
    value = identifier.get("value") if is_ours and isinstance(identifier, Mapping) else None
    return value if isinstance(value, str) else ""


def _reason(element: Mapping[str, Any]) -> Any:
    """The data-absent-reason of an item, of its answer, or of the answer's missing value."""
    sisters = [one for name, one in element.items() if name.startswith("_value")]
    found = next(filter(None, (value_of(one, ABSENT) for one in (element, *sisters))), None)
    return found[1] if found else None
