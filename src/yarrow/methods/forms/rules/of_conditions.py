"""Rules about when a question is asked (FHIR R4 que-7, que-12, and what Yarrow adds: only what came before decides)."""

from collections.abc import Callable, Iterator

from yarrow.methods.forms.extensions import EXPRESSIONS, extensions
from yarrow.methods.forms.fitting import comparable, fits, is_of_kind, settled
from yarrow.methods.forms.placed import Placed, Whole
from yarrow.methods.forms.rules.rule import Finder, Found, Rule, each
from yarrow.methods.forms.shapes import (
    ALL,
    ANY,
    GROUP,
    MOMENTS,
    NUMBERS,
    OPEN_CHOICE,
    Chosen,
    Condition,
    Item,
)
from yarrow.methods.sentences import to_say

EXISTS = "exists"
ORDER = (">", "<", ">=", "<=")
OPERATORS = (EXISTS, "=", "!=", *ORDER)

Asks = Callable[[Whole, Placed, Condition, Placed | None], bool]


def _conditions(asks: Asks) -> Finder:
    """Finds the conditions of which something is so."""

    def find(whole: Whole) -> Iterator[Found]:
        for one in whole.placed:
            for condition in one.item.conditions:
                if asks(whole, one, condition, whole.by_id.get(condition.question)):
                    yield one, {"question": condition.question, "operator": condition.operator}

    return find


def _with_question(asks: Callable[[Condition, Item], bool]) -> Finder:
    """The same, where the question is there and can be answered."""

    def found(whole: Whole, one: Placed, condition: Condition, target: Placed | None) -> bool:
        return target is not None and target.item.is_question and asks(condition, target.item)

    return _conditions(found)


def _is_inside(whole: Whole, one: Placed, condition: Condition, target: Placed | None) -> bool:
    return target is not None and one.spot <= target.spot < one.end


def _is_later(whole: Whole, one: Placed, condition: Condition, target: Placed | None) -> bool:
    return target is not None and target.spot >= one.end


def _looks_into_repeats(whole: Whole, one: Placed, condition: Condition, target: Placed | None) -> bool:
    if target is None:
        return False
    around = (
        group for group in whole.placed[: target.spot] if group.item.kind == GROUP and group.item.repeats
    )
    return any(target.spot < group.end <= one.spot for group in around)


def _cannot_be_ordered(condition: Condition, item: Item) -> bool:
    kinds = {option.kind for option in item.options}
    if item.is_chosen:
        return condition.operator in ORDER and not kinds <= {"Integer", "Date", "Time"}
    return condition.operator in ORDER and item.kind not in (*NUMBERS, *MOMENTS)


def _is_of_other_kind(condition: Condition, item: Item) -> bool:
    """Whether the answer can't be one to this question (a code that isn't an option is another mistake)."""
    answer = condition.answer
    if condition.operator == EXISTS or answer is None:
        return False
    if isinstance(answer, Chosen):
        return not item.is_chosen
    if not item.is_chosen or item.kind == OPEN_CHOICE:
        return not (fits(item, settled(item, answer)) or _is_ordered_with(item, condition))
    return not (isinstance(settled(item, answer), Chosen) or _is_ordered_with(item, condition))


def _is_ordered_with(item: Item, condition: Condition) -> bool:
    """An option that is a number can be compared with a number that isn't one of the options."""
    first = next(iter(item.options), None)
    own = comparable(item, Chosen(first.code)) if first else None
    return condition.operator in ORDER and type(own) is type(condition.answer)


def _is_unknown_code(condition: Condition, item: Item) -> bool:
    answer = condition.answer
    return isinstance(answer, Chosen) and item.is_chosen and item.option(answer.code) is None


def _runs(whole: Whole) -> Iterator[Found]:
    for one in whole.placed:
        for found in extensions(one.item.source, *EXPRESSIONS):
            yield one, {"extension": str(found["url"]).rpartition("-")[2]}


RULES = (
    Rule(
        "expression-not-run",
        to_say(
            "“{item}” depends on a formula, “{extension}”, which Yarrow doesn't run. Say the same with “enableWhen” "
            "and “answerOption”."
        ),
        _runs,
    ),
    Rule(
        "condition-without-question",
        to_say("“{item}” depends on “{question}”, which the form doesn't have. Name a question that it has."),
        _conditions(lambda whole, one, condition, target: target is None),
        is_fhir=True,
    ),
    Rule(
        "condition-on-itself",
        to_say(
            "“{item}” depends on “{question}”, which is itself or lies inside it. Name an earlier question."
        ),
        _conditions(_is_inside),
    ),
    Rule(
        "condition-on-later",
        to_say("“{item}” depends on “{question}”, which comes after it. Move one of them."),
        _conditions(_is_later),
    ),
    Rule(
        "condition-into-repeats",
        to_say(
            "“{item}” depends on “{question}”, which is asked several times, in a group of its own. Move the item into "
            "that group, or depend on another question."
        ),
        _conditions(_looks_into_repeats),
    ),
    Rule(
        "condition-on-group",
        to_say(
            "“{item}” depends on “{question}”, which nobody answers. Name a question instead, or contain its answers."
        ),
        _conditions(lambda whole, one, condition, target: target is not None and not target.item.is_question),
    ),
    Rule(
        "operator-unknown",
        to_say("“{item}” compares by “{operator}”. Use exists, =, !=, >, <, >= or <=."),
        _conditions(lambda whole, one, condition, target: condition.operator not in OPERATORS),
        is_fhir=True,
    ),
    Rule(
        "condition-without-answer",
        to_say(
            "“{item}” compares “{question}” with nothing that can be read. Write one answer to compare with."
        ),
        _conditions(lambda whole, one, condition, target: condition.answer is None),
    ),
    Rule(
        "exists-without-flag",
        to_say("“{item}” asks whether “{question}” has an answer. Write “answerBoolean”, true or false."),
        _conditions(
            lambda whole, one, condition, target: (
                condition.operator == EXISTS
                and condition.answer is not None
                and not is_of_kind("boolean", condition.answer)
            )
        ),
        is_fhir=True,
    ),
    Rule(
        "operator-of-other-type",
        to_say(
            "“{item}” asks by “{operator}” whether answers to “{question}” are more or less, and they have no order. "
            "Use = or !=."
        ),
        _with_question(_cannot_be_ordered),
    ),
    Rule(
        "answer-of-other-type",
        to_say(
            "“{item}” compares “{question}” with an answer of another type than it has. Write it in the same type."
        ),
        _with_question(_is_of_other_kind),
    ),
    Rule(
        "answer-not-an-option",
        to_say(
            "“{item}” waits for an answer to “{question}” that isn't one of its options. Use the code of one."
        ),
        _with_question(_is_unknown_code),
    ),
    Rule(
        "behaviour-missing",
        to_say("“{item}” has several conditions. Say by “enableBehavior” whether all or any must hold."),
        each(lambda one, _whole: len(one.item.conditions) > 1 and "enableBehavior" not in one.item.source),
        is_fhir=True,
    ),
    Rule(
        "behaviour-unknown",
        to_say("“{item}” has an “enableBehavior” that FHIR doesn't know. Write all or any."),
        each(lambda one, _whole: one.item.behaviour not in (ALL, ANY)),
        is_fhir=True,
    ),
)
