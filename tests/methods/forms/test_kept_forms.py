"""FHIR that Yarrow doesn't ask is kept and handed on; nothing breaks over it."""

from typing import Any

import pytest

from tests.methods.forms.made import coded, extension, item, questionnaire, when
from yarrow.methods.forms import (
    Defects,
    Response,
    as_typed,
    conditions_for_page,
    lint,
    read_form,
    read_response,
    read_typed,
    shown,
    write_form,
    write_response,
)

LATER = item("first", "string", enableWhen=[when("last", "=", answerString="x")])
FHIR_ALONE: dict[str, list[Any]] = {
    "type-not-asked": [item("q", "quantity", extension=[extension("minValue", valueDecimal=1)])],
    "no-text": [{"linkId": "q", "type": "string"}],
    "value-set-elsewhere": [item("q", "choice", answerValueSet="http://hl7.org/fhir/ValueSet/yesnodontknow")],
    "choice-without-options": [item("q", "choice")],
    "option-without-value": [
        item("q", "choice", answerOption=[{"valueReference": {"reference": "Patient/1"}}])
    ],
    "condition-on-later": [LATER, item("last", "string")],
    "condition-without-answer": [
        item("q", "quantity"),
        item("r", "string", enableWhen=[when("q", ">", answerQuantity={"value": 1})]),
    ],
    "condition-into-repeats": [
        item("g", "group", repeats=True, item=[item("in", "boolean")]),
        item("r", "string", enableWhen=[when("in", "=", answerBoolean=True)]),
    ],
    "weights-on-some": [item("q", "choice", answerOption=[*coded("a", weights=True), *coded("b")])],
    "link-id-like-a-part": [item("q~day", "string")],
    "limits-crossed": [
        item(
            "q",
            "integer",
            extension=[extension("minValue", valueInteger=2), extension("maxValue", valueInteger=1)],
        )
    ],
}


@pytest.mark.parametrize("rule", FHIR_ALONE)
def test_form_that_only_fhir_allows_is_kept_and_never_asked(rule: str) -> None:
    given = questionnaire(*FHIR_ALONE[rule])
    assert rule in {one.rule for one in lint(given)}
    assert not any(one.is_fhir for one in lint(given))
    with pytest.raises(Defects):
        read_form(given)
    made = read_form(given, to_ask=False)
    assert write_form(made) == given
    # Whoever asks it all the same gets something, not a broken page.
    answers, _problems = read_typed(made, {"q": ["a"], "in": ["yes"], "last": ["x"]}, "en")
    assert shown(made, answers) <= {*made.by_id}
    assert {*conditions_for_page(made)} <= {*made.by_id}
    assert read_response(made, write_response(made, Response("completed", {}))).answers == {}


@pytest.mark.parametrize(
    "mistake", [{"type": "slider"}, {"linkId": ""}, {"text": 3}, {"enableWhen": [when("x", "=")]}]
)
def test_form_that_is_no_fhir_is_not_even_kept(mistake: dict[str, Any]) -> None:
    with pytest.raises(Defects):
        read_form(questionnaire({**item("q", "string"), **mistake}), to_ask=False)


def test_limits_of_unlike_types_are_said_and_compared_with_nothing() -> None:
    limits = [extension("minValue", valueDate="2026-03-09"), extension("maxValue", valueTime="21:40:00")]
    assert [one.rule for one in lint(questionnaire(item("q", "date", extension=limits)))] == [
        "limits-of-other-type"
    ]


def test_extension_without_a_value_says_nothing() -> None:
    hidden = [{"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden"}, "odd"]
    given = questionnaire(item("q", "string", extension=hidden))
    assert not read_form(given).items[0].hidden
    assert write_form(read_form(given)) == given


def test_boxes_of_strangers_are_left_out() -> None:
    made = read_form(questionnaire(item("q", "string")))
    assert as_typed(made, {"gone": ("x",), "q": ("y",), "q@2": ("z",)}, "en") == {"q": ["y"]}
