"""What a check looks for: any spelling of a number or plate is one, nearly the same is another, a part is none."""

from functools import cache

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from yarrow.methods.incidents import identifiers, spellings
from yarrow.methods.incidents.spellings import ONLINE, PHONE, PLATE

DIGITS = "0123456789"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
TAIL = st.text(DIGITS, min_size=3, max_size=3)
APART = st.sampled_from(["", " ", "-", ".", "\u00a0", "\u2009", "\u200b"])
WIDE = str.maketrans(DIGITS + LETTERS, "".join(chr(ord(sign) + 0xFEE0) for sign in DIGITS + LETTERS))
ARABIC = str.maketrans(DIGITS, "٠١٢٣٤٥٦٧٨٩")
PLATES = st.tuples(
    st.text(LETTERS, min_size=2, max_size=2),
    st.text(DIGITS, min_size=2, max_size=2),
    st.text(LETTERS, min_size=3, max_size=3),
).map("".join)


def trouble_of(typed):
    return spellings.trouble(typed, spellings.readings(typed))


def spread(data, text):
    return "".join(sign + data.draw(APART) for sign in text)


@given(TAIL, st.data())
def test_readings_of_any_spelling_of_a_number_are_the_number(tail, data):
    national = f"7700900{tail}"
    start = data.draw(
        st.sampled_from(["0", "+44", "0044", "+44(0)", "(+44) ", "tel:+44", "https://wa.me/44"])
    )
    typed = start + (national if "wa.me" in start else spread(data, national))
    if data.draw(st.booleans()) and "wa.me" not in start:
        typed = typed.translate(data.draw(st.sampled_from([WIDE, ARABIC])))
    assert spellings.readings(typed)[PHONE] == spellings.whole(PHONE, f"0{national}") == f"+44{national}"
    assert trouble_of(typed) == ""


@given(TAIL, TAIL)
def test_readings_of_another_number_are_another(one, other):
    assume(one != other)
    first, second = (spellings.readings(f"07700900{tail}") for tail in (one, other))
    assert first[PLATE] == second[PLATE] == "" != first[PHONE]
    assert first[PHONE] != second[PHONE] and first[ONLINE] != second[ONLINE]


@given(TAIL, st.integers(0, 9), st.sampled_from(DIGITS))
def test_readings_of_a_number_with_a_digit_more_are_not_the_number(tail, place, more):
    number = f"7700900{tail}"
    typed = f"0{number[:place]}{more}{number[place:]}"
    assert spellings.readings(typed)[PHONE] != f"+44{number}"


@given(PLATES, st.data())
def test_readings_of_any_spelling_of_a_plate_are_the_plate(plate, data):
    seen = "".join(data.draw(st.sampled_from({"0": "0Oo", "1": "1Ii"}.get(s, s + s.lower()))) for s in plate)
    typed = spread(data, seen)
    if data.draw(st.booleans()):
        typed = typed.translate(WIDE)
    assert spellings.readings(typed)[PLATE] == spellings.whole(PLATE, plate) != ""


@given(st.text("ABEKMHOPCTYX0123456789", min_size=2, max_size=8), st.data())
def test_readings_of_a_plate_in_cyrillic_letters_are_the_plate(plate, data):
    cyrillic = str.maketrans("ABEKMHOPCTYX", "АВЕКМНОРСТУХ")
    typed = "".join(sign.translate(cyrillic) if data.draw(st.booleans()) else sign for sign in plate)
    assert spellings.readings(typed)[PLATE] == spellings.whole(PLATE, typed) == spellings.whole(PLATE, plate)
    assert spellings.whole(PLATE, plate)


@given(PLATES, st.integers(0, 6), st.sampled_from(LETTERS + DIGITS))
def test_readings_of_nearly_the_same_plate_are_another(plate, place, sign):
    other = plate[:place] + sign + plate[place + 1 :]
    assume(other.translate(str.maketrans("OI", "01")) != plate.translate(str.maketrans("OI", "01")))
    assert spellings.readings(other)[PLATE] != spellings.readings(plate)[PLATE]
    assert spellings.readings(plate + sign)[PLATE] != spellings.readings(plate)[PLATE]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (PHONE, "ends 0123"),
        (PHONE, "077??900123"),
        (PHONE, "07700 9001"),
        (PHONE, "07700 900123 4567 8901 23"),
        (PHONE, "+999 12 345 678"),
        (PHONE, "no number"),
        (PLATE, "AB12*"),
        (PLATE, "AB?2 CDE"),
        (PLATE, "AB12 …"),
        (PLATE, "A"),
        (PLATE, "AB12CDEFGH34"),
        (ONLINE, "@n"),
        (ONLINE, "night*"),
        (ONLINE, ""),
    ],
)
def test_whole_takes_no_part(kind, typed):
    assert spellings.whole(kind, typed) == ""


@pytest.mark.parametrize(
    "typed",
    [
        "@Night_Man",
        "night_man",
        "https://www.instagram.com/night_man/",
        "instagram.com/Night_Man?igsh=abc",
        "http://m.tiktok.com/@night_man",
        "https://t.me/night_man",
        "snapchat.com/add/night_man",
        "https://www.reddit.com/user/night_man/",
        " @ night_man\u200b",
    ],
)
def test_readings_of_a_name_are_the_name_on_whatever_site(typed):
    assert spellings.readings(typed)[ONLINE] == "night_man"


@pytest.mark.parametrize(
    "typed",
    [
        "night_man2",
        "nightman",
        "https://adverts.example/night_man",
        "instagram.com/p/night_man",
        "night_man@b.example",
    ],
)
def test_readings_of_other_names_and_places_are_others(typed):
    assert spellings.readings(typed)[ONLINE] not in ("night_man", "")


def test_readings_of_an_address():
    typed = "mailto:Jo.Bloggs+x@GoogleMail.com"
    assert spellings.readings(typed)[ONLINE] == spellings.readings("jobloggs@gmail.com")[ONLINE]
    assert spellings.readings("07700900123@mail.example")[PHONE] == ""
    assert spellings.readings("https://adverts.example/07700900123")[PHONE] == ""


def test_readings_are_of_the_region():
    assert spellings.readings("0722 000 000", "RO")[PHONE] == "+40722000000"
    assert spellings.readings("+40722000000", "GB")[PHONE] == "+40722000000"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", spellings.NOTHING),
        (" \u200b\n", spellings.NOTHING),
        ("\x00", spellings.NOTHING),
        pytest.param("7" * 201, spellings.TOO_LONG, id="long"),
        ("?", spellings.PART),
        ("*123", spellings.PART),
        ("07700 9001", spellings.DIGITS),
        ("0770090012345678", spellings.DIGITS),
        ("07700 900123", ""),
        ("AB12 CDE", ""),
        ("a.b@c.example", ""),
    ],
)
def test_trouble_says_why(typed, why):
    assert trouble_of(typed) == why


@given(st.text(max_size=220))
@example("0?*")
@example("instagram.com/a/b?*")
@example("instagram.com/anna?*")
def test_readings_of_anything_at_all_are_spellings_or_nothing(typed):
    found = spellings.readings(typed)
    assert set(found) == set(spellings.KINDS)
    assert all("*" not in each for each in found.values())
    assert trouble_of(typed) in ("", *spellings.TROUBLES)


def test_readings_are_remembered_nowhere():
    kept = [
        name for module in (identifiers, spellings) for name in vars(module) if remembers(vars(module)[name])
    ]
    assert kept == []
    assert remembers(cache(identifiers.plate))


def remembers(function):
    return hasattr(function, "cache_info")
