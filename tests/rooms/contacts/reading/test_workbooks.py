"""The three workbooks of the issue come to exactly the figures written beside them."""

import json
from pathlib import Path

import pytest

from yarrow.contacts.reading import figures, read_bytes

FOLDER = Path(__file__).parent / "workbooks"
TRUTH = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_workbook_comes_to_its_truth(name: str) -> None:
    counted = figures(read_bytes(name, (FOLDER / name).read_bytes()))
    assert {key: counted[key] for key in TRUTH[name]} == TRUTH[name]
    assert set(counted) == {*TRUTH[name], "kind", "not_taken"}


@pytest.mark.parametrize(
    ("name", "n_listed"), [("outreach_log.csv", 43), ("crm_export.xlsx", 27), ("dropin_register.xlsx", 1)]
)
def test_every_row_not_taken_is_listed_once(name: str, n_listed: int) -> None:
    listed = figures(read_bytes(name, (FOLDER / name).read_bytes()))["not_taken"]
    assert len(listed) == n_listed
    assert len({(entry["sheet"], entry["row"]) for entry in listed}) == n_listed


def test_reasons_hold_no_cell_of_the_row() -> None:
    reading = read_bytes("crm_export.xlsx", (FOLDER / "crm_export.xlsx").read_bytes())
    assert not any(
        value in entry.reason for entry in reading.not_taken for value in ("ZZ999", "tbc", "31/02/2024")
    )


def test_the_same_file_twice_has_the_same_row_identities() -> None:
    for name in TRUTH:
        content = (FOLDER / name).read_bytes()
        first, again = read_bytes(name, content), read_bytes(name, content)
        identities = [row.row_identity for row in (*first.contacts, *first.attendances)]
        assert identities == [row.row_identity for row in (*again.contacts, *again.attendances)]
        assert len(set(identities)) == len(identities) > 300


def test_people_of_the_export_have_their_details() -> None:
    reading = read_bytes("crm_export.xlsx", (FOLDER / "crm_export.xlsx").read_bytes())
    person = next(person for person in reading.people if person.external_ref == "C0509")
    assert (str(person.birth_on), person.details["language"]) == ("1996-06-08", "Romanian")


def test_sessions_of_the_log_carry_who_worked() -> None:
    reading = read_bytes("outreach_log.csv", (FOLDER / "outreach_log.csv").read_bytes())
    assert {session.workers_words for session in reading.sessions} == {"AB/KT"}
    assert str(reading.sessions[0].on) == "2024-01-03"
    assert all(contact.workers_words == "AB/KT" for contact in reading.contacts)
    assert any("£10" in contact.note and "“fine”" not in contact.note for contact in reading.contacts)


def test_progress_reaches_every_row() -> None:
    seen: list[tuple[int, int]] = []
    reading = read_bytes(
        "crm_export.xlsx",
        (FOLDER / "crm_export.xlsx").read_bytes(),
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen[-1] == (reading.n_rows, reading.n_rows) == (1622, 1622)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
