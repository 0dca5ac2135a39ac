"""Answers are kept as JSON and come back as they were; a page replaces its own questions alone."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from yarrow.measures.answers import Held, held, is_answered, merged
from yarrow.methods.forms import Chosen, Skipped
from yarrow.methods.refusals import Fault

EACH = {
    "code": (Chosen("a"), Chosen("b")),
    "skip": (Skipped("asked-declined"),),
    "flag": (False,),
    "whole": (0,),
    "number": (Decimal("1.50"),),
    "moment": (datetime(2026, 3, 14, 21, 30, tzinfo=UTC),),
    "day": (date(2026, 3, 14),),
    "time": (time(21, 30),),
    "text": ("zwölf\nZeilen",),
    "q@2": (1,),
}


def test_every_kind_of_answer_comes_back():
    there = Held(EACH, ("gone",))
    again = held(json.loads(json.dumps(there.as_json())))
    assert again == there
    assert [type(values[0]) for values in again.answers.values()] == [type(v[0]) for v in EACH.values()]


def test_nothing_kept_is_no_answer():
    assert held(None) == held({}) == Held()


@pytest.mark.parametrize(
    "written",
    [
        {"answers": {"q": [["wish", 1]]}, "dropped": []},
        {"answers": {}},
        {"answers": {"q": [1]}, "dropped": []},
    ],
)
def test_what_was_never_written_here_is_a_fault(written):
    with pytest.raises(Fault):
        held(written)


def test_kept_answers_do_not_show_themselves():
    assert "zwölf" not in repr(Held(EACH))


def test_page_replaces_its_own_questions_alone():
    before = {"a": (1,), "b": (2,), "c": (3,)}
    assert merged(before, {"a": (9,), "c": (9,)}, frozenset({"a", "b"})) == {"a": (9,), "c": (3,)}


@pytest.mark.parametrize(
    ("values", "is_one"), [(None, False), ((), False), ((Skipped(),), False), ((False,), True), ((0,), True)]
)
def test_no_and_nought_are_answers_and_passing_over_is_none(values, is_one):
    assert is_answered(values) is is_one
