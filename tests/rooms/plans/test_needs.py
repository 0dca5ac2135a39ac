"""How somebody stands, as pages show it: the last of a day, disagreement kept, the project's own order."""

from datetime import timedelta

import pytest

from tests.rooms.plans.conftest import TODAY
from yarrow.plans import actions, lists, needs
from yarrow.plans.actions import Answer
from yarrow.plans.models import Rating


def stands(person, domain="housing", rater="self"):
    return needs.standing(Rating.objects.filter(person=person))[domain][rater]


def line(person, domain="housing"):
    return next(one for one in needs.Needs(person).domains() if one.item.code == domain)


def test_standing_says_where_it_was_and_where_it_is(table, kim):
    table.rate(kim, days_ago=90, housing=1)
    table.rate(kim, days_ago=30, housing=3, occasion="review")
    table.rate(kim, housing=4, occasion="review")
    found = stands(kim)
    assert (found.first.step, found.latest.step, found.move) == (1, 4, "up")
    assert found.words == "Mostly all right (up from: Very hard just now)"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ((4, 2), "Hard more often than not (down from: Mostly all right)"),
        ((3, 3), "Up and down (as at first)"),
        ((3,), "Up and down"),
        (("not_concerned",), "Does not concern me"),
        ((3, "rather_not"), "Rather not say"),
        (("not_asked", 3), "Up and down"),
    ],
)
def test_standing_in_words(table, kim, said, words):
    for n, answer in enumerate(said):
        table.rate(kim, days_ago=10 * (len(said) - 1 - n), housing=answer)
    assert stands(kim).words == words


def test_standing_of_one_day_the_last_written_holds(table, kim):
    table.rate(kim, housing=1)
    table.do(
        actions.rate,
        at=table.project.live_at + timedelta(days=500),
        person=kim,
        rater="self",
        occasion="intake",
        rated_on=TODAY,
        answers={"housing": Answer(5)},
    )
    found = stands(kim)
    assert found.latest.step == 5 and found.move == "not_known" and Rating.objects.count() == 2


def test_domain_that_two_see_differently_keeps_both(table, kim):
    table.rate(kim, housing=5, money=2)
    table.rate(kim, rater="worker", housing=1, money=2)
    housing, money = line(kim), line(kim, "money")
    assert {rater: one.latest.step for rater, one in housing.by_rater.items()} == {"self": 5, "worker": 1}
    assert housing.differs and not money.differs
    # Who says it is hard is heard, whoever it is.
    assert housing.is_need and not housing.is_strength


@pytest.mark.parametrize(("step", "is_need"), [(1, True), (3, True), (4, False), (5, False)])
def test_domain_is_need_or_strength(table, kim, step, is_need):
    table.rate(kim, housing=step)
    assert line(kim).is_need is is_need and line(kim).is_strength is not is_need


def test_domain_without_a_step_is_neither(table, kim):
    table.rate(kim, housing="rather_not")
    assert not line(kim).is_need and not line(kim).is_strength and not line(kim, "money").is_strength


def test_areas_draw_what_was_said_and_name_what_was_not(table, kim):
    table.rate(kim, housing=2, money="rather_not")
    everyday, people, *_rest = needs.Needs(kim).areas()
    assert people.picture is None and everyday.picture is not None
    assert [one.item.code for one in everyday.lines] == ["housing", "money"]
    assert "housing" not in [item.code for item in everyday.open] and len(everyday.open) == 4
    rows = everyday.picture.table.rows
    assert [row[1] for row in rows] == ["Hard more often than not", "Rather not say"]
    assert "Where I live – They said it themselves: Hard more often than not." in str(everyday.picture.svg)


def test_first_to_come_is_the_projects_rule_and_only_needs(table, kim):
    table.rate(kim, housing=2, money=1, debt=5)
    assert needs.Needs(kim).first_to_come() == []
    told = {"agreed_on": TODAY, "agreed_with": "peers", "n_peers": 6}
    order = ["debt", "money", "safety", "housing"]
    table.do(actions.set_first_needs, by=table.world.worker("coordinator"), domains=order, **told)
    found = needs.Needs(kim)
    assert [one.item.code for one in found.first_to_come()] == ["money", "housing"]
    assert found.first_needs.whom == "Peers, people who are supported here (6)"


def test_both_are_needs_whoever_says_so(table, kim):
    table.rate(kim, trauma=1, drugs_alcohol=4)
    both = (Rating.objects.filter(person=kim), lists.TRAUMA, lists.DRUGS)
    assert not needs.both_are_needs(*both)
    table.rate(kim, rater="worker", drugs_alcohol=2)
    assert needs.both_are_needs(Rating.objects.filter(person=kim), lists.TRAUMA, lists.DRUGS)


def test_history_opens_words_for_holders_and_says_so_to_others(table, kim):
    table.rate(kim, days_ago=5, housing=2)
    table.rate(kim, rater="worker", housing=Answer(step=1, words="no lock", wanted="a lock"))
    said = needs.history(table.by, kim, "housing", "")
    assert [(one.answer, one.words, one.wanted) for one in said] == [
        ("Very hard just now", "no lock", "a lock"),
        ("Hard more often than not", "", ""),
    ]
    closed = needs.history(table.world.worker("outreach"), kim, "housing", "")
    assert [(one.words, one.is_closed) for one in closed] == [("", True), ("", False)]
