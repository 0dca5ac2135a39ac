"""Writes a form as a FHIR R4 Questionnaire.

What was read and not changed is written back to the letter, extensions and members that Yarrow doesn't know included;
only what differs from its source is written anew.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from yarrow.methods.forms import extensions as known
from yarrow.methods.forms.members import item_members
from yarrow.methods.forms.options import Contained, read_options
from yarrow.methods.forms.plain import copied
from yarrow.methods.forms.responses import plain
from yarrow.methods.forms.shapes import Chosen, Condition, Form, Item, Option, Value, Words
from yarrow.methods.forms.taking import Taking

Json = dict[str, Any]
_TYPES: tuple[tuple[type, str], ...] = (
    (bool, "Boolean"),
    (int, "Integer"),
    (Decimal, "Decimal"),
    (datetime, "DateTime"),
    (date, "Date"),
    (time, "Time"),
    (str, "String"),
)


def write_form(form: Form) -> Json:
    """The Questionnaire of a form."""
    base: Json = copied(dict(form.source)) or {"resourceType": "Questionnaire"}
    taking = Taking(form.language)
    for name in ("url", "version", "status", "copyright", "language"):
        if name not in base or taking.text(base, name, "") != getattr(form, name):
            _plainly(base, name, getattr(form, name))
    if taking.words(base, "title", "") != form.title:
        _words(base, "title", form.title)
    if form.source and "language" not in form.source:
        _plainly(base, "language", "")
    contained = Contained(form.source)
    base["item"] = [_item(form, one, contained) for one in form.items]
    return base


def _item(form: Form, item: Item, contained: Contained) -> Json:
    base: Json = copied(dict(item.source))
    read = item_members(Taking(form.language), base, contained, "") if base else {}
    before = Item(**read) if read else Item("", "", text=Words(form.language))
    for name, write in _WRITERS.items():
        if getattr(before, name) != getattr(item, name):
            write(base, item, form)
    if item.items or "item" in base:
        base["item"] = [_item(form, one, contained) for one in item.items]
    return base


def _plainly(base: Json, member: str, value: Any) -> None:
    """A member, left out where nothing is said."""
    if value in (None, "", False):
        base.pop(member, None)
    else:
        base[member] = value


def _words(base: Json, member: str, words: Words) -> None:
    """A text, and its translations in the sister member."""
    _plainly(base, member, str(words))
    sister = base.pop(f"_{member}", None) or {}
    others = [_translation(tag, text) for tag, text in words.texts if tag != words.language]
    kept = _without(sister, known.TRANSLATION)
    _plainly(sister, "extension", [*kept, *others] or None)
    _plainly(base, f"_{member}", sister or None)


def _without(element: Mapping[str, Any], url: str) -> list[Any]:
    """The extensions of other addresses."""
    given = element.get("extension")
    listed = given if isinstance(given, list) else []
    return [one for one in listed if not (isinstance(one, Mapping) and one.get("url") == url)]


def _translation(tag: str, text: str) -> Json:
    parts = [{"url": "lang", "valueCode": tag}, {"url": "content", "valueString": text}]
    return {"url": known.TRANSLATION, "extension": parts}


def _extension(base: Json, url: str, content: Json | None) -> None:
    """The one extension of this address, replaced or taken out."""
    kept = _without(base, url)
    kept += [{"url": url, **content}] if content else []
    _plainly(base, "extension", kept or None)


def _member(name: str, field: str) -> Callable[[Json, Item, Form], None]:
    return lambda base, item, form: _plainly(base, name, getattr(item, field))


def _extended(url: str, field: str, content: Callable[[Any], Json]) -> Callable[[Json, Item, Form], None]:
    def write(base: Json, item: Item, form: Form) -> None:
        value = getattr(item, field)
        is_said = bool(value) or (value is not None and type(value) in (int, Decimal))
        _extension(base, url, content(value) if is_said else None)

    return write


def _typed(before: str, value: Value) -> Json:
    """{"valueInteger": 3}: a value under the name of its type."""
    if isinstance(value, Chosen):
        return {f"{before}Coding": {"code": value.code}}
    name = next(name for kind, name in _TYPES if isinstance(value, kind))
    return {f"{before}{name}": plain(value)}


def _spoken(words: Words) -> Json:
    content: Json = {}
    _words(content, "valueString", words)
    return content


def _controlled(code: str) -> Json:
    return {"valueCodeableConcept": {"coding": [{"system": known.CONTROLS, "code": code}]}}


def _options(base: Json, item: Item, form: Form) -> None:
    base.pop("answerValueSet", None)
    _plainly(base, "answerOption", [_option(one, form) for one in item.options] or None)


def _option(option: Option, form: Form) -> Json:
    is_own = any(name.startswith("value") for name in option.source)
    base: Json = copied(dict(option.source)) if is_own else {}
    read = read_options(Taking(form.language), {"answerOption": [base]}, Contained({}), "") if base else ()
    if read == (option,):
        return base
    if option.kind == "Coding":
        coding: Json = dict(base.get("valueCoding", {}))
        _plainly(coding, "system", option.system)
        coding["code"] = option.code
        _words(coding, "display", option.display)
        base["valueCoding"] = coding
    else:
        base[f"value{option.kind}"] = plain(option.value)
    _plainly(base, "initialSelected", option.selected)
    for url in known.WEIGHTS:
        _extension(base, url, None)
    _extension(base, known.ORDINAL, None if option.weight is None else {"valueDecimal": plain(option.weight)})
    _extension(base, known.EXCLUSIVE, {"valueBoolean": True} if option.exclusive else None)
    return base


def _conditions(base: Json, item: Item, form: Form) -> None:
    _plainly(base, "enableWhen", [_condition(one, form) for one in item.conditions] or None)
    _plainly(base, "enableBehavior", item.behaviour if len(item.conditions) > 1 else None)


def _condition(condition: Condition, form: Form) -> Json:
    given = {"question": condition.question, "operator": condition.operator}
    answer = condition.answer
    if not isinstance(answer, Chosen):
        return given if answer is None else {**given, **_typed("answer", answer)}
    target = form.by_id.get(condition.question)
    option = target.option(answer.code) if target else None
    system = {"system": option.system} if option and option.system else {}
    return {**given, "answerCoding": {**system, "code": answer.code}}


_WRITERS: Mapping[str, Callable[[Json, Item, Form], None]] = {
    "link_id": _member("linkId", "link_id"),
    "kind": _member("type", "kind"),
    "prefix": _member("prefix", "prefix"),
    "required": _member("required", "required"),
    "repeats": _member("repeats", "repeats"),
    "read_only": _member("readOnly", "read_only"),
    "max_length": _member("maxLength", "max_length"),
    "text": lambda base, item, form: _words(base, "text", item.text),
    "value_set": _member("answerValueSet", "value_set"),
    "options": _options,
    "conditions": _conditions,
    "behaviour": _conditions,
    "initial": lambda base, item, form: _plainly(
        base, "initial", [_typed("value", one) for one in item.initial] or None
    ),
    "hidden": _extended(known.HIDDEN, "hidden", lambda value: {"valueBoolean": value}),
    "decimals": _extended(known.DECIMALS, "decimals", lambda value: {"valueInteger": value}),
    "is_across": _extended(known.ORIENTATION, "is_across", lambda value: {"valueCode": "horizontal"}),
    "minimum": _extended(known.MINIMUM, "minimum", lambda value: _typed("value", value)),
    "maximum": _extended(known.MAXIMUM, "maximum", lambda value: _typed("value", value)),
    "control": _extended(known.CONTROL, "control", _controlled),
    "easy": _extended(known.EASY, "easy", _spoken),
    "short": _extended(known.SHORT, "short", _spoken),
}
