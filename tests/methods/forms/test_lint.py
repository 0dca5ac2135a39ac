"""Each rule finds exactly its own mistake, planted in a good form, and says which item and what to do."""

from typing import Any

import pytest

from tests.methods.forms.made import Json, coded, extension, good, item, questionnaire, translated, when
from yarrow.methods.forms import Defects, lint, read_form
from yarrow.methods.forms.rules import RULES

OTHER = [{"valueString": "words"}]
EXCLUSIVE = [extension("questionnaire-optionExclusive", valueBoolean=True)]
LOW_HIGH = [extension("minValue", valueInteger=9), extension("maxValue", valueInteger=3)]
TWICE = [when("feel", "exists", answerBoolean=True)] * 2
FORMULA = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression"
INSIDE = item(
    "bad", "group", enableWhen=[when("inner", "exists", answerBoolean=True)], item=[item("inner", "string")]
)


def bad(kind: str = "string", **members: Any) -> Json:
    """The item with the mistake."""
    return item("bad", kind, **members)


def depends(*condition: Any, **answer: Any) -> Json:
    """An item with one condition."""
    return bad(enableWhen=[when(*condition, **answer)])


def chooses(options: list[Json], kind: str = "choice", **members: Any) -> Json:
    """An item with options."""
    return bad(kind, answerOption=options, **members)


# rule -> the item with that mistake, put at the end of a good form
PLANTED: dict[str, Json] = {
    "modifier": bad(modifierExtension=[extension("urn:example:not", valueBoolean=True)]),
    "missing-link-id": {"type": "string", "text": "Say it"},
    "long-link-id": item("b" * 256, "string"),
    "link-id-like-a-part": item("bad~day", "string"),
    "duplicate-link-id": item("feel", "string"),
    "missing-type": {"linkId": "bad", "text": "Say it"},
    "unknown-type": bad("slider"),
    "type-not-asked": bad("quantity"),
    "no-text": {"linkId": "bad", "type": "string", "text": "  "},
    "empty-group": bad("group"),
    "display-with": bad("display", required=True),
    "limits-crossed": bad("integer", extension=LOW_HIGH),
    "limits-on-wrong-type": bad(extension=LOW_HIGH[:1]),
    "limits-of-other-type": bad("date", extension=LOW_HIGH[:1]),
    "length-on-wrong-type": bad("date", maxLength=4),
    "length-too-small": bad(maxLength=0),
    "options-not-allowed": chooses(coded("a"), "group", item=[item("in", "string")]),
    "value-set-not-allowed": bad(answerValueSet="http://example.org/list"),
    "options-and-value-set": chooses(coded("a"), answerValueSet="#list"),
    "choice-without-options": bad("choice"),
    "too-many-options": chooses(coded(*(f"c{n}" for n in range(501)))),
    "option-without-value": chooses([{"valueReference": {"reference": "Patient/1"}}]),
    "option-like-a-part": chooses(coded("~other")),
    "mixed-options": chooses([*coded("a"), *OTHER]),
    "options-of-other-type": chooses(OTHER, "integer"),
    "duplicate-option": chooses(coded("a", "b", "a")),
    "weights-on-some": chooses([*coded("a", weights=True), *coded("b")]),
    "exclusive-without-repeats": chooses([{**coded("a")[0], "extension": EXCLUSIVE}]),
    "initial-not-allowed": bad("group", item=[item("in", "string")], initial=OTHER),
    "initial-with-options": chooses(coded("a"), initial=[{"valueCoding": {"code": "a"}}]),
    "initial-several": bad(initial=[*OTHER, *OTHER]),
    "selected-several": chooses([{**one, "initialSelected": True} for one in coded("a", "b")]),
    "initial-of-other-type": bad("integer", initial=OTHER),
    "expression-not-run": bad(extension=[extension(FORMULA, valueExpression={"expression": "true"})]),
    "condition-without-question": depends("gone", "=", answerString="x"),
    "condition-on-itself": INSIDE,
    "condition-on-group": depends("about", "exists", answerBoolean=True),
    "condition-into-repeats": depends("lives", "=", answerBoolean=True),
    "operator-unknown": depends("talk", "~", answerBoolean=True),
    "condition-without-answer": depends("word", "="),
    "exists-without-flag": depends("word", "exists", answerString="x"),
    "operator-of-other-type": depends("word", ">", answerString="x"),
    "answer-of-other-type": depends("talk", "=", answerString="true"),
    "answer-not-an-option": depends("feel", "=", answerCoding={"code": "gone"}),
    "behaviour-missing": bad(enableWhen=TWICE),
    "behaviour-unknown": bad(enableWhen=TWICE, enableBehavior="most"),
}
WHOLE: dict[str, dict[str, Any]] = {
    "no-items": {"item": []},
    "status": {"status": "finished"},
    "modifier": {"modifierExtension": []},
    "title-not-translated": {
        "item": [{**item("word", "string"), "_text": translated(ro="Spune")}],
        "title": "A form",
    },
    "language-tag": {"language": "english!"},
}


@pytest.mark.parametrize("rule", PLANTED)
def test_lint_planted_mistake_is_found_alone(rule: str) -> None:
    form = good()
    form["item"].append(PLANTED[rule])
    (defect,) = lint(form)
    assert defect.rule == rule
    assert defect.link_id == PLANTED[rule].get("linkId", f"no. {len(form['item'])}")
    assert defect.link_id in defect.says and defect.says.endswith(".") and "{" not in defect.says


@pytest.mark.parametrize("rule", WHOLE)
def test_lint_mistake_of_the_whole_form_is_found_alone(rule: str) -> None:
    (defect,) = lint({**good(), **WHOLE[rule]})
    assert (defect.link_id, defect.rule) == ("", rule)


