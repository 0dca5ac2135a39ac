"""Rules about what can be chosen, and about what is filled in beforehand (FHIR R4 que-4, 5, 8, 11, 13)."""

from collections.abc import Iterator

from yarrow.methods.forms.fitting import is_of_kind
from yarrow.methods.forms.options import MOST_OPTIONS
from yarrow.methods.forms.placed import Placed, Whole
from yarrow.methods.forms.rules.rule import Found, Rule, each
from yarrow.methods.forms.shapes import CHOICE, DISPLAY, GROUP, OPEN_CHOICE
from yarrow.methods.sentences import to_say

_CHOICES = (CHOICE, OPEN_CHOICE)
_OF_OWN_KIND = {"integer": "Integer", "string": "String", "date": "Date", "time": "Time"}


def _lists(one: Placed) -> bool:
    return bool(one.item.source.get("answerOption"))


def _has_wrong_kind(one: Placed, whole: Whole) -> bool:
    item = one.item
    wanted = _OF_OWN_KIND.get(item.kind)
    return bool(wanted and any(option.kind not in (wanted, "") for option in item.options))


def _value_sets_elsewhere(whole: Whole) -> Iterator[Found]:
    """Only where nothing else could be asked: beside other questions such a one is kept and not asked."""
    if not any(one.item.is_question for one in whole.placed):
        yield from ((one, {"list": one.item.value_set}) for one in whole.placed if one.item.lacks_options)


def _duplicates(whole: Whole) -> Iterator[Found]:
    for one in whole.placed:
        codes = [option.code for option in one.item.options if option.code]
        for code in (
            sorted({code for code in codes if codes.count(code) > 1}) if len(set(codes)) < len(codes) else ()
        ):
            yield one, {"code": code}


def _is_weighed_in_part(one: Placed, whole: Whole) -> bool:
    weighed = [option.weight is not None for option in one.item.options]
    return any(weighed) and not all(weighed)


def _mixes(one: Placed, whole: Whole) -> bool:
    return len({option.kind for option in one.item.options if option.kind}) > 1


def _has_initial(one: Placed) -> bool:
    return bool(one.item.source.get("initial"))


def _has_initial_of_other_kind(one: Placed, whole: Whole) -> bool:
    item = one.item
    if item.is_chosen or not item.is_question or not _has_initial(one):
        return False
    given = item.source["initial"]
    n_given = len(given) if isinstance(given, list) else 0
    return len(item.initial) < n_given or not all(is_of_kind(item.kind, value) for value in item.initial)


RULES = (
    Rule(
        "options-not-allowed",
        to_say("“{item}” has options, which its type can't have. Make it a choice, or take the options out."),
        each(
            lambda one, _whole: (
                _lists(one) and one.item.kind in (GROUP, DISPLAY, "boolean", "decimal", "text", "dateTime")
            )
        ),
        is_fhir=True,
    ),
    Rule(
        "value-set-not-allowed",
        to_say(
            "“{item}” names a list of answers, which only choice and open-choice have. Change one of them."
        ),
        each(lambda one, _whole: bool(one.item.value_set) and one.item.kind not in _CHOICES),
        is_fhir=True,
    ),
    Rule(
        "options-and-value-set",
        to_say("“{item}” lists its answers and names a list of answers as well. Keep one of the two."),
        each(lambda one, _whole: bool(one.item.value_set) and _lists(one)),
        is_fhir=True,
    ),
    Rule(
        "choice-without-options",
        to_say("“{item}” is a choice with nothing to choose. Add “answerOption”, or make it a string."),
        each(
            lambda one, _whole: one.item.kind in _CHOICES and not one.item.options and not one.item.value_set
        ),
    ),
    Rule(
        "value-set-elsewhere",
        to_say(
            "“{item}” takes its answers from “{list}”, which the file doesn't contain. List the answers in the item, "
            "or contain the list with its codes."
        ),
        _value_sets_elsewhere,
    ),
    Rule(
        "too-many-options",
        to_say(
            "“{item}” has more than 500 options, which nobody can read through. Ask in steps, or ask for words."
        ),
        each(lambda one, _whole: len(one.item.options) > MOST_OPTIONS),
    ),
    Rule(
        "option-without-value",
        to_say(
            "“{item}” has an option without an answer that Yarrow can read. Give it a code with words, a text, a "
            "whole number, a day or a time."
        ),
        each(lambda one, _whole: any(not option.code for option in one.item.options)),
    ),
    Rule(
        "option-like-a-part",
        to_say(
            "“{item}” has an option whose code begins with ~, which Yarrow uses itself. Give it another code."
        ),
        each(lambda one, _whole: any(option.code.startswith("~") for option in one.item.options)),
    ),
    Rule(
        "mixed-options",
        to_say("“{item}” has options of several types. Write all of them in the same one."),
        each(_mixes),
    ),
    Rule(
        "options-of-other-type",
        to_say(
            "“{item}” has options of another type than its answers. Write them in its type, or make it a choice."
        ),
        each(lambda one, whole: _has_wrong_kind(one, whole) and not _mixes(one, whole)),
    ),
    Rule(
        "duplicate-option",
        to_say("“{item}” has the option “{code}” twice. Give each its own code."),
        _duplicates,
    ),
    Rule(
        "weights-on-some",
        to_say("Some options of “{item}” have a weight and some have none. Give each one, or none."),
        each(_is_weighed_in_part),
    ),
    Rule(
        "exclusive-without-repeats",
        to_say(
            "“{item}” takes one answer, so no option can exclude the others. Let it repeat, or take that out."
        ),
        each(
            lambda one, _whole: not one.item.repeats and any(option.exclusive for option in one.item.options)
        ),
    ),
    Rule(
        "initial-not-allowed",
        to_say("“{item}” can't be answered, so it can't be filled in beforehand. Take “initial” out."),
        each(lambda one, _whole: _has_initial(one) and one.item.kind in (GROUP, DISPLAY)),
        is_fhir=True,
    ),
    Rule(
        "initial-with-options",
        to_say(
            "“{item}” has options, so “initial” can't be used. Write “initialSelected” at the option instead."
        ),
        each(lambda one, _whole: _has_initial(one) and _lists(one)),
        is_fhir=True,
    ),
    Rule(
        "initial-several",
        to_say("“{item}” takes one answer and is filled in with several. Keep one, or let it repeat."),
        each(lambda one, _whole: not one.item.repeats and len(one.item.initial) > 1),
        is_fhir=True,
    ),
    Rule(
        "selected-several",
        to_say(
            "“{item}” takes one answer and has several options selected beforehand. Select one, or let it repeat."
        ),
        each(
            lambda one, _whole: (
                not one.item.repeats and sum(option.selected for option in one.item.options) > 1
            )
        ),
        is_fhir=True,
    ),
    Rule(
        "initial-of-other-type",
        to_say(
            "“{item}” is filled in with a value of another type than its answers. Write it in the same type."
        ),
        each(_has_initial_of_other_kind),
        is_fhir=True,
    ),
)
