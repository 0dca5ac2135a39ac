"""What a likeness says of itself: its reasons, in order, and what is left out."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.incidents import corpus
from yarrow.methods.incidents import Book, Described

REGISTER = corpus(300, seed=51)
ASKED = Described(
    "q",
    report="rq",
    phones=("07700900123",),
    plates=("AB12 CDE",),
    names=("Dave",),
    age=(40, 45),
    traits={"build": "slim"},
    methods=frozenset({"fake_notes", "knife"}),
    place="z4",
    day=date(2026, 3, 1),
    words="he had a rosary on the mirror",
)


def book_with(*more):
    book = Book()
    for one in (*REGISTER.reports, *more):
        book.add(one)
    return book


def reasons(stored, asked=ASKED):
    """Field (and the code it is about) → bits, of the stored description beside the one asked about."""
    found = {one.key: one for one in book_with(stored).likest(asked, 400)}[stored.key]
    return {(one.field, one.detail): one.bits for one in found.reasons}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phones", ()),
        ("plates", ()),
        ("names", ()),
        ("age", None),
        ("traits", {}),
        ("methods", frozenset()),
        ("place", ""),
        ("day", None),
    ],
)
def test_reasons_what_was_not_said_is_no_reason(field, value):
    of = {"phones": "phone", "plates": "plate", "names": "name", "traits": "trait.build"}.get(field, field)
    whole = replace(ASKED, key="s", report="rs")
    assert of in {name for name, _ in reasons(whole)}
    assert of not in {name for name, _ in reasons(replace(whole, **{field: value}))}
    assert of not in {name for name, _ in reasons(whole, replace(ASKED, **{field: value}))}


@pytest.mark.parametrize(
    ("field", "other", "of"),
    [
        ("phones", ("07700900999",), ("phone", "")),
        ("plates", ("XY99 ZZZ",), ("plate", "")),
        ("names", ("Tunde",), ("name", "")),
        ("age", (18, 20), ("age", "")),
        ("traits", {"build": "large"}, ("trait.build", "")),
        ("methods", frozenset({"dog"}), ("methods", "knife")),
        ("place", "z40", ("place", "")),
        ("day", date(2019, 1, 1), ("day", "")),
    ],
)
def test_reasons_agreeing_speaks_for_and_differing_against(field, other, of):
    same = replace(ASKED, key="s", report="rs")
    assert reasons(same)[of] > 0 > reasons(replace(same, **{field: other}))[of]


def test_reasons_each_method_stands_by_itself():
    found = reasons(replace(ASKED, key="s", report="rs", methods=frozenset({"knife"})))
    assert found["methods", "knife"] > 0 > found["methods", "fake_notes"]


def test_reasons_shared_words_are_named():
    asked = replace(ASKED, words="jars of marmalade on the seat")
    found = reasons(replace(ASKED, key="s", report="rs", words="it smelled of marmalade"), asked)
    assert found["words", "marmalade"] > 0


def test_reasons_are_ordered_by_weight():
    for like in book_with(replace(ASKED, key="s", report="rs")).likest(ASKED, 50):
        weights = [abs(reason.bits) for reason in like.reasons]
        assert weights == sorted(weights, reverse=True)


def test_likest_is_in_order_and_as_long_as_asked():
    book = book_with()
    found = book.likest(ASKED, 17)
    assert len(found) == 17
    assert [one.bits for one in found] == sorted((one.bits for one in found), reverse=True)
    assert len(book.likest(ASKED, 1000)) == 300


def test_likest_a_suggestion_is_a_matter_of_bits():
    book = book_with(replace(ASKED, key="s", report="rs"))
    needed = np.log2(len(book)) + book.weights.suggest
    for one in book.likest(ASKED, 60):
        assert one.is_suggested == (one.bits >= round(float(needed), 1)) or abs(one.bits - needed) < 0.1


def test_likest_many_of_one_report_never_meet_each_other():
    gang = [replace(ASKED, key=f"g{n}", report="rg") for n in range(4)]
    book = book_with(*gang)
    for one in gang:
        assert not {like.report for like in book.likest(one, 400)} & {"rg"}
    # Somebody else's report meets all of them.
    assert {like.key for like in book.likest(ASKED, 4)} == {one.key for one in gang}


def test_likest_a_thousand_reports_from_one_source_do_not_make_a_stranger_likely():
    """A number that very many reports have says little: floods of one report are no evidence."""
    flood = [replace(ASKED, key=f"f{n}", report=f"f{n}", names=(), words="") for n in range(200)]
    few, many = book_with(flood[0]), book_with(*flood)
    worth = []
    for book in (few, many):
        like = next(one for one in book.likest(ASKED, 600) if one.key == "f0")
        worth.append(next(reason.bits for reason in like.reasons if reason.field == "phone"))
    assert worth[1] < worth[0] - 4


@given(st.sets(st.integers(0, 299), max_size=40))
@settings(max_examples=15, deadline=None)
def test_remove_leaves_the_others_as_if_it_had_never_been(gone):
    book, without = book_with(), Book()
    for number, one in enumerate(REGISTER.reports):
        if number in gone:
            book.remove(one.key)
        else:
            without.add(one)
    kept = [one for one in book.bits(ASKED) if np.isfinite(one)]
    assert np.allclose(kept, without.bits(ASKED), atol=1e-3)
    assert len(book) == len(without)


def test_bits_are_finite_but_for_what_is_shut_out():
    book = book_with(ASKED)
    bits = book.bits(ASKED)
    assert np.isneginf(bits[-1]) and np.all(np.isfinite(bits[:-1]))


# Letters and digits of every script, and whatever else there is.
ANY = st.text(st.characters(categories=("L", "N")) | st.characters(), max_size=30)


@given(ANY)
@settings(deadline=None)
@example("")
@example(" ")
@example("\u200b")
@example("\x00")
@example("🚗" * 40)
@example("a" * 20_000)
@example("<b>'\"--")
@example("СА1234ВТ")
@example("ب ح 1234")
@example("LJ ČŠ-123")
@example("กข 1234")
@example("沪A12345")
@example("𞤀𞤁12")
def test_anything_typed_is_taken(text):
    one = Described(
        "t", phones=(text,), plates=(text,), online=(text,), names=(text,), words=text, place=text
    )
    book = Book()
    for each in (*REGISTER.reports[:40], one):
        book.add(each)
    assert "t" in book and isinstance(book.likest(replace(one, key="u"), 3), list)
