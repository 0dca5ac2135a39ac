"""Identifiers as they are typed: what a report names is found by whoever types it, in any spelling and script."""

import pytest

from tests.rooms.alerts.checks import SPELLED
from yarrow.methods.incidents import spellings

PHONES = [
    "07700 900123",
    "(07700) 900 123",
    "07700.900.123",
    "07700/900123",
    "+44 (0) 7700 900123",
    "+44 07700 900123",
    "0044 (0)7700 900123",
    "447700900123",
    "tel:+44-7700-900-123",
    "SMS:07700900123",
    "wa.me/447700900123",
    "https://wa.me/+447700900123",
    "0\u20117700\u2011900\u2011123",
    "07700\u00a0900\u202f123",
    "\u202a+447700900123\u202c",
    "\u200b07700900123\ufeff",
    "０７７００９００１２３",
    "٠٧٧٠٠٩٠٠١٢٣",
    "۰۷۷۰۰۹۰۰۱۲۳",
    "०७७००९००१२३",
    "𝟎𝟕𝟕𝟎𝟎𝟗𝟎𝟎𝟏𝟐𝟑",
    "07700 900123\n",
    "07700 900123 (work)",
]


@pytest.mark.parametrize("text", PHONES)
def test_number_is_one_however_it_is_typed_and_by_whom(text):
    assert spellings.whole("phone", text) == SPELLED == spellings.readings(text)["phone"]


@pytest.mark.parametrize(
    "text",
    [
        "07700 900123 x5",
        "07700 9001234",
        "0770 900123",
        "07700 90012?",
        "*900123",
        "ends 0123",
        "07700 900123 or 07700 900124",
        "0" * 11,
        "+" * 50,
        "07700 900123 " + "x" * 200,
        "jo07700900123@post.example",
        "",
    ],
)
def test_what_is_no_whole_number_reads_as_none(text):
    assert spellings.readings(text)["phone"] == ""


@pytest.mark.parametrize(
    ("region", "text", "spelled"),
    [
        ("AT", "0664 1234567", "+436641234567"),
        ("DE", "0151 23456789", "+4915123456789"),
        ("US", "(202) 555-0123", "+12025550123"),
        ("RO", "0721 234 567", "+40721234567"),
        ("AT", "+44 7700 900123", "+447700900123"),
    ],
)
def test_number_without_a_country_is_of_the_place(region, text, spelled):
    assert spellings.whole("phone", text, region) == spelled == spellings.readings(text, region)["phone"]


@pytest.mark.parametrize(
    ("kind", "typed", "asked"),
    [
        ("plate", "AB10 CDE", "ab-10-cde"),
        ("plate", "OI 10", "0110"),
        ("plate", "ＡＢ１０ＣＤＥ", "AB10CDE"),
        ("plate", "ab 10\u00a0cde", "AB1OCDE"),
        ("online", "@Night_Man", "night_man"),
        ("online", "https://www.instagram.com/Night_Man/?hl=en", "@NIGHT_MAN"),
        ("online", "t.me/night_man", "https://telegram.me/night_man"),
        ("online", "https://m.facebook.com/night.man", "night.man"),
        ("online", "mailto:Jo+x@post.example", "JO@POST.EXAMPLE"),
        ("online", "Ｎｉｇｈｔ＿Ｍａｎ", "night_man"),
        ("online", "STRASSE_1", "straße_1"),
    ],
)
def test_plates_and_names_are_one_however_they_are_typed(kind, typed, asked):
    assert spellings.whole(kind, typed) == spellings.readings(asked)[kind] != ""
    assert spellings.whole(kind, asked) == spellings.readings(typed)[kind]


@pytest.mark.parametrize(
    "text", [*PHONES, "AB10 CDE", "@night_man", "jo@post.example", "x" * 300, "\x00", "☀☀☀"]
)
def test_what_is_asked_reads_as_what_was_named_for_every_kind(text):
    """A report that names something is found by whoever types exactly the same."""
    readings = spellings.readings(text)
    for kind in ("plate", "online"):
        assert spellings.whole(kind, text) == readings[kind]
    assert readings["phone"] in ("", spellings.whole("phone", text))
