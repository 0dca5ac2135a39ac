"""Marks of a register that say absent: the literal rule, the sheet's own totals, and a person's choice."""

import json
import re

import pytest

from tests.rooms.contacts.reading.unseen_files import as_csv, as_xlsx
from yarrow.contacts.reading import Reading, Remembered, figures, read_bytes
from yarrow.contacts.reading.errors import MappingRefused

WORDS = ("n", "N", "no", "0", "absent", "DNA", "cancelled", "n/a", "apols", "Nil")
HEADINGS = ["Name", "2/1/2024", "9/1/2024", "16/1/2024"]
PLAIN = [HEADINGS, ["Mo", "x", "n", "-"], ["Jo", "0", "", "x"]]
# The totals leave words of absence out in two rows and count them in one.
TOTALS_SAY_ABSENT = [
    [*HEADINGS, "Total"],
    ["Mo", "x", "n", "-", 1],
    ["Jo", "0", "", "x", 1],
    ["Kim", "x", "no", "", 2],
]
TOTALS_SAY_PRESENT = [
    [*HEADINGS, "Total"],
    ["Mo", "x", "n", "-", 2],
    ["Jo", "0", "", "x", 2],
    ["Kim", "x", "no", "", 1],
]
TOTALS_DIVIDED = [[*HEADINGS, "Total"], ["Mo", "x", "n", "-", 2], ["Jo", "0", "", "x", 1]]


def reading(rows: list[list[object]], **chosen: object) -> Reading:
    """The rows as a workbook, read."""
    return read_bytes("register.xlsx", as_xlsx({"Sheet1": rows}), **chosen)


def attended(rows: list[list[object]], **chosen: object) -> tuple[int, int]:
    """People and attendances."""
    counted = figures(reading(rows, **chosen))
    return counted["people"], counted["attendances"]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_absence_is_a_mark_like_any_other(word: str) -> None:
    rows = [HEADINGS, ["Mo", word, "", "-"], ["Jo", "x", "", ""]]
    assert attended(rows) == (2, 2)
    assert attended(rows, absence_words="absent") == (1, 1)


@pytest.mark.parametrize("dash", ["-", "–", "—", "−", "--", " - ", "\u00a0-", "‐", "", " ", None, False])
def test_a_dash_of_any_make_and_an_unticked_box_are_no_marks(dash: object) -> None:
    assert attended([HEADINGS, ["Mo", dash, "", "x"], ["Jo", "x", dash, dash]]) == (2, 2)


@pytest.mark.parametrize(
    "mark", ["x", "?", ".", "/", "late", "n (ill)", "not sure", "00", "✗", "L", "1", 2, 0.5, True]
)
def test_an_odd_mark_means_present_whatever_was_chosen(mark: object) -> None:
    rows = [HEADINGS, ["Mo", mark, "", "-"], ["Jo", "x", "", ""]]
    assert attended(rows) == attended(rows, absence_words="absent") == (2, 2)


@pytest.mark.parametrize(
    ("rows", "n", "way"),
    [
        (PLAIN, 4, "present"),
        (TOTALS_SAY_ABSENT, 3, "absent"),
        (TOTALS_SAY_PRESENT, 6, "present"),
        (TOTALS_DIVIDED, 4, "present"),
    ],
)
def test_the_totals_of_the_sheet_are_heard_when_they_agree_more_often(rows, n: int, way: str) -> None:
    read = reading(rows)
    assert (figures(read)["attendances"], read.mapping.absence_words, read.mapping.absence_chosen) == (
        n,
        way,
        False,
    )


def test_a_choice_beats_the_totals() -> None:
    assert attended(TOTALS_SAY_ABSENT, absence_words="present") == (3, 6)
    assert attended(TOTALS_SAY_PRESENT, absence_words="absent") == (3, 3)


@pytest.mark.parametrize(
    ("rows", "chosen", "words"),
    [
        (PLAIN, "", "2 marks were counted as present, since any mark but a dash is. If they mean absent"),
        (TOTALS_SAY_ABSENT, "", "3 marks were read as absent, because the sheet's own totals"),
        (PLAIN, "absent", "2 marks were read as absent, as was chosen. If they mean present"),
        ([HEADINGS, ["Mo", "x", "n", "x"]], "", "1 mark was counted as present"),
    ],
)  # fmt: skip
def test_a_warning_says_how_many_and_what_to_do(rows, chosen: str, words: str) -> None:
    warned = [
        re.sub(" says? something like “n”, “0” or “absent” and", "", sentence)
        for sentence in reading(rows, absence_words=chosen).warnings
    ]
    assert [sentence.startswith(words) for sentence in warned] == [True]
    assert "What the columns mean" in warned[0]


def test_no_warning_without_such_marks() -> None:
    assert reading([HEADINGS, ["Mo", "x", "-", "late"], ["Jo", "", "x", "x"]]).warnings == ()


def test_the_choice_is_remembered_for_the_same_headings_and_is_a_rule_alone() -> None:
    stored = reading(PLAIN, absence_words="absent").mapping.to_json()
    assert "absence_words" not in reading(PLAIN).mapping.to_json()
    assert "absence_words" not in reading(TOTALS_SAY_ABSENT).mapping.to_json()
    assert json.loads(stored)["sheets"][0]["absence_words"] == "absent"
    later = [["Name", "3/4/2024", "10/4/2024"], ["Ann", "n", "x"], ["Bea", "x", "no"]]
    assert attended(later, mapping=Remembered.from_json(stored)) == (2, 2)
    other = [["Name", "Age", "3/4/2024", "10/4/2024"], ["Ann", 30, "n", "x"], ["Bea", 31, "x", "no"]]
    assert attended(other, mapping=Remembered.from_json(stored)) == (2, 4)


@pytest.mark.parametrize("said", [None, "", "maybe", 3])
def test_a_memory_without_the_choice_or_with_a_spoilt_one_is_read_as_before(said: object) -> None:
    stored = json.loads(reading(PLAIN).mapping.to_json())
    if said is not None:
        stored["sheets"][0]["absence_words"] = said
    assert attended(PLAIN, mapping=Remembered.from_json(json.dumps(stored))) == (2, 4)


def test_another_choice_is_refused() -> None:
    with pytest.raises(MappingRefused, match="Choose whether"):
        reading(PLAIN, absence_words="perhaps")


def test_other_kinds_have_no_such_marks() -> None:
    log = as_csv([["Date", "Name", "Condoms", "Needles out"], ["3/1/2024", "Mary", "5", "no"]])
    assert read_bytes("log.csv", log, absence_words="absent").warnings == read_bytes("log.csv", log).warnings


def test_what_stays_present_keeps_its_identity_under_either_choice() -> None:
    every, fewer = (
        {row.row_identity for row in reading(PLAIN, absence_words=way).attendances}
        for way in ("present", "absent")
    )
    assert fewer < every
    assert (len(every), len(fewer)) == (4, 2)
