"""The edges between age bands, above all the eighteenth birthday; and how a correction moves somebody across."""

from datetime import date, timedelta

import pytest
from hypothesis import given as example
from hypothesis import strategies as st

from yarrow.methods.refusals import Refusal
from yarrow.people import ages, said, sheets
from yarrow.people.actions.keeping import _differs
from yarrow.people.history import _in_words
from yarrow.people.lists import NOT_SAID, UNDER_18, codes

DAY = date(2026, 3, 14)
DAYS = st.dates(date(1930, 1, 1), date(2026, 3, 14))


@pytest.mark.parametrize(
    ("born_on", "band"),
    [
        (None, NOT_SAID),
        (date(2008, 3, 15), UNDER_18),
        (date(2008, 3, 14), "18_24"),
        (date(2008, 3, 13), "18_24"),
        (date(2001, 3, 15), "18_24"),
        (date(2001, 3, 14), "25_34"),
        (date(1991, 3, 14), "35_44"),
        (date(1981, 3, 14), "45_54"),
        (date(1971, 3, 15), "45_54"),
        (date(1971, 3, 14), "55_plus"),
        (DAY, UNDER_18),
    ],
)
def test_band_changes_on_the_birthday_itself(born_on, band):
    assert ages.band_of(born_on, DAY) == band and band in codes("age_band")


def test_born_on_the_29th_of_february_is_18_on_the_1st_of_march():
    leap = date(2008, 2, 29)
    assert ages.band_of(leap, date(2026, 2, 28)) == UNDER_18
    assert ages.band_of(leap, date(2026, 3, 1)) == "18_24"


@example(DAYS, st.integers(0, 20000))
def test_nobody_grows_younger(born_on, n_days):
    later = born_on + timedelta(days=n_days)
    assert 0 <= ages.age_on(born_on, later) <= ages.age_on(born_on, later + timedelta(days=1))


def test_birth_date_counts_over_an_age_band_said_beside_it():
    """Whoever is sixteen is under 18, whatever band was pressed."""
    kept = said.checked({"born_on": date(2009, 9, 9), "age_band": "25_34"}, DAY)
    assert kept["age_band"] == UNDER_18
    assert said.checked({"age_band": "25_34", "born_on": date(2009, 9, 9)}, DAY)["age_band"] == UNDER_18


def test_birth_date_taken_back_leaves_the_band_that_is_said():
    assert said.checked({"born_on": None, "age_band": "25_34"}, DAY)["age_band"] == "25_34"
    assert "age_band" not in said.checked({"born_on": None}, DAY)


@pytest.mark.parametrize("born_on", [DAY + timedelta(days=1), date(1915, 3, 14)])
def test_birth_date_that_cannot_be_is_refused_at_its_field(born_on):
    with pytest.raises(Refusal) as refused:
        said.checked({"born_on": born_on}, DAY)
    assert refused.value.field == "born_on"


@pytest.mark.parametrize("field", said.QUIET)
def test_quiet_fact_is_checked_at_its_own_field(field):
    wrong = "no such answer" if field in said.CHOSEN else "x" * (said.LIMITS.get(field, 0) + 1)
    with pytest.raises(Refusal) as refused:
        said.checked({field: wrong}, DAY)
    assert refused.value.field == field


def test_quiet_facts_stand_apart_from_the_rest_of_the_page():
    assert not set(said.QUIET) & set(sheets.SHOWN)
    assert set(said.QUIET) | set(sheets.SHOWN) | {"called"} == {*said.SEALED, *said.PLAIN}


@pytest.mark.parametrize(
    ("before", "after", "differs"),
    [
        (None, "", False),
        (None, [], False),
        ("", None, False),
        ("1990-05-01", date(1990, 5, 1), False),
        ("1990-05-01", date(1990, 5, 2), True),
        (["ro"], ["ro"], False),
        (["ro", "en"], ["en", "ro"], True),
        ("Kim", None, True),
        (None, "Kim", True),
    ],
)
def test_only_what_says_something_else_is_a_change(before, after, differs):
    assert _differs(before, after) is differs


def test_history_says_in_words_what_stood():
    stood = {"gender": "woman", "born_on": "1990-05-01", "languages": ["ro", "en"], "nationality": None}
    words = {line["key"]: line["value"] for line in _in_words("person", stood)}
    assert words["Date of birth"] == "1 May 1990" and words["Languages"] == "ro, en"
    assert words["Gender for counting"] == "Woman" and words["Nationality"] == "nothing"


def test_history_of_a_way_says_only_what_changed():
    assert _in_words("way", {"safe_times": "after six"}) == [{"key": "When it is safe", "value": "after six"}]
    assert _in_words("way", {"value": None}) == []
