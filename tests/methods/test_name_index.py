"""The index leaves out no name that scoring each of them would find."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.methods.test_names import FOUND
from yarrow.methods import name_index, names
from yarrow.methods.name_index import Table, candidates, index_of, near_words
from yarrow.methods.packed import pack, unpack

PAIRS = [[part.strip() for part in line.split("|")] for line in FOUND.strip().splitlines()]
KNOWN = [pair[1] for pair in PAIRS]
WORD = st.text("abceghijkmnoqrstuvwxyzéß", min_size=1, max_size=9)
# Words of few letters, so that slips, beginnings and sounds meet often; and any text at all.
NAME = st.lists(WORD, min_size=1, max_size=3).map(" ".join) | st.sampled_from(KNOWN) | st.text(max_size=12)


def as_kept(known, before=None):
    """An index as it comes back from a file."""
    return unpack(pack(index_of(known, before)))


def that_score(typed, known):
    matcher = names.Matcher(typed)
    return {number for number, name in enumerate(known) if name and matcher.score(name) > 0}


@pytest.mark.parametrize("typed", sorted({pair[0] for pair in PAIRS}))
def test_every_pair_of_the_specification_is_a_candidate(typed):
    assert that_score(typed, KNOWN) <= set(candidates(as_kept(KNOWN), names.Matcher(typed)))


@given(NAME, st.lists(NAME | st.none(), max_size=20))
def test_no_name_that_scores_is_left_out_and_none_that_is_not_there_is_named(typed, known):
    found = candidates(as_kept(known), names.Matcher(typed))
    assert that_score(typed, known) <= set(found)
    assert found == sorted(set(found)) and all(known[number] for number in found)


def slipped(draw, word):
    """The word as it is typed in the dark."""
    letters, place = list(word), draw.randrange(len(word))
    match draw.randrange(5):
        case 0:
            letters[place] = draw.choice("aeiouhkcsz")
        case 1:
            letters.insert(place, draw.choice("aeiouhkcsz"))
        case 2:
            letters[place : place + 2] = reversed(letters[place : place + 2])
        case 3:
            letters = letters[: place + 1]
        case _:
            letters.pop(place)
    return "".join(letters) or word


def test_no_misspelt_name_is_left_out_and_few_are_looked_at():
    """Half a thousand names of sixty words, each searched as it may be misspelt."""
    draw = random.Random(11)
    words = [
        "".join(draw.choices(["ma", "ri", "ka", "cha", "xi", "el", "joe", "phi"], k=3)) for _ in range(60)
    ]
    known = [" ".join(draw.choices(words, k=draw.choice([1, 2]))) for _ in range(500)]
    index, n_looked_at = as_kept(known), 0
    for name in known[:150]:
        typed = " ".join(slipped(draw, word) for word in name.split())
        found = candidates(index, names.Matcher(typed))
        assert that_score(typed, known) <= set(found), typed
        n_looked_at += len(found)
    assert n_looked_at / 150 < 100


@given(WORD, st.lists(WORD, min_size=1, max_size=30))
def test_no_word_that_is_like_a_typed_one_is_far_from_it(typed, words):
    index = as_kept(words)
    table = Table(index["words"])
    (folded,) = names.parts(typed)
    like = {place for place, word in enumerate(table.words) if names.likeness(folded, word) > 0}
    assert like <= near_words(folded, table, Table(index["heard"]))


def test_short_and_long_forms_of_one_name_are_near():
    index = as_kept(["Kate", "Catherine", "Tom"])
    for typed in ("Katie", "Kathy"):
        assert candidates(index, names.Matcher(typed)) == [0, 1]


@given(st.lists(NAME | st.none(), max_size=12), st.lists(NAME | st.none(), max_size=12))
def test_an_index_made_with_one_of_before_is_the_same(before, known):
    assert as_kept(known, as_kept(before)) == as_kept(known)


def test_how_a_word_sounds_is_worked_out_once(monkeypatch):
    before = as_kept(["Marion Fletcher", "Chloe"])
    asked = []
    monkeypatch.setattr(name_index, "_sounds", lambda word: asked.append(word) or ["=x"])
    index_of(["Chloe", "Zoe", "Marion Fletcher"], before)
    assert asked == ["zoe"]


@pytest.mark.parametrize("typed", ["a", "ab", "Marion", "Mary Ann", ""])
@pytest.mark.parametrize("known", [[], [None], ["", None], ["..."], ["\n"]])
def test_nothing_known_is_nothing_found(typed, known):
    assert candidates(as_kept(known), names.Matcher(typed)) == []


def test_letters_alone_of_each_name_in_order():
    assert name_index.joined(as_kept(["O'Neill", None, "NHS 943-476"])) == ["oneill", "", "nhs943476"]


def test_number_of_words_decides_who_says_less_than_was_typed():
    """Of two that surely fit, only who says nothing else is looked at; a name past all counting is one of most."""
    index = as_kept(["Marion", "Marion Quill Fletcher", " ".join(f"w{n}x" for n in range(300))])
    assert list(index["n_words"]) == [1, 3, name_index.MOST_WORDS]
    assert candidates(index, names.Matcher("Marion Zbrzezny")) == [0]
    assert candidates(index, names.Matcher("Fletcher Marion")) == [0, 1]
