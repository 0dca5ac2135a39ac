"""The invented registers and what is learnt of them: they are what they say, and the same seed makes the same."""

from collections import Counter

import pytest

from bench import match, train
from bench.incidents import Settings, corpus
from yarrow.methods.incidents import Weights, identifiers

REGISTER = corpus(2000, seed=21)


def share(claim) -> float:
    return sum(bool(claim(one)) for one in REGISTER.reports) / len(REGISTER.reports)


def test_corpus_same_seed_same_register():
    assert corpus(120, seed=5) == corpus(120, seed=5)
    assert corpus(120, seed=5) != corpus(120, seed=6)


def test_corpus_has_as_many_as_asked_each_with_a_key_of_its_own():
    assert len(REGISTER.reports) == 2000
    assert len({one.key for one in REGISTER.reports}) == 2000 == len(REGISTER.offender)


@pytest.mark.parametrize(
    ("what", "low", "high"),
    [
        ("phones", 0.46, 0.54),
        ("names", 0.40, 0.48),
        ("plates", 0.12, 0.18),
        ("online", 0.03, 0.09),
        ("age", 0.75, 0.85),
        ("height", 0.40, 0.50),
        ("marks", 0.15, 0.60),
        ("methods", 0.70, 1.0),
        ("place", 0.86, 0.94),
    ],
)
def test_corpus_says_as_much_as_is_told(what, low, high):
    assert low < share(lambda one: getattr(one, what)) < high


def test_corpus_about_half_of_the_plates_are_whole():
    plates = [identifiers.plate(one.plates[0]) for one in REGISTER.reports if one.plates]
    whole = sum("?" not in plate and "*" not in plate for plate in plates)
    assert 0.4 < whole / len(plates) < 0.6


def test_corpus_most_offenders_are_reported_once_and_some_often():
    times = Counter(Counter(REGISTER.offender.values()).values())
    assert times[1] > sum(times.values()) / 2
    assert max(times) >= 5


def test_corpus_hardly_one_true_pair_in_five_shares_a_number():
    mates = REGISTER.mates()
    by_key = {one.key: one for one in REGISTER.reports}
    pairs = {frozenset((one, other)) for one, theirs in mates.items() for other in theirs}
    numbers = {key: {identifiers.phone(text) for text in one.phones} for key, one in by_key.items()}
    shared = sum(bool(numbers[one] & numbers[other]) for one, other in map(sorted, pairs))
    assert 0.02 < shared / len(pairs) < 0.25


def test_corpus_settings_change_what_is_said():
    quiet = corpus(600, seed=4, settings=Settings(phone=0.1, said=0.5))
    assert sum(bool(one.phones) for one in quiet.reports) < 100


def test_mates_are_mutual_and_never_oneself():
    mates = REGISTER.mates()
    assert all(one not in theirs for one, theirs in mates.items())
    assert all(one in mates[other] for one, theirs in mates.items() for other in theirs)


def test_shares_are_shares_and_mates_agree_more():
    learnt = train.shares([corpus(800, seed=31)], Weights.shipped(), most=200)
    for name in ("phone", "name", "age", "place", "methods", "trait.build"):
        field = learnt.fields[name]
        assert sum(field.others) == pytest.approx(1, abs=0.01), name
        assert field.mates[-1] > field.others[-1], name


def test_worths_stay_within_their_bounds_and_finds_no_less_than_flat_ones():
    register = corpus(700, seed=33)
    counted = train.shares([register], Weights.shipped(), most=200)
    found = train.worths([register], counted, most=120)
    assert set(found) == set(counted.fields) and all(0 <= worth <= 1.6 for worth in found.values())


def test_what_is_written_is_what_is_read():
    content = train.content(Weights.shipped())
    again = Weights.read(content)
    assert again.fields == Weights.shipped().fields and "no real report" in content["about"]


def test_trait_that_nobody_trained_counts_as_traits_do():
    weights = Weights.shipped()
    assert weights.field("trait.shoes") == weights.fields["trait"]
    with pytest.raises(KeyError):
        weights.field("shoes")


def test_share_counts_those_with_a_mate_only():
    mates = {"a": {"b"}, "b": {"a"}, "c": {"d", "e"}, "d": {"c"}, "e": {"c"}}
    found = {"a": ["x", "b"], "b": ["x"], "c": ["e"], "z": ["a"]}
    assert match.share(found, mates) == pytest.approx(2 / 5)


def test_ours_suggests_hardly_anything_wrong():
    _found, n_suggested, n_right = match.ours(corpus(900, seed=41))
    assert n_suggested > 40
    assert n_right / n_suggested >= 0.95
