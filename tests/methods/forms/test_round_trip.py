"""A form is written as it was read, and what is changed in it is written so that it reads as changed."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.methods.forms.made import Json, coded, extension, form, good, item, questionnaire, translated, when
from yarrow.methods.forms import (
    Chosen,
    Condition,
    Defects,
    Form,
    Item,
    Option,
    Words,
    lint,
    read_form,
    write_form,
)

PUBLISHED = Path(__file__).parent / "published"
FORMS = sorted(PUBLISHED.glob("questionnaire-*.json"))
# What stands in the way of asking the published forms; FHIR allows all of it, but for the last.
LACKS = {
    "sdc-test-fhirpath-prepop-initialexpr": set(),
    "sdc-test-all-data-types": {"type-not-asked"},
    "sdc-test-enablewhen": {"condition-on-group", "answer-of-other-type", "operator-of-other-type"},
    "sdc-test-repeatable-nested-groups": set(),
    "sdc-test-required-field": set(),
    "sdc-test-initial-value-multiple": {"initial-of-other-type"},
}


def published(name: str) -> Any:
    return json.loads((PUBLISHED / f"{name}.json").read_text(encoding="utf-8-sig"))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_published_form_is_written_as_it_was_read(path: Path) -> None:
    given = published(path.stem)
    lacking = lint(given)
    assert {one.rule for one in lacking} == LACKS[path.stem.removeprefix("questionnaire-")]
    if any(one.is_fhir for one in lacking):
        with pytest.raises(Defects):
            read_form(given, to_ask=False)
    else:
        assert write_form(read_form(given, to_ask=False)) == given


def test_published_form_that_can_be_asked_is_read() -> None:
    made = read_form(published("questionnaire-sdc-test-fhirpath-prepop-initialexpr"))
    assert {one.kind for one in made.questions()} == {"string", "text", "date"}


def test_published_form_whose_answers_lie_elsewhere_is_read_and_says_what_is_not_asked() -> None:
    made = read_form(published("questionnaire-sdc-test-required-field"))
    assert made.not_asked() and made.questions()
    assert not set(made.not_asked()) & set(made.questions())
    every = [item for item in made.by_id.values() if item.kind not in ("group", "display")]
    assert len(every) == len(made.questions()) + len(made.not_asked())


def test_form_of_every_kind_is_written_as_it_was_read() -> None:
    made = read_form(good())
    assert write_form(made) == good()
    assert read_form(write_form(made)) == made


def test_form_shares_nothing_with_the_file() -> None:
    given = good()
    made = read_form(given)
    given["item"][0]["text"] = "changed"
    write_form(made)["item"][0]["text"] = "changed"
    assert write_form(made) == good()


def test_form_made_by_hand_is_written_and_read() -> None:
    words = Words.of("en", "Rate it", ro="Spune")
    options = tuple(
        Option(code, Words.of("en", code, ro=code), weight=Decimal(n), exclusive=n == 1, selected=n == 0)
        for n, code in enumerate("ab")
    )
    numbers = tuple(Option(str(n), Words.of("en", str(n)), kind="Integer", value=n) for n in (1, 2))
    items = (
        Item("q", "choice", words, required=True, repeats=True, options=options, prefix="1."),
        Item("n", "choice", words, options=numbers, control="drop-down", is_across=True),
        Item(
            *("more", "decimal", words),
            conditions=(Condition("q", "=", Chosen("a")), Condition("n", ">", 1)),
            behaviour="any",
            **{"minimum": Decimal("0.5"), "maximum": 9, "decimals": 2, "hidden": True, "read_only": True},
        ),
        Item("group", "group", items=(Item("word", "string", words, max_length=9, initial=("x",)),)),
        Item("easy", "string", words, easy=Words.of("en", "How?", ro="Cum?"), short=Words.of("en", "E")),
        *(_after(words, link_id, answer) for link_id, answer in MOMENTS.items()),
    )
    made = Form("urn:x", "2", Words.of("en", "T", ro="F"), "active", "en", items, "CC0", ("ro",))
    assert read_form(write_form(made)) == made


MOMENTS: dict[str, Any] = {
    "date": date(2026, 3, 9),
    "time": time(21, 40),
    "dateTime": datetime(2026, 3, 9, 21, 40, tzinfo=UTC),
}


def _after(words: Words, kind: str, answer: Any) -> Item:
    """A group of a question of this kind, and one that waits for an answer to it."""
    waits = Item(f"after {kind}", "string", words, conditions=(Condition(f"a {kind}", ">", answer),))
    asked = Item(f"a {kind}", kind, words, minimum=answer)
    return Item(f"of {kind}", "group", items=(asked, waits))


def changed(made: Form, link_id: str, **fields: Any) -> Form:
    """The form with one item of its first level changed."""
    return replace(
        made, items=tuple(replace(one, **fields) if one.link_id == link_id else one for one in made.items)
    )


KEPT = {"extension": [extension("urn:example:unknown", valueString="kept")]}
CHANGES: dict[str, dict[str, Any]] = {
    "words": {"text": Words.of("en", "Other words")},
    "no longer required": {"required": False},
    "options": {"options": (Option("z", Words.of("en", "Last")),)},
    "hidden": {"hidden": True},
    "weights": {"options": tuple(Option(c, Words.of("en", c.title()), weight=Decimal(3)) for c in "ab")},
}


@pytest.mark.parametrize("change", CHANGES)
def test_changed_item_keeps_what_is_not_known(change: str) -> None:
    first = item("q", "choice", answerOption=coded("a", "b", weights=True), required=True, **KEPT)
    made = changed(form(first, item("r", "string")), "q", **CHANGES[change])
    written = write_form(made)
    assert KEPT["extension"][0] in written["item"][0]["extension"]
    assert written["item"][1] == item("r", "string")
    again = read_form(written)
    assert again == made != form(first, item("r", "string"))


def test_changed_option_leaves_the_others_as_they_were() -> None:
    options = coded("a", "b", weights=True)
    options[0]["extension"].append(extension("urn:example:unknown", valueString="kept"))
    made = form(item("q", "choice", answerOption=options))
    first, second = made.items[0].options
    written = write_form(changed(made, "q", options=(first, replace(second, code="c"))))
    assert written["item"][0]["answerOption"][0] == options[0]
    assert written["item"][0]["answerOption"][1]["valueCoding"] == {"code": "c", "display": "B"}


def test_changed_title_and_version_are_written() -> None:
    made = replace(form(item("q", "string")), title=Words.of("en", "New"), version="2", copyright="CC0")
    written = write_form(made)
    assert (written["title"], written["version"], written["copyright"]) == ("New", "2", "CC0")
    assert read_form(written) == made
    assert "copyright" not in write_form(replace(made, copyright=""))


def test_translation_taken_out_leaves_other_sisters() -> None:
    sister = {"id": "kept", **translated(ro="Spune")}
    sister["extension"].append(extension("rendering-markdown", valueMarkdown="*Say*"))
    made = form({**item("q", "string"), "_text": sister}, _title=translated(ro="F"))
    assert made.translations == ("ro",)
    written = write_form(changed(made, "q", text=Words.of("en", "Say q")))
    assert written["item"][0]["_text"] == {
        "id": "kept",
        "extension": [extension("rendering-markdown", valueMarkdown="*Say*")],
    }


def test_form_without_a_language_is_in_the_one_that_is_told() -> None:
    given = questionnaire(item("q", "string"))
    del given["language"]
    made = read_form(given, language="ro")
    assert (made.language, str(made.title.in_("ro")), made.title.in_("en").falls_back) == (
        "ro",
        "A form",
        True,
    )
    assert write_form(made) == given


def test_words_in_another_language_or_a_sister_of_it() -> None:
    words = Words.of("en", "Yes", **{"pt-BR": "Sim", "ro": "Da"})
    assert [str(words.in_(tag)) for tag in ("ro", "ro-RO", "pt", "PT-br", "en-GB")] == [
        "Da",
        "Da",
        "Sim",
        "Sim",
        "Yes",
    ]
    assert words.in_("ar").falls_back and words.in_("ar").language == "en"
    assert not words.in_("pt").falls_back
    simplified = Words.of("en", "Yes", **{"zh-Hans": "是"})
    assert str(simplified.in_("zh-hans-CN")) == "是"
    assert simplified.in_("zh-Hant").falls_back


CONTAINED: dict[str, Json] = {
    "compose": {"include": [{"system": "urn:s", "concept": [{"code": "a", "display": "A"}, {"code": "b"}]}]},
    "expansion": {
        "contains": [{"system": "urn:s", "code": "a", "display": "A"}, {"system": "urn:s", "code": "b"}]
    },
}


@pytest.mark.parametrize("shape", CONTAINED)
def test_list_inside_the_file_gives_the_options(shape: str) -> None:
    listed = {"resourceType": "ValueSet", "id": "list", shape: CONTAINED[shape]}
    given = questionnaire(item("q", "choice", answerValueSet="#list"), contained=[listed])
    made = read_form(given)
    assert [(one.system, one.code, str(one.display)) for one in made.items[0].options] == [
        ("urn:s", "a", "A"),
        ("urn:s", "b", "b"),
    ]
    assert write_form(made) == given


def test_question_without_words_is_called_as_its_code_is() -> None:
    asked = {"linkId": "q", "type": "string", "code": [{"code": "1"}, {"code": "2", "display": "Sleep"}]}
    made = form(asked)
    assert str(made.items[0].text) == "Sleep"
    assert write_form(made)["item"] == [asked]


def test_extensions_of_an_item_are_read() -> None:
    control = {"coding": [{"code": "slider"}]}
    weighed = [{"valueString": "a", "extension": [extension("itemWeight", valueDecimal=1.5)]}]
    made = form(
        item("w", "choice", answerOption=weighed),
        item(
            *("n", "integer"),
            extension=[
                extension("questionnaire-itemControl", valueCodeableConcept=control),
                extension("urn:yarrow:easy-read", valueString="How many?"),
                extension("questionnaire-choiceOrientation", valueCode="horizontal"),
            ],
            enableWhen=[when("w", "exists", answerBoolean=False)],
        ),
    )
    asked = made.by_id["n"]
    assert (asked.control, str(asked.easy), asked.is_across) == ("slider", "How many?", True)
    assert made.by_id["w"].options[0].weight == Decimal("1.5")
    assert asked.conditions == (Condition("w", "exists", False),)
