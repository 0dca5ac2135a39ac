"""Counting answers by question and by group: who answered, who passed over, who was not asked."""

import pytest

from yarrow.methods.surveys import EVERYBODY, FEW, NO_GROUP, Question, count, groups_of

WHERE = Question("where", ("in", "out"))
NEEDS = Question("needs", ("food", "bed"), several=True)
SHEETS = [
    {"where": ["in"], "needs": ["food", "bed"]},
    {"where": ["in"], "needs": []},
    {"where": ["out"]},
    {"where": [], "needs": ["bed"]},
    {"needs": ["bed"]},
    {"where": ["gone"], "needs": ["food", "food"]},
]


def test_count_keeps_answered_passed_over_and_not_asked_apart():
    found = count(NEEDS, SHEETS)
    assert (found.answered, found.skipped, found.not_asked) == (4, 1, 1)
    assert found.chosen == {"food": 2, "bed": 3}
    assert found.share("bed") == 75.0 and found.is_few


def test_count_of_nobody_is_no_share_and_zero_is_not_missing():
    assert count(NEEDS, []).share("food") is None
    nothing = count(NEEDS, [{"needs": ["bed"]}] * FEW)
    assert nothing.share("food") == 0.0 and nothing.chosen["food"] == 0 and not nothing.is_few


def test_count_leaves_out_codes_that_the_question_does_not_have():
    found = count(WHERE, SHEETS)
    assert (found.answered, found.chosen) == (4, {"in": 2, "out": 1})


def test_groups_are_every_answer_then_those_who_are_in_none():
    found = groups_of(SHEETS, WHERE)
    assert {code: len(rows) for code, rows in found.items()} == {EVERYBODY: 6, "in": 2, "out": 1, NO_GROUP: 3}
    assert list(found) == [EVERYBODY, "in", "out", NO_GROUP]


def test_groups_that_nobody_is_in_stay_and_none_is_made_up():
    found = groups_of([{"where": ["in"]}], WHERE)
    assert {code: len(rows) for code, rows in found.items()} == {EVERYBODY: 1, "in": 1, "out": 0}
    assert groups_of(SHEETS, None) == {EVERYBODY: SHEETS}


@pytest.mark.parametrize("by", [WHERE, None])
def test_groups_add_up_to_everybody(by):
    found = groups_of(SHEETS, by)
    parts = [rows for code, rows in found.items() if code != EVERYBODY]
    assert not parts or sum(map(len, parts)) == len(SHEETS)
