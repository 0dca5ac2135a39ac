"""The mapping: guessed, corrected, and remembered as headings only."""

import json
import re
from pathlib import Path

import pytest

from tests.rooms.contacts.reading.unseen_files import as_csv, as_xlsx
from yarrow.contacts.reading import Remembered, figures, read_bytes
from yarrow.contacts.reading.errors import MappingRefused

FOLDER = Path(__file__).parent / "workbooks"
ODD = [["Datum", "Kennung", "Ausgabe A", "Ausgabe B", "Was noch"],
       ["3.1.2024", "Mary", "5", "10", "kalt"], ["", "Jo", "2", "", ""], ["5.1.2024", "Kim", "1", "1", ""]]  # fmt: skip


def test_guess_can_be_corrected() -> None:
    content = as_csv([["Date", "Name", "Condoms", "Given B", "Other"], *ODD[1:]])
    guessed = read_bytes("log.csv", content)
    assert figures(guessed)["needles_out"] == 0
    corrected = read_bytes("log.csv", content, guessed.mapping.with_changes({("", 3): "needles_out"}))
    assert figures(corrected)["needles_out"] == 11
    assert guessed.mapping.of("").columns[3].meaning == "" != corrected.mapping.of("").columns[3].meaning


def test_a_meaning_moves_away_from_the_column_that_had_it() -> None:
    guessed = read_bytes("log.csv", (FOLDER / "outreach_log.csv").read_bytes()).mapping
    changed = guessed.with_changes({("", 4): "name"})
    assert [c.column for c in changed.of("").columns if c.meaning == "name"] == [4]
    two = guessed.with_changes({("", 6): "condoms"})
    assert [c.column for c in two.of("").columns if c.meaning == "condoms"] == [5, 6]


def test_corrections_are_remembered_for_the_same_headings() -> None:
    headings = ["Date", "Name", "Condoms", "Given B", "Other"]
    first = read_bytes("jan.csv", as_csv([headings, *ODD[1:]]))
    stored = first.mapping.with_changes({("", 3): "needles_out"}).to_json()
    later = as_csv([["Night log"], headings, ["7.1.2024", "Ann", "1", "4", ""]], ";")
    assert figures(read_bytes("feb.csv", later, Remembered.from_json(stored)))["needles_out"] == 4
    other = as_csv(
        [["Date", "Name", "Condoms", "Something else", "Other"], ["7.1.2024", "Ann", "1", "4", ""]]
    )
    assert figures(read_bytes("feb.csv", other, Remembered.from_json(stored)))["needles_out"] == 0


@pytest.mark.parametrize("name", ["outreach_log.csv", "crm_export.xlsx", "dropin_register.xlsx"])
def test_what_is_remembered_holds_headings_and_no_values(name: str) -> None:
    reading = read_bytes(name, (FOLDER / name).read_bytes())
    stored = reading.mapping.to_json()
    written = {c["heading"] for sheet in json.loads(stored)["sheets"] for c in sheet["columns"]}
    assert written <= {
        heading_folded(c.heading) for s in reading.mapping.sheets for c in s.columns if c.meaning != "mark"
    }
    assert not {person.called.lower() for person in reading.people} & set(re.findall(r"\w+", stored.lower()))
    assert "2023" not in stored
    again = read_bytes(name, (FOLDER / name).read_bytes(), Remembered.from_json(stored))
    assert figures(again) == figures(reading)


def heading_folded(heading: str) -> str:
    """As stored."""
    from yarrow.contacts.reading.words import folded

    return folded(heading)


@pytest.mark.parametrize("changes", [{("nowhere", 0): "date"}, {("", 99): "date"}, {("", 0): "shoe size"}])
def test_impossible_corrections_are_refused(changes: dict[tuple[str, int], str]) -> None:
    mapping = read_bytes("log.csv", (FOLDER / "outreach_log.csv").read_bytes()).mapping
    with pytest.raises(MappingRefused):
        mapping.with_changes(changes)


@pytest.mark.parametrize("stored", ["", "[]", "{}", '{"kind": "log", "sheets": [1]}'])
def test_a_spoilt_memory_is_refused(stored: str) -> None:
    with pytest.raises(MappingRefused):
        Remembered.from_json(stored)


def test_confidence_and_filled_cells_are_shown() -> None:
    columns = read_bytes("log.csv", (FOLDER / "outreach_log.csv").read_bytes()).mapping.of("").columns
    assert [(c.meaning, c.confidence) for c in columns[:2]] == [("date", 1.0), ("shift", 1.0)]
    assert columns[0].n_filled == 45


def test_a_list_of_people_alone_is_an_export() -> None:
    rows = [
        ["Client ID", "First name", "Surname", "DOB"],
        ["C1", "Mary", "A", "1/2/1980"],
        ["C2", "Jo", "B", "31/2/1980"],
    ]
    reading = read_bytes("people.xlsx", as_xlsx({"People": rows}))
    assert figures(reading)["people"] == 2
    assert any("DOB" in warning for warning in reading.warnings)
