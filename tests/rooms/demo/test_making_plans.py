"""What people of the town say: dice of their own, words of the list, steps of the ladder."""

import random

from yarrow.demo import making_plans
from yarrow.demo.town import WORDS
from yarrow.plans import lists
from yarrow.plans.actions import Answer


def said(n, rater, seed=3, step=3):
    dice = random.Random(seed)
    return [making_plans._answer(dice, step, rater) for _ in range(n)]


def test_answers_are_the_same_for_the_same_dice():
    assert said(50, lists.SELF) == said(50, lists.SELF) != said(50, lists.SELF, seed=4)


def test_answers_are_steps_or_say_why_not():
    for step in (1, 5):
        for one in said(200, lists.SELF, step=step) + said(200, lists.WORKER, step=step):
            assert isinstance(one, Answer)
            is_step = one.answer == lists.RATED and one.step in range(1, 6)
            assert is_step or (one.step is None and one.answer in lists.codes("unrated"))


def test_people_sometimes_rather_not_say_and_workers_see_it_otherwise():
    assert {one.answer for one in said(200, lists.SELF)} == {lists.RATED, *lists.codes("unrated")}
    assert {one.step for one in said(200, lists.SELF)} == {3, None}
    assert {one.step for one in said(200, lists.WORKER)} == {2, 3, 4}


def test_words_of_the_town_fit_the_lists():
    told = WORDS["plans"]
    for goal in told["goals"]:
        assert goal["domain"] in lists.codes("domain") and goal["kind"] in lists.codes("goal_kind")
        assert {who for _what, who in goal["steps"]} <= lists.codes("who")
    assert set(told["card"]) <= lists.codes("card") and set(told["circumstances"]) <= lists.codes(
        "circumstance"
    )
