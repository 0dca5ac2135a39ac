"""A form's answers on a measure's row: by their weights, or by a person, never by a guess."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.spec.measures.reading import PACKS
from yarrow.methods.packs import placed


@pytest.mark.parametrize(
    ("pack", "slot", "weights", "values"),
    [
        ("phq-9", "phq9.1", [0, 1, 2, 3], (0, 1, 2, 3)),
        ("phq-9", "phq9.1", [3, 2, 1, 0], (3, 2, 1, 0)),
        ("phq-9", "phq9.1", [1, 2, 3, 4], (0, 1, 2, 3)),
        ("phq-9", "phq9.1", [0.0, 1.0, 2.0, 3.0], (0, 1, 2, 3)),
        ("rosenberg", "rses.worth", [3, 2, 1, 0], (3, 2, 1, 0)),
        ("rosenberg", "rses.worth", [0, 1, 2, 3], (0, 1, 2, 3)),
        ("rosenberg", "rses.worth", [4, 3, 2, 1], (3, 2, 1, 0)),
        ("rosenberg", "rses.failure", [3, 2, 1, 0], (3, 2, 1, 0)),
        ("ces-d", "cesd.4", [0, 1, 2, 3], (0, 1, 2, 3)),
        ("pc-ptsd-5", "pcptsd5.1", [1, 0], (1, 0)),
        ("pc-ptsd-5", "pcptsd5.1", [0, 1], (0, 1)),
        ("audit", "audit.9", [0, 2, 4], (0, 2, 4)),
        ("k10", "k10.1", [5, 4, 3, 2, 1], (5, 4, 3, 2, 1)),
        ("k10", "k10.1", [0, 1, 2, 3, 4], (1, 2, 3, 4, 5)),
        ("ons4", "ons4.happy", list(range(11)), tuple(range(11))),
    ],
)
def test_weights_that_fit_place_the_answers(pack, slot, weights, values):
    found = placed(PACKS[pack], slot, weights)
    assert (found.values, found.is_sure, found.reason) == (values, True, "")
    assert all(isinstance(value, int) for value in found.values)


@pytest.mark.parametrize(
    ("pack", "slot", "weights", "words"),
    [
        ("ces-d", "cesd.4", [3, 2, 1, 0], "turned round already"),
        ("core-10", "core10.2", [4, 3, 2, 1, 0], "turned round already"),
        ("rosenberg", "rses.failure", [0, 1, 2, 3], "turned round already"),
        ("rosenberg", "rses.worth", [1, 2, 3, 4], "run against"),
        ("pc-ptsd-5", "pcptsd5.1", [1, 2], "run against"),
        ("phq-9", "phq9.1", [0, 1, 2], "this many answers"),
        ("phq-9", "phq9.1", [], "this many answers"),
        ("phq-9", "phq9.1", [0, 1, 1, 3], "not those of the measure"),
        ("phq-9", "phq9.1", [0, 1, None, 3], "not those of the measure"),
        ("phq-9", "phq9.1", [0, 10, 20, 30], "not those of the measure"),
        ("phq-9", "phq9.1", [0, 2, 1, 4], "not those of the measure"),
        ("audit", "audit.9", [0, 1, 2], "not those of the measure"),
    ],
)
def test_weights_that_could_mean_another_thing_place_nothing(pack, slot, weights, words):
    found = placed(PACKS[pack], slot, weights)
    assert found.values == () and not found.is_sure and words in found.reason


@pytest.mark.parametrize("slot", ["rses.worth", "rses.failure"])
def test_without_weights_a_person_has_to_look(slot):
    found = placed(PACKS["rosenberg"], slot, [None] * 4)
    assert found.values == (3, 2, 1, 0) and not found.is_sure
    assert "first answer counts 3 and its last 0" in found.reason


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_what_is_placed_is_the_whole_row_once(data):
    pack = PACKS[data.draw(st.sampled_from(sorted(name for name, one in PACKS.items() if one.scales)))]
    slot = data.draw(st.sampled_from(pack.slots))
    row = list(slot.values)
    weights = data.draw(st.permutations(row) | st.lists(st.none() | st.integers(-2, 6), max_size=6))
    found = placed(pack, slot.id, weights)
    assert sorted(found.values) in ([], row)
    assert bool(found.reason) is not found.is_sure
    if found.is_sure and set(weights) == set(row):
        assert list(found.values) == list(weights)
