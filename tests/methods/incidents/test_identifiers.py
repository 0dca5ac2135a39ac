"""Whatever way it is typed, it is one number, one plate, one name on the net."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yarrow.methods.incidents import identifiers

DIGITS = "0123456789"
# A range that Ofcom keeps for drama: nobody's number.
TAIL = st.text(DIGITS, min_size=3, max_size=3)
APART = st.sampled_from(["", " ", "-", ".", "\u00a0", "\u2009", "\u200b"])


def _spread(text: str, gaps: list[str]) -> str:
    return "".join(sign + gap for sign, gap in zip(text, gaps, strict=True))


@given(TAIL, st.data())
def test_phone_every_spelling_is_one(tail, data):
    national = f"7700900{tail}"
    wanted = f"+44{national}"
    start = data.draw(st.sampled_from(["0", "+44", "0044", "+44(0)", "(+44) ", "+44 0"]))
    gaps = [data.draw(APART) for _ in national]
    assert identifiers.phone(start + _spread(national, gaps)) == wanted


@given(TAIL)
def test_phone_other_digits_are_digits(tail):
    arabic = str.maketrans(DIGITS, "٠١٢٣٤٥٦٧٨٩")
    wide = str.maketrans(DIGITS, "０１２３４５６７８９")
    national = f"07700900{tail}"
    assert identifiers.phone(national.translate(arabic)) == f"+447700900{tail}"
    assert identifiers.phone(national.translate(wide)) == f"+447700900{tail}"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ends 0123", "*0123"),
        ("…123", "*123"),
        ("077??900123", "*900123"),
        ("12", ""),
        ("", ""),
        ("no number", ""),
        ("+40 21 310 0000", "+40213100000"),
        ("0040213100000", "+40213100000"),
    ],
)
def test_phone_part_and_other_countries(typed, kept):
    assert identifiers.phone(typed) == kept


def test_phone_is_from_the_region_asked():
    assert identifiers.phone("0722 000 000", "RO") == "+40722000000"


def test_phone_two_numbers_stay_two():
    assert identifiers.phone("07700900123") != identifiers.phone("07700900124")


@given(st.text("ABCDEFGHJKLMNPRSTUVWXY0123456789", min_size=2, max_size=8), st.data())
def test_plate_every_spelling_is_one(signs, data):
    gaps = [data.draw(st.sampled_from(["", " ", "-"])) for _ in signs]
    other = signs.lower() if data.draw(st.booleans()) else signs
    if data.draw(st.booleans()):
        other = other.replace("0", "O").replace("1", "I")
    assert identifiers.plate(_spread(other, gaps)) == identifiers.plate(signs)


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("СА 1234 ВТ", "CA1234BT"),
        ("са1234вт", "CA1234BT"),
        ("АВЕКМНОРСТ", "ABEKMHOPCT"),
        ("ІО7777ВХ", "IO7777BX"),
        ("ΙΚΧ-1234", "IKX1234"),
        ("١٢٣٤ ABC", "1234ABC"),
    ],
)
def test_plate_of_letters_that_look_alike_is_one(typed, same):
    assert identifiers.plate(typed) == identifiers.plate(same) != ""


@pytest.mark.parametrize("typed", ["Б1234Г", "ب ح ١٢٣٤", "กข 1234", "沪A12345", "ČŠ123"])
def test_plate_of_letters_of_their_own_keeps_them(typed):
    assert any(sign.isalpha() and not sign.isascii() for sign in identifiers.plate(typed))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ab12 cde", "AB12CDE"),
        ("AB12...", "AB12*"),
        ("…CDE", "*CDE"),
        ("A?12 ?DE", "A?12?DE"),
        ("ab__ cde", "AB*CDE"),
        ("A", ""),
        ("???", ""),
        ("", ""),
    ],
)
def test_plate_parts(typed, kept):
    assert identifiers.plate(typed) == kept


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("@Bad_Dave", "bad_dave"),
        ("https://www.example.com/u/dave/", "example.com/u/dave"),
        ("Dave.Smith+x@Gmail.com", "davesmith@googlemail.com"),
        ("D A V E @ example.org", "dave@example.org"),
    ],
)
def test_online_spellings(typed, same):
    assert identifiers.online(typed) == identifiers.online(same) != ""


@given(st.text(st.characters(categories=("L", "N")) | st.characters(), max_size=40))
def test_nothing_typed_breaks_it(text):
    for read in (identifiers.phone, identifiers.plate, identifiers.online):
        assert len(read(text)) <= 2 * len(text) + 4


@given(st.text("abz019 @./?*-_O", max_size=16))
def test_what_is_kept_is_kept_as_it_is_when_read_again(text):
    for read in (identifiers.phone, identifiers.plate):
        kept = read(text)
        assert read(kept) == kept


@pytest.mark.parametrize(
    ("one", "other", "n"),
    [
        ("+447700900123", "*900123", 6),
        ("*123", "*123", 3),
        ("+447700900123", "+447700900124", 0),
        ("*1", "", 0),
    ],
)
def test_digits_shared_counts_from_the_end(one, other, n):
    assert identifiers.digits_shared(one, other) == identifiers.digits_shared(other, one) == n


@pytest.mark.parametrize(
    ("one", "other", "n", "of"),
    [
        ("AB12CDE", "AB12CDE", 7, 7),
        ("AB12CDE", "AB12C??", 5, 7),
        ("AB12CDE", "*CDE", 3, 7),
        ("AB12CDE", "B12C", 0, 7),
        ("AB12CDE", "*B12C*", 4, 7),
        ("AB12CDE", "", 0, 7),
    ],
)
def test_signs_shared_lays_a_part_where_most_agrees(one, other, n, of):
    assert identifiers.signs_shared(one, other) == identifiers.signs_shared(other, one) == (n, of)
