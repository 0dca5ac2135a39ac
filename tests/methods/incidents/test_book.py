"""What the match book finds, what it never finds, and why it says so."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.incidents import corpus
from yarrow.methods.incidents import Book, Described, Weights

A_DAY = date(2026, 5, 1)
MAN = Described(
    key="first",
    report="r1",
    phones=("07700900123",),
    plates=("AB12 CDE",),
    names=("Dave",),
    age=(40, 45),
    height=(178, 184),
    traits={"build": "slim", "vehicle_make": "ford"},
    marks=frozenset({"limp"}),
    methods=frozenset({"fake_notes"}),
    kinds=frozenset({"robbery"}),
    place="z1",
    day=A_DAY,
    hours="night",
    words="he had a rosary on the mirror",
)
TOWN = corpus(400, seed=3)


def town(*more: Described) -> Book:
    book = Book()
    for one in (*TOWN.reports, *more):
        book.add(one)
    return book


def first(book: Book, asked: Described) -> str:
    return book.likest(asked, 1)[0].key


@pytest.mark.parametrize(
    "asked",
    [
        Described("q", phones=("+44 7700 900123",)),
        Described("q", phones=("07700900124",)),  # one digit
        Described("q", phones=("07700900132",)),  # two turned
        Described("q", phones=("ends 900123",)),
        Described("q", plates=("ab12cde",)),
        Described("q", plates=("AB12*",)),
        Described("q", plates=("*2CDE",)),
        Described("q", plates=("A?12 C?E",)),
        Described("q", plates=("AB12 CDF",)),
        Described("q", plates=("АВ12 СDЕ",)),  # on a Cyrillic keyboard
        Described("q", words="a rosary hung from his mirror"),
    ],
)
def test_likest_finds_by_one_thing_alone(asked):
    stranger = [replace(one, words="", phones=(), plates=()) for one in TOWN.reports]
    book = Book()
    for one in (*stranger, MAN):
        book.add(one)
    assert first(book, asked) == "first"


@pytest.mark.parametrize("plate", ["ب ح 1234", "LJ ČŠ-123", "กข 1234", "沪A12345", "Б123ГД"])
def test_likest_finds_a_plate_of_any_script(plate):
    book = town(replace(MAN, phones=(), plates=(plate,)))
    likest = book.likest(Described("q", plates=(plate,)), 1)[0]
    assert (likest.key, likest.is_suggested) == ("first", True)


def test_likest_many_weak_things_together():
    asked = replace(MAN, key="q", report="r2", phones=(), plates=(), words="", names=("Davey",))
    assert first(town(MAN), asked) == "first"


def test_likest_says_why_with_the_weightiest_first():
    found = town(MAN).likest(Described("q", phones=("07700900123",), age=(20, 25)), 1)[0]
    assert [reason.field for reason in found.reasons] == ["phone", "age"]
    assert found.reasons[0].bits > 0 > found.reasons[1].bits
    assert found.bits == pytest.approx(sum(reason.bits for reason in found.reasons), abs=0.2)


def test_likest_same_number_is_suggested_and_a_common_name_is_not():
    book = town(MAN)
    assert book.likest(replace(MAN, key="q", report="r2"), 1)[0].is_suggested
    assert not any(one.is_suggested for one in book.likest(Described("q", names=("John",)), 5))


def test_likest_never_its_own_report():
    other = replace(MAN, key="second")  # of the same report
    book = town(MAN, other)
    assert "second" not in {one.key for one in book.likest(MAN, 50)}
    assert "first" not in {one.key for one in book.likest(MAN, 50)}


def test_remove_is_never_found_again_and_may_come_back():
    book = town(MAN)
    n = len(book)
    book.remove("first")
    asked = replace(MAN, key="q", report="q")
    assert first(book, asked) != "first" and len(book) == n - 1 and "first" not in book
    book.add(MAN)
    assert first(book, asked) == "first" and len(book) == n


def test_add_again_replaces():
    book = town(MAN)
    book.add(replace(MAN, phones=("07700900999",)))
    found = book.likest(Described("q", phones=("07700900123",)), 3)
    assert "first" not in {one.key for one in found if one.bits > 5}
    assert first(book, Described("q", phones=("07700900999",))) == "first"


def test_empty_book_and_empty_question():
    assert Book().likest(MAN) == []
    assert not any(one.is_suggested for one in town().likest(Described("q")))


def test_rarer_agreement_is_worth_more():
    common = [replace(MAN, key=f"c{n}", report=f"c{n}", phones=(), names=("Kofi",)) for n in range(80)]
    rare = replace(MAN, key="rare", report="rare", phones=(), names=("Bishop",))
    book = town(*common, rare)
    bits = {
        name: next(
            r.bits for r in book.likest(Described("q", names=(name,)), 1)[0].reasons if r.field == "name"
        )
        for name in ("Kofi", "Bishop")
    }
    assert bits["Bishop"] > bits["Kofi"] + 2


def test_trait_no_training_met_still_counts():
    book = town(replace(MAN, phones=(), traits={"shoes": "red"}), *())
    assert first(book, Described("q", traits={"shoes": "red"})) == "first"


def test_an_age_grows_with_the_years():
    old = Described("then", age=(30, 32), day=date(2016, 5, 1), phones=("07700900555",))
    asked = Described("q", age=(40, 42), day=A_DAY, phones=("07700900555",))
    reasons = {one.field: one for one in town(old).likest(asked, 1)[0].reasons}
    assert reasons["age"].level == 5


@given(st.permutations(range(60)))
@settings(max_examples=10, deadline=None)
def test_bits_do_not_depend_on_the_order_in_which_reports_came(order):
    reports = TOWN.reports[:60]
    plain, shuffled = Book(), Book()
    for one in reports:
        plain.add(one)
    for number in order:
        shuffled.add(reports[number])
    asked = TOWN.reports[100]
    assert np.allclose(plain.bits(asked)[list(order)], shuffled.bits(asked), atol=1e-3)


def test_better_agreement_never_counts_less():
    """Within each field that has an order, going nearer never takes bits away by more than noise."""
    weights = Weights.shipped()
    for name in ("phone", "plate", "online", "name"):
        field = weights.fields[name]
        bits = [np.log2(m / u) for m, u in zip(field.mates, field.others, strict=True)]
        assert bits[0] < 0 < bits[-1], name
        assert bits[-1] == max(bits), name


def test_quality_of_a_small_register():
    """Most of what can be found is found: twice what equality of number or plate finds."""
    register = corpus(1500, seed=11)
    mates = register.mates()
    book = Book()
    for one in register.reports:
        book.add(one)
    asked = [one for one in register.reports if one.key in mates]
    found = sum(any(like.key in mates[one.key] for like in book.likest(one)) for one in asked)
    assert found / len(asked) > 0.7


def test_weights_refuse_what_does_not_fit():
    content = {"fields": {"phone": {"mates": [0.5, 0.5], "others": [1.0]}}, "alike": {}, "suggest": 1}
    with pytest.raises(ValueError, match="phone"):
        Weights.read(content)
    content["fields"]["phone"]["others"] = [1.0, 0.0]
    with pytest.raises(ValueError, match="above zero"):
        Weights.read(content)
