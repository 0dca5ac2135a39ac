"""Two scorers that share nothing say the same of any answers."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.methods.packs.second import SECOND
from tests.spec.measures.reading import PACKS
from yarrow.methods.packs import AnswerError, Score, score

SETTINGS = settings(max_examples=60, deadline=None)
# Chances that an answer is left out: mostly whole papers, where the rules are.
LACKING = (0, 0, 0, 0.05, 0.3, 1)


def paper(pack, chance):
    """Answers to a whole paper, some of them left out."""
    lacking, likely = chance.choice(LACKING), chance.random()

    def answer(values):
        """From anywhere in the row, or mostly low with one here and there, where the borders of rules lie."""
        return chance.choice(values) if chance.random() < likely else chance.choice(values[:2])

    return [None if chance.random() < lacking else answer(one.values) for one in pack.slots]


def engine(pack, row):
    result = score(pack, dict(zip((one.id for one in pack.slots), row, strict=True)))
    told = {one.scale: one.value if isinstance(one, Score) else None for one in result.scales}
    return told | {one.conclusion: one.is_met for one in result.verdicts}


def same(one, other):
    if one is None or other is None or isinstance(one, bool):
        return one is other
    return abs(Fraction(one) - Fraction(other)) < Fraction(1, 10000)


def test_every_scored_measure_has_a_second_scorer():
    assert set(SECOND) == {name for name, pack in PACKS.items() if pack.scales}


@pytest.mark.parametrize("name", SECOND)
def test_both_scorers_say_the_same(name):
    pack = PACKS[name]

    @SETTINGS
    @given(st.integers(0, 2**32))
    def compare(seed):
        row = paper(pack, random.Random(seed))
        ours, theirs = engine(pack, row), SECOND[name](row)
        assert ours.keys() == theirs.keys()
        assert not {key: (ours[key], theirs[key]) for key in ours if not same(ours[key], theirs[key])}, row

    compare()


@pytest.mark.parametrize("name", SECOND)
def test_scores_stay_in_their_range_and_in_one_band_of_each_set(name):
    pack = PACKS[name]
    sets = {one.id for one in pack.band_sets}

    @SETTINGS
    @given(st.integers(0, 2**32))
    def look(seed):
        for one in score(
            pack, dict(zip((s.id for s in pack.slots), paper(pack, random.Random(seed)), strict=True))
        ).scales:
            if isinstance(one, Score):
                scale = pack.scale(one.scale)
                assert scale.minimum <= one.value <= scale.maximum
                assert (
                    {band.set for band in one.bands}
                    == {s.id for s in pack.band_sets if s.scale == one.scale}
                    <= sets
                )

    look()


@pytest.mark.parametrize("name", [name for name, pack in PACKS.items() if pack.slots])
def test_no_value_outside_a_row_is_ever_taken(name):
    pack = PACKS[name]
    for one in pack.slots:
        outside = {min(one.values) - 1, max(one.values) + 1, *range(min(one.values), max(one.values))} - set(
            one.values
        )
        for value in outside:
            with pytest.raises(AnswerError):
                score(pack, {one.id: value})
