"""Each column by itself: several values, nothing said, edges. Pairs of values stand in tests/spec/matching."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yarrow.methods.incidents import identifiers
from yarrow.methods.incidents.bags import Names, Online, Phones, Plates
from yarrow.methods.incidents.columns import Coded, Codes, Days, Span, Words
from yarrow.methods.incidents.growing import Growing
from yarrow.methods.incidents.vocabulary import Vocabulary


@pytest.mark.parametrize("column", [Phones, Plates, Online, Names])
def test_bags_the_nearest_of_several_counts_and_nothing_said_is_nothing(column):
    bag = column()
    bag.add(("XY99ZZZ", "AB12CDE"))
    bag.add(())
    bag.add(("QQ11QQQ",))
    found = bag.levels(("AB12CDE", "ZZ00ZZZ"))
    assert found[0] == bag.n_levels and found[1] == 0 and found[2] == 1
    assert bag.levels(()) is None


@pytest.mark.parametrize("column", [Phones, Plates, Online, Names])
def test_bags_with_nothing_in_them_answer(column):
    bag = column()
    bag.add(())
    assert list(bag.levels(("AB12CDE",))) == [0]


def test_bags_one_value_of_many_rows_is_learnt_once():
    bag = Phones()
    for _ in range(200):
        bag.add(("+447700900123",))
    assert len(bag.vocabulary) == 1
    assert set(bag.levels(("+447700900123",))) == {5}


def test_coded_same_taken_for_it_other_unsaid():
    column = Coded({"slim": ("average",)})
    for code in ("slim", "average", "large", "", "slim"):
        column.add(code)
    assert list(column.levels("slim")) == [3, 2, 1, 0, 3]
    assert list(column.levels("large")) == [1, 1, 3, 0, 1]
    assert list(column.levels("never met")) == [1, 1, 1, 0, 1]
    assert column.levels("") is None


def test_coded_places_beside_it_are_near():
    column = Coded()
    for place in ("z1", "z2", "z3", ""):
        column.add(place)
    assert list(column.levels("z1", near={"z2", "z9"})) == [3, 2, 1, 0]


def test_coded_that_begins_late_says_nothing_of_earlier_rows():
    column = Coded(n_before=2)
    column.add("red")
    assert list(column.levels("red")) == [0, 0, 3]


SPANS = [
    ((40, 45), (40, 45), 5),
    ((40, 45), (42, 47), 5),
    ((40, 45), (45, 50), 4),
    ((40, 45), (48, 55), 3),
    ((40, 45), (52, 60), 2),
    ((40, 45), (60, 70), 1),
]


@pytest.mark.parametrize(("asked", "stored", "wanted"), SPANS)
def test_span_by_how_far_the_middles_are_apart(asked, stored, wanted):
    column = Span((2, 5, 9, 14))
    column.add(stored)
    column.add(None)
    assert list(column.levels(asked)) == [wanted, 0]
    assert next(iter(column.levels(stored))) == 5
    assert column.levels(None) is None


def test_span_yearly_is_brought_to_one_day_where_both_days_are_known():
    column = Span((2, 5, 9, 14), yearly=True)
    column.add((30, 30), date(2016, 6, 1))
    column.add((30, 30))
    assert list(column.levels((40, 40), date(2026, 6, 1))) == [5, 2]
    assert list(column.levels((40, 40))) == [2, 2]


DAYS = [(0, 5), (7, 5), (8, 4), (30, 4), (31, 3), (90, 3), (91, 2), (365, 2), (366, 1), (5000, 1)]


@pytest.mark.parametrize(("apart", "wanted"), DAYS)
def test_days_by_how_far_apart_either_way(apart, wanted):
    column, start = Days((7, 30, 90, 365)), date(2020, 2, 29).toordinal()
    column.add(date.fromordinal(start))
    column.add(None)
    for other in (start + apart, start - apart):
        assert list(column.levels(date.fromordinal(other))) == [wanted, 0]
    assert column.levels(None) is None


def test_days_at_the_ends_of_the_calendar():
    column = Days((7, 30))
    column.add(date.max)
    assert list(column.levels(date.min)) == [1]
    assert list(column.levels(date.max)) == [3]


def test_codes_each_code_by_itself():
    column = Codes()
    for codes in ({"knife", "filmed"}, {"knife"}, set(), {"dog"}):
        column.add(codes)
    assert [(code, list(levels)) for code, levels in column.each({"knife", "unmet"})] == [
        ("knife", [2, 2, 0, 1]),
        ("unmet", [1, 1, 0, 1]),
    ]
    assert column.each(set()) == []


def test_codes_more_than_a_machine_word_holds():
    column = Codes()
    for number in range(100):
        column.add({f"c{number}"})
    (found,) = (levels for _, levels in column.each({"c90"}))
    assert [int(place) for place in np.flatnonzero(found == 2)] == [90]


def test_words_only_rare_ones_and_the_rarest_first():
    column = Words(0.02, 2)
    for number in range(300):
        column.add(
            "the road was dark"
            + (" rosary" if number in (3, 7) else "")
            + (" stammer" if number == 3 else "")
        )
    found = column.rare("a dark road, a rosary, a stammer and a limp")
    assert [(word, list(rows)) for word, _, rows in found] == [("stammer", [3]), ("rosary", [3, 7])]
    assert found[0][1] > found[1][1] > 0


def test_words_no_more_than_the_most_and_none_of_few_letters():
    column = Words(0.5, 2)
    column.add("alpha beta gamma delta ran")
    assert len(column.rare("alpha beta gamma delta ran")) == 2
    assert column.rare("ran") == []


@pytest.mark.parametrize("small", ["from", "ABOUT", "cuándo", "kiedy", "această"])
def test_words_that_say_nothing_are_not_rare_in_a_small_register(small):
    column = Words(0.02, 4)
    column.add(f"{small} marmalade")
    assert [word for word, _, _ in column.rare(f"{small} marmalade")] == ["marmalade"]


def test_words_are_the_same_in_any_case_and_accent():
    column = Words(0.02, 4)
    column.add("Çelik KÖPRÜ")
    assert {word for word, _, _ in column.rare("celik kopru")} == {"celik", "kopru"}


@given(st.lists(st.integers(0, 255), max_size=300))
def test_growing_is_what_was_put_in(numbers):
    rows, wide = Growing(np.uint8), Growing(np.uint8, 2)
    for number in numbers:
        rows.append(number)
        wide.append(np.array([number, 1], dtype=np.uint8))
    assert list(rows.all) == numbers and len(rows) == len(numbers)
    assert wide.all.shape == (len(numbers), 2) and list(wide.all[:, 0]) == numbers


def test_vocabulary_numbers_stay():
    words = Vocabulary()
    assert [words.number(word) for word in ("a", "b", "a")] == [0, 1, 0]
    assert words.find("b") == 1 and words.find("c") is None and words.values == ["a", "b"] and len(words) == 2


@given(st.text("0123456789", min_size=7, max_size=12), st.text("0123456789", min_size=3, max_size=6))
def test_a_part_fits_exactly_where_it_is_the_end(number, part):
    bag = Phones()
    bag.add((f"+{number}",))
    found = int(bag.levels((f"*{part}",))[0])
    assert (found > 1) == number.endswith(part)


@given(st.text("ABCDEFGH0123456789", min_size=7, max_size=7), st.data())
def test_a_plate_seen_in_part_never_speaks_against_the_whole(plate, data):
    seen = "".join(sign if data.draw(st.booleans()) else "?" for sign in plate)
    kept = identifiers.plate(seen)
    if not kept:
        return
    bag = Plates()
    bag.add((identifiers.plate(plate),))
    n_known = len(kept.replace("?", "").replace("*", ""))
    assert int(bag.levels((kept,))[0]) >= (2 if n_known >= 2 else 1)
