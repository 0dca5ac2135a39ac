"""Fields that ask about an incident: what they take, and what they refuse in words."""

import pytest
from django.core.exceptions import ValidationError

from yarrow.safety.forms.fields import DayOrMonthField, LinesField
from yarrow.safety.showing import day_in_words, offender_in_words


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (["20", "11", "2025"], "2025-11-20"),
        (["", "11", "2025"], "2025-11"),
        ([" ", "2", "2024"], "2024-02"),
        (["", "", ""], ""),
        (["3 Jan 2024", "", ""], "2024-01-03"),
        (None, ""),
    ],
)
def test_day_or_month_is_as_much_as_was_said(typed, day):
    assert DayOrMonthField().clean(typed) == day


@pytest.mark.parametrize(
    "typed",
    [
        ["31", "2", "2025"],
        ["", "13", "2025"],
        ["", "", "2025"],
        ["1", "1", "9999"],
        ["", "12", "9999"],
        ["1", "1", "1979"],
        ["", "1", "0001"],
        ["٣", "x", "\x00"],
    ],
)
def test_day_or_month_refuses_what_cannot_be(typed):
    with pytest.raises(ValidationError):
        DayOrMonthField().clean(typed)


def test_lines_are_those_that_say_something():
    assert LinesField().clean(" 07700 \r\n\r\n 900124\n") == ["07700", "900124"]
    assert LinesField().clean("") == []
    assert len(LinesField().clean("1\n" * 10)) == 10


@pytest.mark.parametrize("typed", ["1\n" * 11, "x" * 201, "a\x00b"])
def test_lines_refuse_too_many_and_too_long(typed):
    with pytest.raises(ValidationError):
        LinesField().clean(typed)


@pytest.mark.parametrize(
    ("day", "words"), [("2025-11-20", "20 November 2025"), ("2025-11", "November 2025"), ("", "")]
)
def test_day_in_words(day, words):
    assert day_in_words(day) == words


def test_offender_in_words_names_each_thing_once_in_order():
    said = {
        "words": "Northern",
        "phones": ["07700", "900"],
        "age": "35-44",
        "marks": ["limp"],
        "hair": "gone",
    }
    shown = [(one.name, one.words) for one in offender_in_words(said)]
    assert shown == [
        ("phones", "07700\n900"),
        ("age", "35 to 44"),
        ("hair", "gone"),
        ("marks", "Limp"),
        ("words", "Northern"),
    ]
    assert offender_in_words({}) == []
