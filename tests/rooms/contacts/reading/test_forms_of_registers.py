"""Registers with dates in every dress and names under every heading, each with what it must come to."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.rooms.contacts.reading.unseen_files import as_csv, as_xlsx
from yarrow.contacts.reading import figures, read_bytes

DAYS = [date(2023, 4, 4) + timedelta(days=7 * n) for n in range(10)]
MARKS = ("x", "", "-", "✓")


def ordinal(n: int) -> str:
    """4th, 21st."""
    return f"{n}{'th' if 4 <= n <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


WITHOUT_YEAR: dict[str, Callable[[date], object]] = {
    "4th Apr": lambda d: f"{ordinal(d.day)} {d:%b}",
    "Tue 4th April": lambda d: f"Tue {ordinal(d.day)} {d:%B}",
    "w/c 4 Apr": lambda d: f"w/c {d.day} {d:%b}",
    "04.04": lambda d: f"{d:%d.%m}",
    "04.04.": lambda d: f"{d:%d.%m.}",
    "Apr 4": lambda d: f"{d:%b} {d.day}",
    "4-Apr": lambda d: f"{d.day}-{d:%b}",
}
WITH_YEAR: dict[str, Callable[[date], object]] = {
    "date cells": lambda d: d,
    "two lines": lambda d: f"Tue\n{d:%d/%m/%y}",
    "weekday after": lambda d: f"{d:%d/%m/%Y}\n(Tues)",
    "04-Apr-23": lambda d: f"{d:%d-%b-%y}",
    "month first": lambda d: f"{d.month}/{d.day}/{d:%y}",
    "ISO and midnight": lambda d: f"{d:%Y-%m-%d} 00:00:00",
    "Wk 3 18/04/2023": lambda d: f"Wk {DAYS.index(d) + 1} {d:%d/%m/%Y}",
    "Tuesday, 4 April 2023": lambda d: f"Tuesday, {d.day} {d:%B} {d.year}",
    "Week 1": lambda d: f"Week {DAYS.index(d) + 1}",
}


def comes_to(rows: list[list[object]], **expected: object) -> bool:
    """Whether the sheet is a register with these figures."""
    counted = figures(read_bytes("register.xlsx", as_xlsx({"Sheet1": rows})))
    assert {key: counted.get(key) for key in ("kind", *expected)} == {"kind": "register", **expected}
    return True


@pytest.mark.parametrize("dress", [*WITHOUT_YEAR, *WITH_YEAR])
def test_register_with_dates_in_another_dress(dress: str) -> None:
    written = (WITHOUT_YEAR | WITH_YEAR)[dress]
    rows: list[list[object]] = [["Tuesday drop-in register 2023"], ["Name", *map(written, DAYS), "Total"]]
    for p in range(6):
        marks = [MARKS[(p + n) % 4] for n in range(len(DAYS))]
        rows.append([f"P {chr(65 + p)}", *marks, sum(mark in ("x", "✓") for mark in marks)])
    n_present = sum(row[-1] for row in rows[2:])
    rows.append(["Total", *[""] * len(DAYS), n_present])
    assert comes_to(
        rows, people=6, attendances=n_present, sessions=10, year=2023 if dress in WITHOUT_YEAR else None
    )


@pytest.mark.parametrize(
    ("left", "people"),
    [
        (["Client ref"], [["C1"], ["C2"]]),
        (["Client no"], [[101], [102]]),
        (["No", "Client ref", "Client"], [[1, "C1", "Mo"], [2, "C2", "Jo"]]),
        (["First name", "Surname", "Gender"], [["Mo", "A", "F"], ["Jo", "B", "F"]]),
        ([""], [["Mo"], ["Jo"]]),
    ],
)
def test_register_of_people_under_other_headings(left: list[object], people: list[list[object]]) -> None:
    rows = [
        [*left, "2/1/2024", "9/1/2024", "16/1/2024"],
        [*people[0], "x", "", "/"],
        [*people[1], "", ".", ""],
    ]
    assert comes_to(rows, people=2, attendances=3, sessions=3)


def test_register_with_rows_about_the_session() -> None:
    rows = [["Name", "2/1/2024", "9/1/2024"], ["Mo", "x", ""], ["Attendance", 1, 0], ["Volunteers", "AB", "CD"],
            ["Notes", "quiet", "rain"], ["not known", "x", ""]]  # fmt: skip
    assert comes_to(rows, people=1, attendances=1, sessions=2)


def test_register_whose_title_names_its_first_and_last_day() -> None:
    days = [date(2024, 1, 2) + timedelta(days=7 * n) for n in range(8)]
    rows = [
        ["Register from", date(2024, 1, 1), "to", date(2024, 3, 31)],
        ["Name", *days],
        ["Mo", *["x"] * 8],
        ["Jo", *["-"] * 8],
    ]
    assert comes_to(rows, people=1, attendances=8, sessions=8, year=None)


def test_register_as_csv_with_slashes_for_present() -> None:
    rows = [
        ["Drop-in Tuesdays 2024"],
        ["Who", "2/1", "9/1", "16/1"],
        ["Mo", "x", "", "x"],
        ["Jo", "", "-", "/"],
        ["Totals", 1, 0, 2],
    ]
    counted = figures(read_bytes("register.csv", as_csv(rows, ";")))
    assert [counted[key] for key in ("people", "attendances", "sessions", "year")] == [2, 3, 3, 2024]
