"""The answers a question offers: listed in it, or in a value set that the same file contains."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from yarrow.methods.forms.extensions import EXCLUSIVE, WEIGHTS, value_of
from yarrow.methods.forms.shapes import Chosen, Option, Words
from yarrow.methods.forms.taking import FLAG, NUMBER, Taking, decimal

# The kinds of value an option may have; FHIR's sixth, Reference, would name a record elsewhere.
OPTION_KINDS = ("Coding", "String", "Integer", "Date", "Time")


MOST_OPTIONS = 500


class Contained:
    """The value sets inside one file, each read once however many questions name it."""

    def __init__(self, questionnaire: Mapping[str, Any]) -> None:
        given = _objects(questionnaire.get("contained"))
        self._sets = [one for one in given if one.get("resourceType") == "ValueSet"]
        self._read: dict[str, tuple[Option, ...]] = {}

    def options(self, taking: Taking, name: str, where: str) -> tuple[Option, ...]:
        """The codes that the value set `name` lists; nothing where there is none of that name."""
        if name not in self._read:
            found = next((one for one in self._sets if one.get("id") == name), {})
            listed = (_expanded(found) or _composed(found))[: MOST_OPTIONS + 1]
            self._read[name] = tuple(_coded(taking, one, system, where) for system, one in listed)
        return self._read[name]


def read_options(
    taking: Taking, raw: Mapping[str, Any], contained: Contained, where: str
) -> tuple[Option, ...]:
    """The options of an item; where it names a contained value set, the codes listed there. Too many are cut."""
    given = taking.many(raw, "answerOption", where)[: MOST_OPTIONS + 1]
    named = raw.get("answerValueSet")
    if given or not isinstance(named, str) or not named.startswith("#"):
        return tuple(_option(taking, one, where) for one in given)
    return contained.options(taking, named[1:], where)


def _option(taking: Taking, raw: Mapping[str, Any], where: str) -> Option:
    """One option. One whose value can't be read has no code, which a rule says."""
    coding = raw.get("valueCoding")
    said = {
        "weight": _weight(taking, raw, where),
        "exclusive": _flag(taking, raw, where),
        "selected": taking.flag(raw, "initialSelected", where),
        "source": raw,
    }
    if isinstance(coding, Mapping):
        one = _coded(taking, coding, taking.text(coding, "system", where), where)
        weight = one.weight if said["weight"] is None else said["weight"]
        return replace(one, **{**said, "weight": weight})
    found = taking.value(raw, "value", where)
    if found is None or found[0] not in OPTION_KINDS or isinstance(found[1], Chosen):
        return Option("", kind="", **said)
    kind, value = found
    words = taking.words(raw, "valueString", where) if kind == "String" else Words(taking.language)
    shown = words or Words.of(taking.language, str(value))
    return Option(str(value), shown, kind=kind, value=value, **said)


def _coded(taking: Taking, coding: Mapping[str, Any], system: str, where: str) -> Option:
    display = taking.words(coding, "display", where)
    code = taking.text(coding, "code", where) or str(display)
    shown = display or Words.of(taking.language, code)
    return Option(code, shown, _weight(taking, coding, where), system=system, source=coding)


def _weight(taking: Taking, raw: Mapping[str, Any], where: str) -> Any:
    found = value_of(raw, *WEIGHTS)
    if found is None:
        return None
    weight = decimal(found[1])
    if weight is None:
        taking.note(where, "ordinalValue", NUMBER)
    return weight


def _flag(taking: Taking, raw: Mapping[str, Any], where: str) -> bool:
    found = value_of(raw, EXCLUSIVE)
    if found is not None and not isinstance(found[1], bool):
        taking.note(where, "questionnaire-optionExclusive", FLAG)
    return found is not None and found[1] is True


def _expanded(value_set: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    expansion = value_set.get("expansion")
    listed = expansion.get("contains") if isinstance(expansion, Mapping) else None
    return [(_system(one), one) for one in _objects(listed)]


def _composed(value_set: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    compose = value_set.get("compose")
    includes = _objects(compose.get("include")) if isinstance(compose, Mapping) else []
    return [(_system(part), one) for part in includes for one in _objects(part.get("concept"))]


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _system(part: Mapping[str, Any]) -> str:
    system = part.get("system")
    return system if isinstance(system, str) else ""
