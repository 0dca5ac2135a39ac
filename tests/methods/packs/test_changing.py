"""Whether a score moved: by which rule, past which border, and when nobody can say."""

from decimal import Decimal

import pytest

from tests.methods.packs.planting import pack, sound
from tests.spec.measures.reading import PACKS
from yarrow.methods.packs import DOWN, NOT_KNOWN, STAYED, UP, Standing, change, comparable, reliable_change


def standing(value, **over):
    said = None if value is None else Decimal(str(value))
    return Standing(**{"pack": "calm", "version": "2", "value": said} | over)


def moved(before, after, one=None, scale="total"):
    return {found.threshold: found.moved for found in change(one or pack(), scale, before, after)}


def test_reliable_change_is_the_published_formula():
    assert reliable_change(sd=7.5, r=0.8) == pytest.approx(9.2971, abs=0.0001)
    assert reliable_change(sd=10, r=0.5) == pytest.approx(19.6)
    assert reliable_change(sd=3, r=1) == 0


@pytest.mark.parametrize(
    ("sd", "r"), [(0, 0.8), (-1, 0.8), (2, 1.1), (2, -0.1), (float("inf"), 0.8), (float("nan"), 0.8)]
)
def test_reliable_change_of_nonsense_is_refused(sd, r):
    with pytest.raises(ValueError, match="SD"):
        reliable_change(sd=sd, r=r)


def test_each_rule_says_its_own_and_names_its_source():
    found = change(pack(), "total", standing(4), standing(7))
    assert [(one.threshold, one.moved, one.difference) for one in found] == [
        ("three", UP, 3),
        ("rci", STAYED, 3),
    ]
    assert all(one.source.citation == "Invented 2020" and one.population == "nobody" for one in found)


def test_the_formulas_border_has_to_be_passed():
    """1.96 · 2.5 · √0.4 = 3.099"""
    assert moved(standing(4), standing(7.09))["rci"] == STAYED
    assert moved(standing(4), standing(7.1))["rci"] == UP
    assert moved(standing(7.1), standing(4))["rci"] == DOWN


def test_points_are_reached_exactly():
    assert moved(standing("5.9999"), standing(3))["three"] == STAYED
    assert moved(standing(6), standing(3))["three"] == DOWN


def test_up_is_always_for_the_better():
    worse = pack(scales=[sound()["scales"][0] | {"higher_is": "worse"}, *sound()["scales"][1:]])
    assert moved(standing(4), standing(8), worse)["three"] == DOWN
    assert moved(standing(8), standing(4), worse)["three"] == UP


def test_nothing_published_still_says_the_difference():
    (found,) = change(pack(), "week", standing(3), standing(6))
    assert (found.moved, found.difference, found.source) == (NOT_KNOWN, 3, None)
    assert found.reason == "No threshold of change is published for this score."


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (standing(None), standing(4), "missing"),
        (standing(4), standing(None), "missing"),
        (standing(4, version="1"), standing(4), "Versions 1 and 2"),
        (standing(4), standing(9, version="3"), "Versions 3 and 2"),
        (standing(4, pack="loud"), standing(9), "different measures"),
        (standing(0, branch="never calm"), standing(9), "first question"),
    ],
)
def test_what_can_not_be_told_is_not_known_for_every_rule(before, after, words):
    found = change(pack(), "total", before, after)
    assert [(one.threshold, one.moved, one.difference) for one in found] == [
        ("three", NOT_KNOWN, None),
        ("rci", NOT_KNOWN, None),
    ]
    assert all(words in one.reason for one in found)


def test_a_version_that_scores_alike_may_be_compared():
    same = pack(same_scores_as=["1"])
    assert moved(standing(4, version="1"), standing(8), same)["three"] == UP
    assert comparable(same, pack(version="1")) == (True, "")
    assert comparable(pack(version="1"), same) == (True, "")


def test_other_languages_and_ways_of_asking_are_said():
    first, later = standing(4, language="en", mode="alone"), standing(8, language="ro", mode="read aloud")
    (found, _rci) = change(pack(), "total", first, later)
    assert found.moved == UP and len(found.caveats) == 2 and "languages" in found.caveats[0]
    assert change(pack(), "total", first, first)[0].caveats == ()


def border(**over):
    rule = sound()["thresholds"][0] | over
    return pack(thresholds=[rule])


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [(4, 8, UP), (3, 7, STAYED), (9, 12, NOT_KNOWN), (12, 8, DOWN), (9, 5, DOWN), (7, 8, STAYED)],
)
def test_a_border_has_to_be_crossed_for_the_better(before, after, wanted):
    assert moved(standing(before), standing(after), border(ends_at_least=8))["three"] == wanted


def test_the_border_can_lie_below():
    worse = [sound()["scales"][0] | {"higher_is": "worse"}, *sound()["scales"][1:]]
    one = pack(scales=worse, thresholds=[sound()["thresholds"][0] | {"ends_at_most": 4}])
    assert moved(standing(9), standing(4), one)["three"] == UP
    assert moved(standing(9), standing(5), one)["three"] == STAYED
    assert moved(standing(4), standing(1), one)["three"] == NOT_KNOWN


def test_the_two_checklists_refuse_each_other_by_name():
    old, new = PACKS["pcl-c"], PACKS["pcl-5"]
    for one, other in ((old, new), (new, old)):
        is_comparable, why = comparable(one, other)
        assert not is_comparable and "PCL-5" in why and "PCL-C" in why and "interchangeably" in why
    (first, *_rest) = change(
        new, "total", standing(60, pack="pcl-c", version="1"), standing(20, pack="pcl-5", version="1")
    )
    assert first.moved == NOT_KNOWN and "interchangeably" in first.reason


def test_other_measures_are_never_compared_either():
    assert comparable(PACKS["phq-9"], PACKS["phq-8"]) == (False, "PHQ-9 and PHQ-8 are different measures.")
    is_comparable, why = comparable(pack(), pack(version="3"))
    assert not is_comparable and "Versions 2 and 3" in why
    assert comparable(pack(), pack()) == (True, "")


def test_a_scale_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        change(pack(), "sum", standing(1), standing(2))
