"""Files that leave: cells that nobody's program runs, and ZIPs that come in parts."""

import csv
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yarrow.methods.spreadsheet import AT_ONCE, FORMULA_STARTS, csv_parts, harmless
from yarrow.methods.zipped import stream

FEW_TIMES = settings(max_examples=40, deadline=None)
TEXT = st.text(
    alphabet=["=", "+", "-", "@", "\t", "\n", "＝", " ", "\u00a0", "'", '"', ",", ";", "a", "é", "7"]
)
CELLS = st.one_of(TEXT, st.none(), st.integers(-99, 99))


def read_back(columns, rows):
    text = b"".join(csv_parts(columns, rows)).decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


@FEW_TIMES
@given(TEXT)
def test_no_text_begins_a_formula_and_none_is_changed_otherwise(text):
    made = harmless(text)
    assert not made.lstrip(" \u00a0").startswith(FORMULA_STARTS)
    assert made in (text, f"'{text}")
    assert harmless(made) == made, "made harmless once is enough"


@FEW_TIMES
@given(st.lists(st.tuples(CELLS, CELLS), max_size=6))
def test_every_cell_is_read_back_as_it_was_or_with_an_apostrophe(rows):
    head, *read = read_back(["a", "b"], rows)
    assert head == ["a", "b"] and len(read) == len(rows)
    for wanted, found in zip(rows, read, strict=True):
        for cell, text in zip(wanted, found, strict=True):
            said = "" if cell is None else str(cell)
            assert text == (harmless(said) if isinstance(cell, str) else said)


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        '=HYPERLINK("x")',
        "@SUM(A1)",
        "-2+3",
        "+44 7700",
        "\u00a0 =1",
        "\r=1",
        "＋1",
        "\n=1",
    ],
)
def test_what_somebody_typed_as_a_heading_or_a_cell_is_never_run(text):
    (head,), (cell,) = read_back([text], [[text]])
    assert head == cell == f"'{text}"


@pytest.mark.parametrize("number", [-5, -0.5, 0, 12])
def test_a_number_below_zero_stays_a_number(number):
    assert read_back(["n"], [[number]])[1] == [str(number)]


def test_zero_and_nothing_are_told_apart():
    assert read_back(["n", "m"], [[0, None]])[1] == ["0", ""]


@pytest.mark.parametrize("n", [0, 1, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 2 * AT_ONCE])
def test_every_row_comes_once_at_the_edges_of_a_part(n):
    read = read_back(["n"], ([row] for row in range(n)))
    assert [int(row[0]) for row in read[1:]] == list(range(n))


def test_rows_are_asked_for_as_they_are_sent():
    asked = []

    def rows():
        for n in range(AT_ONCE * 3):
            asked.append(n)
            yield [n]

    parts = csv_parts(["n"], rows())
    next(parts)
    assert len(asked) == AT_ONCE


def test_letters_of_every_script_cut_at_a_part_are_whole():
    rows = [["Ζωή Оксана 王芳 🌿"]] * (AT_ONCE + 1)
    for part in csv_parts(["name"], rows):
        assert "🌿" in part.decode("utf-8")


def opened(made):
    return zipfile.ZipFile(io.BytesIO(made))


@FEW_TIMES
@given(
    st.dictionaries(
        st.text(alphabet="abcé/-", min_size=1, max_size=8),
        st.lists(st.binary(max_size=50), max_size=5),
        max_size=5,
    )
)
def test_every_member_of_a_zip_is_read_back(members):
    with opened(b"".join(stream(members.items()))) as archive:
        assert archive.namelist() == list(members)
        for about, parts in zip(archive.infolist(), members.values(), strict=True):
            assert archive.open(about).read() == b"".join(parts)


def test_a_zip_asks_for_each_member_when_the_one_before_is_written():
    asked = []

    def member(name):
        asked.append(name)
        yield name.encode() * 100_000

    sent = stream((name, member(name)) for name in "ab")
    first = next(sent)
    assert asked == ["a"] and first.startswith(b"PK\x03\x04")
    assert b"".join(sent) and asked == ["a", "b"]


def test_a_zip_of_the_same_is_the_same_byte_for_byte():
    made = [b"".join(stream([("a.csv", [b"one"]), ("b.csv", [])])) for _time in range(2)]
    assert made[0] == made[1]


def test_members_of_a_zip_are_for_their_owner_alone_and_packed():
    with opened(b"".join(stream([("a.csv", [b"x" * 10_000])]))) as archive:
        (about,) = archive.infolist()
    assert about.external_attr >> 16 == 0o600
    assert about.compress_size < 100 and about.file_size == 10_000


def test_a_zip_that_broke_off_is_no_whole_zip():
    def broken():
        yield b"one"
        raise OSError("gone")

    sent = []
    with pytest.raises(OSError, match="gone"):
        sent.extend(stream([("a", broken())]))
    with pytest.raises(zipfile.BadZipFile):
        opened(b"".join(sent))
