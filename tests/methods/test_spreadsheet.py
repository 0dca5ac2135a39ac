"""CSV that a spreadsheet program shows and never runs."""

import csv
import io

import pytest

from yarrow.methods.spreadsheet import FORMULA_STARTS, csv_parts, harmless


def read_back(columns, rows):
    text = b"".join(csv_parts(columns, rows)).decode()
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("start", FORMULA_STARTS, ids=[f"{ord(start):x}" for start in FORMULA_STARTS])
def test_harmless_puts_an_apostrophe_before_a_formula(start):
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless(f"  {start}1+1").startswith("'")


@pytest.mark.parametrize("text", ["", "Kim", "a=b", "07700 900123", "'quoted"])
def test_harmless_leaves_other_text_alone(text):
    assert harmless(text) == text


def test_csv_parts_keep_numbers_numbers_and_nothing_nothing():
    assert read_back(["a", "b"], [[-3, None], ["-3", ""]]) == [["a", "b"], ["-3", ""], ["'-3", ""]]


def test_csv_parts_keep_what_stands_in_a_cell():
    said = 'first, "second"\nthird'
    assert read_back(["a"], [[said]]) == [["a"], [said]]


def test_csv_parts_come_a_few_hundred_rows_at_a_time():
    parts = list(csv_parts(["n"], ([n] for n in range(1200))))
    assert len(parts) == 3 and max(map(len, parts)) < 4000
    assert len(read_back(["n"], ([n] for n in range(1200)))) == 1201
