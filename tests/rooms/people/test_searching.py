"""Ranking what fits: codes before names, names before other names, numbers by their own rule."""

from uuid import UUID

import pytest

from yarrow.people.searching import Search

A, B = UUID(int=1), UUID(int=2)


def fits(typed, *people, most=30):
    search = Search(typed)
    for person_id, code, called, full_name in people:
        search.look_at_code(person_id, code)
        search.look_at(person_id, "called", called)
        search.look_at(person_id, "full_name", full_name)
    return search.best(most)


def test_a_code_comes_before_a_name_that_is_the_same():
    found = fits("K7-4MW", (A, "K9-9KK", "K74MW", ""), (B, "K7-4MW", "", ""))
    assert [(fit.person_id, fit.by) for fit in found] == [(B, "code"), (A, "name")]


@pytest.mark.parametrize(
    ("typed", "n"), [("K7", 0), ("K74", 1), ("k7 4m", 1), ("K7-4MW", 1), ("Kim", 0), ("74M", 0)]
)
def test_the_beginning_of_a_code_is_enough_from_three_signs_on(typed, n):
    assert len(fits(typed, (A, "K7-4MW", "", ""))) == n
    # Who asks first whether it could be one misses none.
    assert Search(typed).may_be_code or n == 0


def test_the_name_to_be_called_by_comes_before_the_same_full_name():
    found = fits("Marion", (A, "K7-4MW", "", "Marion"), (B, "K7-4MX", "Marion", ""))
    assert [fit.person_id for fit in found] == [B, A]


def test_someone_who_fits_twice_is_found_once_by_the_better_fit():
    [fit] = fits("Marion Fletcher", (A, "K7-4MW", "Marion", "Marion Fletcher"))
    assert fit.by == "full name" and fit.score > 0.99


def test_equal_fits_keep_one_order():
    people = [(B, "K7-4MX", "Marion", ""), (A, "K7-4MW", "Marion", "")]
    assert [fit.person_id for fit in fits("Marion", *people)] == [A, B]
    assert fits("Marion", *people) == fits("Marion", *reversed(people))


def test_no_more_than_asked_for():
    people = [(UUID(int=n), "K7-4MW", "Marion", "") for n in range(9)]
    assert len(fits("Marion", *people, most=4)) == 4


@pytest.mark.parametrize(
    ("typed", "known", "is_found"),
    [
        ("943-476-5919", "943 476 5919", True),
        ("4765", "943 476 5919", True),
        ("476", "943 476 5919", False),
        ("943 476 5918", "943 476 5919", False),
        ("C12", "C-12", True),
        ("C12", "C-123", False),
        ("Kim", "", False),
    ],
)
def test_a_number_elsewhere_fits_whole_or_by_four_signs(typed, known, is_found):
    search = Search(typed)
    search.look_at(A, "external", known)
    assert bool(search.best(5)) is is_found


def test_a_number_elsewhere_is_no_name():
    search = Search("Marian")
    search.look_at(A, "external", "Marion")
    assert search.best(5) == []
    search.look_at(A, "nickname", "Marion")
    assert search.best(5)[0].by == "other name"
