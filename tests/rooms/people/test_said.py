"""What may be said about a person, and the sentences when something is wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yarrow.methods.refusals import Refusal
from yarrow.people import ages, lists, said

TODAY = date(2026, 3, 14)


@pytest.mark.parametrize(
    ("born_on", "band"),
    [
        (None, "not_said"),
        (date(2008, 3, 15), "under_18"),
        (date(2008, 3, 14), "18_24"),
        (date(2001, 3, 15), "18_24"),
        (date(2001, 3, 14), "25_34"),
        (date(1991, 3, 14), "35_44"),
        (date(1981, 3, 14), "45_54"),
        (date(1971, 3, 15), "45_54"),
        (date(1971, 3, 14), "55_plus"),
        (date(1930, 1, 1), "55_plus"),
        (date(2008, 2, 29), "18_24"),
    ],
)
def test_the_band_turns_on_the_birthday(born_on, band):
    assert ages.band_of(born_on, TODAY) == band
    assert band in lists.codes("age_band")


def test_born_on_the_leap_day_turns_eighteen_on_the_first_of_march():
    born = date(2008, 2, 29)
    assert ages.band_of(born, date(2026, 2, 28)) == "under_18"
    assert ages.band_of(born, date(2026, 3, 1)) == "18_24"


def test_a_birth_date_decides_the_band_over_what_was_ticked():
    kept = said.checked({"born_on": date(2010, 1, 1), "age_band": "25_34"}, TODAY)
    assert kept["age_band"] == "under_18"


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"called": "K" * 81}, "called", "1 character too long"),
        ({"full_name": "K" * 10_000}, "full_name", "9800 characters too long"),
        ({"appearance": "K" * 4_001}, "appearance", "Up to 4000 fit"),
        ({"called": "K\x00im"}, "called", "can't be seen"),
        ({"nationality": "\u202eKim"}, "nationality", "can't be seen"),
        ({"gender_said": "wo\u2066man"}, "gender_said", "can't be seen"),
        ({"called": "\ud800"}, "called", "can't be seen"),
        ({"gender": "female"}, "gender", "Choose one"),
        ({"gender": None}, "gender", "Choose one"),
        ({"age_band": "30"}, "age_band", "Choose one"),
        ({"trans": "maybe"}, "trans", "Choose one"),
        ({"interpreter": "French"}, "interpreter", "Choose one"),
        ({"born_on": date(2026, 3, 15)}, "born_on", "not come yet"),
        ({"born_on": date(1900, 1, 1)}, "born_on", "more than 110 years"),
        ({"first_met_on": date(2027, 1, 1)}, "first_met_on", "not come yet"),
        ({"languages": [str(n) for n in range(13)]}, "languages", "Up to 12"),
        ({"languages": ["x" * 81]}, "languages", "too long"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(given, field, words):
    with pytest.raises(Refusal, match=words) as caught:
        said.checked(given, TODAY)
    assert caught.value.field == field


def test_a_field_that_nobody_knows_is_a_mistake_of_ours():
    with pytest.raises(TypeError):
        said.checked({"immigration_status": "x"}, TODAY)


def test_there_is_no_field_for_immigration_status():
    assert not [f for f in (*said.SEALED, *said.PLAIN) if "immigra" in f or "status" in f or "visa" in f]


@given(st.text(alphabet=st.characters(exclude_categories=("C",)), max_size=80))
def test_ordinary_text_passes_and_tidying_twice_changes_nothing(text):
    try:
        once = said.words("appearance", text)
    except Refusal:
        pytest.fail("ordinary text was refused")
    assert once is None or said.words("appearance", once) == once


@pytest.mark.parametrize("name", ["Zoë", "שִׁירָה\u200f", "👩‍👩‍👧", "علی\u200cرضا", "line\nbreak", "a\r\nb"])
def test_marks_that_belong_to_writing_are_kept(name):
    assert said.words("appearance", name)


def test_composed_and_decomposed_letters_become_one_form():
    assert said.words("called", "Zoe\u0308") == "Zoë"


def test_languages_are_kept_once_and_in_order():
    assert said.languages("languages", ["Romanian", " ", "English", "Romanian"]) == ["Romanian", "English"]


def test_every_list_has_different_codes_and_no_empty_words():
    for name in (
        "gender",
        "age_band",
        "trans",
        "interpreter",
        "alias",
        "way",
        "caution",
        "open_reason",
        "end_reason",
        "setting",
    ):
        listed = lists.items(name)
        assert len({item.code for item in listed}) == len(listed)
        assert all(item.label for item in listed)
        assert all(len(item.code) <= 40 for item in listed)


def test_a_setting_that_is_no_longer_offered_stays_readable(monkeypatch):
    old = (*lists.items("setting"), lists.Item("kerb", "Kerb", until="2026.1"))
    monkeypatch.setattr(lists, "items", lambda name: old)
    assert "kerb" not in dict(lists.choices("setting"))
    assert lists.label("setting", "kerb") == "Kerb" and "kerb" in lists.codes("setting")
