"""Distance travelled in the project: by domain and rater, whom it counts, and what it can say."""

from datetime import timedelta

import pytest

from tests.rooms.plans.conftest import TODAY, text
from yarrow.methods.distance import FEW, Travelled
from yarrow.people.actions import erase_person, merge_people
from yarrow.plans import actions, extract, figures
from yarrow.plans.actions import Answer
from yarrow.plans.models import Rating

YEAR = timedelta(days=365)


def found(table, from_on=TODAY - YEAR, to_on=TODAY):
    return figures.of_project(table.project, from_on, to_on, TODAY)


def figures_of(table, caption="They said it themselves"):
    one = next(one for one in found(table).tables if one.caption == caption)
    return {row[0]: tuple(row[1:6]) for row in one.rows}


def test_distance_counts_each_move_out_of_everybody_asked(table):
    for n, (first, last) in enumerate([(1, 3), (2, 2), (4, 1), (3, None), ("rather_not", None)]):
        person = table.person(f"Person {n}")
        table.rate(person, days_ago=60, housing=first)
        if last:
            table.rate(person, housing=last)
    assert figures_of(table) == {"Where I live": (1, 1, 1, 2, 5)}
    assert found(table).n_people == 5


def test_distance_never_mixes_who_says_it(table, kim):
    table.rate(kim, days_ago=60, rater="self", housing=1)
    table.rate(kim, rater="worker", housing=5)
    assert figures_of(table) == {"Where I live": (0, 0, 0, 1, 1)}
    assert figures_of(table, "How the worker sees it") == {"Where I live": (0, 0, 0, 1, 1)}


def test_distance_is_of_the_period(table, kim):
    for days_ago, step in ((400, 1), (100, 3), (0, 2)):
        table.rate(kim, days_ago=days_ago, housing=step)
    assert figures_of(table) == {"Where I live": (0, 0, 1, 0, 1)}
    whole = found(table, TODAY - 2 * YEAR)
    assert tuple(whole.tables[0].rows[0][1:6]) == (1, 0, 0, 0, 1)
    assert found(table, TODAY - 3 * YEAR, TODAY - 2 * YEAR).tables == []


@pytest.mark.parametrize(
    "said", [{"age_band": "under_18"}, {"supported_as": "partner"}, {"supported_as": "family"}]
)
def test_distance_leaves_out_those_who_are_counted_apart(table, said):
    table.rate(table.person("Lou", **said), housing=1)
    assert found(table).tables == [] and Rating.objects.count() == 1


def test_distance_of_a_merged_person_counts_once(table, kim):
    lou, boss = table.person("Lou"), table.world.worker("coordinator")
    table.rate(kim, days_ago=60, housing=1)
    table.rate(lou, housing=3)
    table.do(merge_people, into=kim, came=lou, take=[], by=boss)
    assert figures_of(table) == {"Where I live": (1, 0, 0, 0, 1)}


def test_distance_of_the_erased_is_gone(table, kim):
    table.rate(kim, housing=1)
    table.do(erase_person, reason="asked", person=kim, by=table.world.worker("coordinator"))
    assert found(table).tables == []


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (Travelled(not_known=4), "Nobody was asked twice yet."),
        (Travelled(up=1, not_known=4), "Only 1 person has two ratings: read it as their story."),
        (Travelled(up=FEW - 1), "Only 9 people have two ratings"),
        (Travelled(up=FEW, not_known=2), "10 of 12 have two ratings"),
    ],
)
def test_distance_small_numbers_say_so(one, words):
    assert words in figures.in_words(one)


def test_extract_carries_no_word(table, kim):
    table.rate(kim, housing=Answer(2, words="no lock", wanted="a lock"))
    (row,) = extract.ratings(table.project, TODAY, TODAY)
    assert (row.person_id, row.domain, row.rater, row.on, row.step) == (kim.id, "housing", "self", TODAY, 2)
    assert "lock" not in repr(row) and set(row.__slots__) == {"person_id", "domain", "rater", "on", "step"}


def test_extract_is_of_one_project(table, kim):
    table.rate(kim, housing=2)
    other = table.world.other
    with other.inside():
        assert list(extract.ratings(other.project, TODAY - YEAR, TODAY)) == []


def test_tenancies_are_counted_by_what_is_known(table):
    for n, (begun, ended) in enumerate([(370, None), (370, 100), (370, 300), (30, None)]):
        person = table.person(f"Person {n}")
        since = TODAY - timedelta(days=begun)
        home = table.do(actions.add_housing, person=person, kind="own_tenancy", from_on=since)
        if ended:
            table.do(actions.end_housing, housing=home, until_on=TODAY - timedelta(days=ended))
    rows = found(table, TODAY - 2 * YEAR).homes.rows
    assert rows == [["After 6 months", 2, 1, 1, 4], ["After 12 months", 1, 2, 1, 4]]
    assert found(table, TODAY - timedelta(days=9)).homes.rows == []


def test_distance_page_is_for_those_who_count_and_stays_inside(table, client, url, kim):
    table.rate(kim, housing=1)
    for role in ("evaluator", "coordinator"):
        page = text(table.world.client(role).get(url("show_distance")))
        assert "Not for sharing" in page and "Keep this sheet inside the project" in page
        assert "Where I live" in page and "Kim" not in page and kim.code not in page
    assert client.get(url("show_distance")).status_code == 403


def test_distance_page_takes_days_and_keeps_a_wrong_one(table, url, kim):
    boss = table.world.client("coordinator")
    table.rate(kim, housing=1)
    far = text(
        boss.get(
            url("show_distance") + "?from_on_0=1&from_on_1=1&from_on_2=2019&to_on_0=1&to_on_1=1&to_on_2=2020"
        )
    )
    assert "Nobody was asked in this time" in far and "0 people were asked" in far
    wrong = text(boss.get(url("show_distance") + "?from_on_0=quux"))
    assert "We could not read that date" in wrong and "quux" in wrong
