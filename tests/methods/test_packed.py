"""What was packed comes back as it was, whole and one place at a time."""

from array import array
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yarrow.methods.packed import Ids, Texts, Values, pack, together, unpack

# Half a surrogate pair is in no sealed value.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ["ÿ", "\xff", "\0", ""]
)
TEXTS = st.lists(TEXT | st.none(), max_size=12)


@given(TEXTS, st.lists(st.uuids(), max_size=5), st.lists(st.integers(0, 255)), TEXT, st.binary(max_size=9))
def test_everything_comes_back(texts, ids, numbers, text, some):
    content = {
        **{"a": Texts.of(texts), "b": Ids.of(ids), "c": array("B", numbers), "d": text, "e": some},
        "f": {"g": array("I", [n << 24 for n in numbers]), "h": [None, "x", 1], "i": {}},
    }
    found = unpack(pack(content))
    assert list(found["a"]) == texts and list(found["b"]) == ids and len(found["b"]) == len(ids)
    assert {name: found[name] for name in "cdef"} == {name: content[name] for name in "cdef"}
    assert [found["a"][place] for place in range(-len(texts), len(texts))] == texts * 2
    assert Ids.of([each.hex for each in ids]).told == Ids.of(ids).told
    assert found["a"] == texts and found["a"][1:-1] == texts[1:-1] and found["b"][::2] == ids[::2]


@given(TEXTS, st.integers(0, 12), st.integers(0, 12))
def test_places_that_hold_something(texts, start, stop):
    wanted = [place for place in range(start, min(stop, len(texts))) if texts[place] is not None]
    assert list(Texts.of(texts).held(start, min(stop, len(texts)))) == wanted


@pytest.mark.parametrize("listed", [Texts.of(["a", None]), Ids.of([UUID(int=1), UUID(int=2)])])
def test_there_is_nothing_past_either_end(listed):
    for place in (2, -3):
        with pytest.raises(IndexError):
            listed[place]
    assert listed != [*listed, None] and len(list(listed)) == 2


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([], Texts),
        (["a", None, ""], Texts),
        ([None, None], Texts),
        (["a", {"phones": ["07700"]}, None], Values),
        ([None, ["a"], 3], Values),
    ],
)
def test_together_values_of_any_kind_come_back_as_they_were(values, kind):
    kept = together(unpack(pack({"values": together(values)}))["values"])
    assert isinstance(kept, kind)
    assert list(kept) == values
    places = [place for place, value in enumerate(values) if value is not None]
    assert list(kept.held(0, len(values))) == places
    assert list(kept.held(1, 2)) == [place for place in places if place == 1]


def test_what_is_laid_out_is_read_without_the_rest():
    """One place of a thousand is read though every other one is no text any more."""
    told = Texts.of([f"name {n}" for n in range(1_000)])
    harmed = Texts(told.told[: told.ends[499]] + b"name 500" + b"\xfe" * 500, told.ends)
    assert harmed[500] == "name 500" and harmed[499] == "name 499"
    with pytest.raises(UnicodeDecodeError):
        harmed[501]


@pytest.mark.parametrize("told", ["1" * 31, "g" * 32, str(UUID(int=5))])
def test_what_is_no_id_is_refused(told):
    """Digits alone, as SQLite keeps them: what is written otherwise would move every id behind it."""
    with pytest.raises(ValueError, match="non-hexadecimal"):
        Ids.of([UUID(int=1), told])


def test_a_place_that_no_text_has_is_not_the_beginning_of_another():
    """`None` beside texts that are empty, and beside letters whose number is that of its mark."""
    listed = ["", None, "ÿ", None, None, ""]
    packed = unpack(pack({"listed": Texts.of(listed)}))["listed"]
    assert [packed[place] for place in range(6)] == listed
    assert list(packed.held(0, 6)) == [0, 2, 5] and list(packed.held(3, 5)) == []
    assert packed[:] == listed and packed[-2:] == [None, ""]
