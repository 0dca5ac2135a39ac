"""A form is written on the desk: a question on each line and how it is answered."""

import json

import pytest

from yarrow.measures import catalogue, importing, making
from yarrow.measures.errors import CannotBe
from yarrow.methods.forms import Chosen

LINES = """
Did you eat today? [yes/no]
How was it? [good; all right; bad]
What do you need? [several: food; a bed]
How safe is it? [0-10]
How many nights? [number]
Anything else?
"""


def made(lines, title="Tonight"):
    return importing.bring(json.dumps(making.questionnaire_of(title, lines, "ro")), None).form


def test_made_form_has_each_kind():
    form = made(LINES)
    kinds = [(item.kind, item.repeats, len(item.options)) for item in form.questions()]
    assert kinds == [
        ("boolean", False, 0),
        ("choice", False, 3),
        ("choice", True, 2),
        ("choice", False, 11),
        ("integer", False, 0),
        ("text", False, 0),
    ]
    assert form.language == "ro" and str(form.title) == "Tonight"
    assert [str(one.display) for one in form.by_id["q2"].options] == ["good", "all right", "bad"]


def test_made_question_keeps_brackets_inside_its_words():
    assert str(made("Is [this] a question? [yes/no]").questions()[0].text) == "Is [this] a question?"


@pytest.mark.parametrize(
    "line", ["什么？【几个：吃的；住的】", "ماذا؟ [several: طعام؛ سكن]", "What? ［several:food；a home］"]
)
def test_made_answers_are_told_apart_whatever_the_keyboard(line):
    [question] = made(line.replace("几个", "several")).questions()
    assert (question.kind, question.repeats, len(question.options)) == ("choice", True, 2)


@pytest.mark.parametrize(
    ("title", "lines", "field"),
    [
        ("", "A?", "title"),
        ("T", "  \n \n", "lines"),
        ("T", "[yes/no]", "lines"),
        ("T", "A? [one]", "lines"),
        ("T", "A? [same; same]", "lines"),
        ("T", "A? [5-5]", "lines"),
        ("T", "A? [0-99]", "lines"),
        ("T", "\n".join(["A?"] * 201), "lines"),
    ],
)
def test_made_form_that_can_not_be_says_where(title, lines, field):
    with pytest.raises(CannotBe) as refused:
        making.questionnaire_of(title, lines, "en")
    assert refused.value.field == field


def test_two_made_forms_are_two():
    assert made("A?").url != made("A?").url


@pytest.mark.parametrize("pack_id", ["phq-9", "ons4", "eq-5d-5l", "bsi-anxiety"])
def test_answer_sheet_has_numbers_and_topics_and_fits_its_measure(pack_id):
    pack = catalogue.packs()[pack_id]
    sheet = importing.bring(json.dumps(making.answer_sheet_of(pack, "en")), pack)
    assert sheet.open_slots == () and len(sheet.form.questions()) == len(pack.slots)
    first = sheet.form.questions()[0]
    assert str(first.text) == f"1 ({pack.slots[0].topic})"
    assert all(Chosen(option.code) for item in sheet.form.questions() for option in item.options)