ELSEWHERE = bad("choice", answerValueSet="http://hl7.org/fhir/ValueSet/yesnodontknow")


def test_lint_answers_that_lie_elsewhere_stand_in_the_way_only_where_nothing_else_is_asked() -> None:
    (defect,) = lint(questionnaire(ELSEWHERE, item("words", "display")))
    assert (defect.link_id, defect.rule) == ("bad", "value-set-elsewhere") and "yesnodontknow" in defect.says
    made = read_form(questionnaire(ELSEWHERE, item("feel", "string")))
    assert [one.link_id for one in made.questions()] == ["feel"]
    assert [one.link_id for one in made.not_asked()] == ["bad"]


def test_lint_condition_on_what_is_not_asked_is_found() -> None:
    depending = item("late", "string", enableWhen=[when("bad", "exists", answerBoolean=True)])
    (defect,) = lint(questionnaire(ELSEWHERE, depending))
    assert (defect.link_id, defect.rule) == ("late", "condition-on-group") and "“bad”" in defect.says


def test_lint_condition_on_a_later_question_is_found() -> None:
    late = questionnaire(depends("late", "exists", answerBoolean=True), item("late", "string"))
    assert [(one.link_id, one.rule) for one in lint(late)] == [("bad", "condition-on-later")]


def test_lint_translation_of_some_items_is_found_by_each_that_lacks_it() -> None:
    options = coded("a", "b")
    options[0]["valueCoding"]["_display"] = translated(ro="Unu")
    form = questionnaire(
        {**item("whole", "string"), "_text": translated(ro="Spune")},
        item("bare", "string"),
        {**chooses(options), "_text": translated(ro="Alege")},
        {**item("unseen", "string"), "extension": [extension("questionnaire-hidden", valueBoolean=True)]},
        _title=translated(ro="Formular"),
    )
    assert [one.link_id for one in lint(form)] == ["bare", "bad"]
    assert {one.rule for one in lint(form)} == {"translation-incomplete"}
    assert "“ro”" in lint(form)[0].says


@pytest.mark.parametrize("part", ["answerOption", "enableWhen"])
def test_lint_modifier_inside_an_item_is_found(part: str) -> None:
    first, second = (
        item("met", "boolean"),
        chooses(coded("a"), enableWhen=[when("met", "=", answerBoolean=True)]),
    )
    second[part][0]["modifierExtension"] = [extension("urn:example:not", valueBoolean=True)]
    assert [(one.link_id, one.rule) for one in lint(questionnaire(first, second))] == [("bad", "modifier")]


def test_lint_translation_that_says_nothing_is_none() -> None:
    empty = translated(ro=" ")
    empty["extension"].append(extension("translation", extension=[{"url": "lang", "valueCode": "pl"}]))
    assert lint(questionnaire({**item("q", "string"), "_text": empty})) == ()


def test_lint_every_rule_has_a_planted_mistake() -> None:
    elsewhere = {"condition-on-later", "translation-incomplete", "value-set-elsewhere"}
    assert {*PLANTED, *WHOLE} | elsewhere == set(RULES)
    assert len(RULES) >= 15


def test_lint_good_form_has_no_mistake() -> None:
    assert lint(good()) == ()


def test_lint_all_mistakes_of_a_form_come_together() -> None:
    form = good()
    named = [one for one in PLANTED.values() if one.get("linkId") == "bad"]
    form["item"] += [{**one, "linkId": f"bad{n}"} for n, one in enumerate(named)]
    with pytest.raises(Defects) as caught:
        read_form(form)
    found = {defect.link_id for defect in caught.value.defects}
    assert found >= {f"bad{n}" for n in range(len(named))}
    assert str(len(caught.value.defects)) in caught.value.message


SHAPES: dict[str, tuple[str, Any]] = {
    "text": ("text", ["words"]),
    "type": ("type", 3),
    "required": ("required", "yes"),
    "length": ("maxLength", "long"),
    "huge": ("maxLength", 2**40),
    "options": ("answerOption", {"valueString": "a"}),
    "condition": ("enableWhen", ["talk"]),
    "sister": ("_text", "translated"),
    "hidden": ("extension", [extension("questionnaire-hidden", valueBoolean="yes")]),
    "limit": ("extension", [extension("minValue", valueInteger="1")]),
    "control": ("extension", [extension("questionnaire-itemControl", valueCodeableConcept="slider")]),
    "exclusive": (
        "answerOption",
        [{**coded("a")[0], "extension": [extension("questionnaire-optionExclusive", valueBoolean="yes")]}],
    ),
    "selected": ("answerOption", [{**coded("a")[0], "initialSelected": "yes"}]),
    "no such day": ("initial", [{"valueDate": "2026-02-31"}]),
    "items": ("item", [item("in", "string"), 4]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_lint_member_of_another_shape_is_named(shape: str) -> None:
    member, value = SHAPES[shape]
    defects = lint(questionnaire(item("talk", "boolean"), {**bad("integer"), member: value}))
    named = value[0]["url"].rpartition("/")[2] if member == "extension" else member
    assert defects[0].rule == "shape" and defects[0].link_id == "bad"
    inside = (
        f"“{one}”" in defects[0].says
        for one in (named, "valueInteger", "valueDate", "initialSelected", "questionnaire-optionExclusive")
    )
    assert any(inside)


@pytest.mark.parametrize("given", [None, [], "Questionnaire", 7, {}, {"resourceType": "Patient"}])
def test_lint_what_is_no_questionnaire_is_said(given: object) -> None:
    (defect,) = lint(given)
    assert defect.rule == "not-a-form"
