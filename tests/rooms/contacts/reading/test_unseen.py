"""Workbooks nobody has seen, in other words, orders, delimiters, encodings and date styles: to the unit."""

import random

import pytest

from tests.rooms.contacts.reading.unseen_exports import make_export
from tests.rooms.contacts.reading.unseen_files import DELIMITERS, ENCODINGS, as_csv, as_xlsx
from tests.rooms.contacts.reading.unseen_logs import Written, make_log
from tests.rooms.contacts.reading.unseen_registers import make_register
from yarrow.contacts.reading import Reading, figures, read_bytes


def seeds(first: int, few: int, many: int) -> list[object]:
    """`many` workbooks from this number on; all but a few wait for the long run."""
    later = (pytest.param(seed, marks=pytest.mark.slow) for seed in range(first + few, first + many))
    return [*range(first, first + few), *later]


def reconciled(name: str, content: bytes, written: Written, kind: str) -> Reading:
    """Read and compare every figure; rows read are rows taken and not taken."""
    reading = read_bytes(name, content)
    came_to = {key: value for key, value in figures(reading).items() if key in written.truth}
    assert (reading.kind, came_to) == (kind, written.truth), show(reading)
    assert reading.n_rows == reading.n_framing + reading.n_taken + len(reading.not_taken)
    return reading


def show(reading: Reading) -> str:
    """What a failing test prints: meanings and reasons, as a person would see them."""
    columns = [(s.sheet, s.role, [(c.heading, c.meaning) for c in s.columns]) for s in reading.mapping.sheets]
    reasons = [
        (n.sheet, n.row, n.cause.value, n.reason) for n in reading.not_taken if n.cause.value != "blank"
    ]
    return f"{columns}\n{reasons}\n{reading.warnings}"


@pytest.mark.parametrize("seed", seeds(0, 16, 40))
def test_log_as_csv(seed: int) -> None:
    rng = random.Random(1000 + seed)
    written = make_log(seed)
    rows = next(iter(written.sheets.values()))
    content = as_csv(rows, rng.choice(DELIMITERS), rng.choice(ENCODINGS), rng.choice(["\r\n", "\n"]))
    reconciled(f"log{seed}.csv", content, written, "log")


@pytest.mark.parametrize("seed", seeds(100, 8, 25))
def test_log_as_workbook(seed: int) -> None:
    written = make_log(seed, as_numbers=True, n_sheets=1 + seed % 4)
    reconciled("log.xlsx", as_xlsx(written.sheets), written, "log")


@pytest.mark.parametrize("seed", seeds(200, 9, 35))
def test_export_as_workbook(seed: int) -> None:
    written = make_export(seed, n_contact_sheets=1 + seed % 3)
    reconciled("export.xlsx", as_xlsx(written.sheets), written, "crm")


@pytest.mark.parametrize("seed", seeds(300, 9, 20))
def test_register_as_workbook(seed: int) -> None:
    written = make_register(seed, n_sheets=1 + seed % 3)
    reconciled("register.xlsx", as_xlsx(written.sheets), written, "register")


@pytest.mark.parametrize("seed", seeds(400, 9, 20))
def test_register_as_csv(seed: int) -> None:
    rng = random.Random(seed)
    written = make_register(seed, as_text=True)
    content = as_csv(
        next(iter(written.sheets.values())),
        rng.choice(DELIMITERS),
        rng.choice(["utf-8", "utf-8-sig", "utf-16"]),
    )
    reconciled("register.csv", content, written, "register")
