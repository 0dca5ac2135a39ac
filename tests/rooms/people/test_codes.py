"""Codes: short, said aloud without mistakes, derived from nothing."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yarrow.people import codes

ambiguous = set("0O1IL2Z5S8BUV")


@given(st.integers(), st.integers(2, 4))
def test_every_code_has_the_shape_and_no_look_alikes(seed, n):
    code = codes.draw(n, random.Random(seed).choice)
    assert codes.SHAPE.match(code) and len(code) <= codes.LONGEST
    assert not ambiguous & set(code)


@given(st.integers(), st.sampled_from(["", " ", "-", " - ", "–", "."]), st.booleans())
def test_a_code_is_read_however_it_is_written(seed, between, is_small):
    code = codes.draw(choose=random.Random(seed).choice)
    written = code.replace("-", between)
    assert codes.normal(written.lower() if is_small else written) == code


@given(st.text(max_size=12))
def test_whatever_is_read_as_a_code_is_one(text):
    code = codes.normal(text)
    assert code is None or codes.normal(code) == code


@pytest.mark.parametrize("text", ["", "Kim", "K7", "77-4MW", "K7-4M", "KO-4MW", "K7-4MWWWW", "K7-4M٣"])
def test_what_is_no_code_is_not_read_as_one(text):
    assert codes.normal(text) is None


def test_codes_are_spread_over_the_whole_room():
    drawn = {codes.draw() for _ in range(2_000)}
    assert len(drawn) > 1_950
    assert {code[0] for code in drawn} == set(codes.LETTERS)


def test_a_code_that_is_taken_is_never_given_again():
    taken = set()
    for _ in range(500):
        code = codes.new_code(taken.__contains__)
        assert code not in taken
        taken.add(code)


def test_when_the_short_ones_are_gone_a_letter_is_added():
    assert len(codes.new_code(lambda code: len(code) == 6)) == 7


def test_when_nothing_is_free_the_room_says_so_instead_of_going_on_for_ever():
    with pytest.raises(RuntimeError):
        codes.new_code(lambda code: True)
