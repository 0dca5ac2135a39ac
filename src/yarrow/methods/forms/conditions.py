"""Which questions apply, given the answers so far (FHIR R4 enableWhen), here and as a description for the browser.

A question counts as unanswered when it was skipped or doesn't apply itself. `!=` holds where nothing equals, also
where nothing was answered (questionnaire-enable-operator: "True if no answer has a value that is equal").
"""

import operator
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal
from typing import Any

from yarrow.methods.forms.fitting import comparable, settled
from yarrow.methods.forms.keys import NO, OWN, YES, Asked, all_asked, groups_around, key_of
from yarrow.methods.forms.shapes import ANY, Answers, Chosen, Condition, Form, Item, Skipped, Value

_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}
_BY_OPTION = {"Integer": "number", "Date": "date", "Time": "time"}
_BY_KIND = {
    "boolean": "flag",
    "integer": "number",
    "decimal": "number",
    "string": "text",
    "text": "text",
    "date": "date",
    "dateTime": "moment",
    "time": "time",
}


def shown(form: Form, answers: Answers, unread: Collection[str] = ()) -> frozenset[str]:
    """The names of every item that applies; what a failed condition leaves out goes with everything inside it.

    A condition on one of `unread`, whose answer was typed and couldn't be read, holds: rather asked than lost. Items
    that are `hidden` apply as well; a page doesn't draw them.
    """
    around = groups_around(form)
    found: set[str] = set()
    for one in all_asked(form, (*answers, *unread)):
        if (not one.parent or one.parent in found) and _applies(form, one, answers, unread, found, around):
            found.add(one.key)
    return frozenset(found)


def kept(form: Form, answers: Answers) -> tuple[dict[str, tuple[Value, ...]], tuple[str, ...]]:
    """(the answers to questions that apply, the names of those that were dropped)."""
    names = shown(form, answers)
    applies = {one.key for one in all_asked(form, answers) if one.key in names and one.item.is_question}
    left = {key: tuple(values) for key, values in answers.items() if key in applies and values}
    return left, tuple(key for key, values in answers.items() if key not in applies and values)


def beforehand(form: Form) -> dict[str, tuple[Value, ...]]:
    """What a form fills in before anybody answers: `initial` values and options that are selected."""
    given = {
        item.link_id: (*item.initial, *(Chosen(one.code) for one in item.options if one.selected))
        for item in form.questions()
    }
    return kept(form, {key: values for key, values in given.items() if values})[0]


def unanswered(form: Form, answers: Answers) -> tuple[str, ...]:
    """Required questions that apply and have neither an answer nor a reason. They ask; nothing waits for them."""
    names = shown(form, answers)
    every = all_asked(form, answers)
    return tuple(
        one.key for one in every if one.item.required and one.key in names and not answers.get(one.key)
    )


def _applies(
    form: Form,
    one: Asked,
    answers: Answers,
    unread: Collection[str],
    found: Collection[str],
    around: Mapping[str, tuple[str, ...]],
) -> bool:
    def holds_now(condition: Condition) -> bool:
        key = key_of(condition.question, one.times[: len(around[condition.question])])
        if key in unread and key in found:
            return True
        values = answers.get(key, ()) if key in found else ()
        return holds(condition, form.by_id[condition.question], values)

    if not one.item.conditions:
        return True
    combined = any if one.item.behaviour == ANY else all
    return combined(holds_now(condition) for condition in one.item.conditions)


def holds(condition: Condition, question: Item, values: Iterable[Value]) -> bool:
    """Whether a condition holds for the answers given to its question."""
    given = [comparable(question, value) for value in values if not isinstance(value, Skipped)]
    if condition.operator == "exists":
        return bool(given) is condition.answer
    if condition.answer is None:
        return False
    wanted = comparable(question, settled(question, condition.answer))
    if condition.operator in _ORDER:
        return any(_ORDER[condition.operator](*_alike(value, wanted)) for value in given)
    is_among = any(operator.eq(*_alike(value, wanted)) for value in given)
    return is_among is (condition.operator == "=")


def _alike(one: Value, other: Value) -> tuple[Any, Any]:
    """Two moments as instants, or as days where one of them is a day."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return _instant(one), _instant(other)
    return _day(one), _day(other)


def _instant(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _day(value: Value) -> Value:
    return value.date() if isinstance(value, datetime) else value


def conditions_for_page(form: Form, zone: tzinfo = UTC) -> dict[str, Any]:
    """Plain JSON for `<yarrow-questions>`: link id → {"any": …, "when": [[question, operator, kind, answer], …]}.

    Moments are told in `zone`, in which the page asks.
    """
    return {
        item.link_id: {
            "any": item.behaviour == ANY,
            "when": [_told(one, form.by_id[one.question], zone) for one in item.conditions],
        }
        for item in form.by_id.values()
        if item.conditions
    }


def kind_on_page(item: Item) -> str:
    """How answers of this item are compared: flag, number, text, date, moment, time or code."""
    if item.is_chosen:
        kinds = {option.kind for option in item.options}
        return _BY_OPTION.get(next(iter(kinds), ""), "code")
    return _BY_KIND.get(item.kind, "text")


def _told(condition: Condition, question: Item, zone: tzinfo) -> list[Any]:
    answer: Any = condition.answer
    if condition.operator != "exists" and answer is not None:
        answer = settled(question, answer)
        is_own = isinstance(answer, str) and question.is_chosen
        answer = f"{OWN}{answer}" if is_own else _plain(comparable(question, answer), zone)
    return [condition.question, condition.operator, kind_on_page(question), answer]


def _plain(value: Any, zone: tzinfo) -> Any:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return _instant(value).astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    return getattr(value, "code", value)
