"""What a Questionnaire's JSON says of one item, its children apart."""

from collections.abc import Mapping
from typing import Any

from yarrow.methods.forms import extensions as known
from yarrow.methods.forms.extensions import value_of
from yarrow.methods.forms.options import Contained, read_options
from yarrow.methods.forms.shapes import ALL, Condition, Value, Words
from yarrow.methods.forms.taking import FLAG, NUMBER, OBJECT, TEXT, WHOLE, Taking


def item_members(taking: Taking, raw: Mapping[str, Any], contained: Contained, where: str) -> dict[str, Any]:
    """Every field of `Item` but `items` and `source`."""
    return {
        "link_id": taking.text(raw, "linkId", where),
        "kind": taking.text(raw, "type", where),
        "text": taking.words(raw, "text", where) or _words_of_code(taking, raw),
        "prefix": taking.text(raw, "prefix", where),
        "required": taking.flag(raw, "required", where),
        "repeats": taking.flag(raw, "repeats", where),
        "read_only": taking.flag(raw, "readOnly", where),
        "max_length": taking.whole(raw, "maxLength", where),
        "behaviour": taking.text(raw, "enableBehavior", where) or ALL,
        "value_set": taking.text(raw, "answerValueSet", where),
        "options": read_options(taking, raw, contained, where),
        "conditions": tuple(_condition(taking, one, where) for one in taking.many(raw, "enableWhen", where)),
        "initial": tuple(_values(taking, raw, where)),
        **_extended(taking, raw, where),
    }


def _words_of_code(taking: Taking, raw: Mapping[str, Any]) -> Words:
    """A question without words of its own is called as its code is."""
    for code in raw["code"] if isinstance(raw.get("code"), list) else []:
        display = code.get("display") if isinstance(code, Mapping) else None
        if isinstance(display, str) and display.strip():
            return Words.of(taking.language, display.strip())
    return Words(taking.language)


def _condition(taking: Taking, raw: Mapping[str, Any], where: str) -> Condition:
    found = taking.value(raw, "answer", where)
    question, operator = (taking.text(raw, name, where) for name in ("question", "operator"))
    return Condition(question, operator, found[1] if found else None)


def _values(taking: Taking, raw: Mapping[str, Any], where: str) -> list[Value]:
    found = [taking.value(one, "value", where) for one in taking.many(raw, "initial", where)]
    return [one[1] for one in found if one]


def _extended(taking: Taking, raw: Mapping[str, Any], where: str) -> dict[str, Any]:
    """What extensions say."""
    return {
        "hidden": _one(taking, raw, known.HIDDEN, bool, FLAG, where) or False,
        "decimals": _one(taking, raw, known.DECIMALS, int, WHOLE, where),
        "is_across": _one(taking, raw, known.ORIENTATION, str, TEXT, where) == "horizontal",
        "minimum": _limit(taking, raw, known.MINIMUM, where),
        "maximum": _limit(taking, raw, known.MAXIMUM, where),
        "control": _control(taking, raw, where),
        "easy": _words(taking, raw, known.EASY, where),
        "short": _words(taking, raw, known.SHORT, where),
    }


def _short(url: str) -> str:
    return url.rpartition("/")[2]


def _one(taking: Taking, raw: Mapping[str, Any], url: str, kind: type, what: str, where: str) -> Any:
    found = value_of(raw, url)
    if found is None or type(found[1]) is kind:
        return found[1] if found else None
    taking.note(where, _short(url), what)
    return None


def _limit(taking: Taking, raw: Mapping[str, Any], url: str, where: str) -> Value | None:
    found = value_of(raw, url)
    if found is None:
        return None
    read = taking.value(dict([found]), "value", where)
    if read is None:
        taking.note(where, _short(url), NUMBER)
    return read[1] if read else None


def _control(taking: Taking, raw: Mapping[str, Any], where: str) -> str:
    found = value_of(raw, known.CONTROL)
    if found is None:
        return ""
    codings = found[1].get("coding") if isinstance(found[1], Mapping) else None
    first = codings[0] if isinstance(codings, list) and codings else None
    code = first.get("code") if isinstance(first, Mapping) else None
    if isinstance(code, str):
        return code
    taking.note(where, _short(known.CONTROL), OBJECT)
    return ""


def _words(taking: Taking, raw: Mapping[str, Any], url: str, where: str) -> Words:
    one = next(known.extensions(raw, url), None)
    return Words(taking.language) if one is None else taking.words(one, "valueString", where)
