"""Invented attendance registers in many dresses, each with the figures it must come to."""

import random
from datetime import date, timedelta

from tests.rooms.contacts.reading.unseen_logs import MONTHS, NAMES, Written

PRESENT = ("x", "X", "✓", "1", "x (left early)", "Y", "P", "late", "/ stayed", "yes", "10:30", "here", "✔")
STYLES = {
    "dates": lambda d: d,
    "slashes": lambda d: f"{d:%d/%m/%Y}",
    "dots": lambda d: f"{d.day}.{d.month}.{d:%y}",
    "iso": lambda d: d.isoformat(),
    "words": lambda d: f"{d.day} {MONTHS[d.month - 1][:3]} {d.year}",
    "weekday": lambda d: f"{d:%a} {d:%d/%m/%y}",
    "us": lambda d: f"{d.month}/{d.day}/{d.year}",
    "no year": lambda d: f"{d.day} {MONTHS[d.month - 1][:3]}",
    "no year dash": lambda d: f"{d.day:02}-{MONTHS[d.month - 1][:3]}",
    "no year slashes": lambda d: f"{d.day}/{d.month}",
    "no year weekday": lambda d: f"{d:%a} {d.day} {MONTHS[d.month - 1]}",
}


def make_register(seed: int, *, as_text: bool = False, n_sheets: int = 1) -> Written:
    """Names down, dates across; totals at the foot or the side or both or neither."""
    rng = random.Random(seed)
    style = rng.choice([s for s in STYLES if not (as_text and s == "dates")])
    year = rng.choice([2022, 2023, 2024])
    day = date(year, 1, rng.randint(2, 8))
    names = list(
        dict.fromkeys(
            f"{rng.choice(NAMES)} {chr(65 + rng.randint(0, 25))}" for _ in range(rng.randint(8, 50))
        )
    )
    came: set[str] = set()
    truth: dict[str, object] = {"people": 0, "attendances": 0, "sessions": 0, "year": None}
    written = Written(truth=truth)
    with_year = style.startswith("no year") and rng.random() < 0.7
    if with_year:
        truth["year"] = year
    for n in range(n_sheets):
        n_dates = rng.randint(6, 40 // n_sheets)
        days = [day + timedelta(days=7 * i) for i in range(n_dates)]
        day = days[-1] + timedelta(days=7)
        title = rng.choice(["Tuesday drop-in register", "Drop in", "Women’s group attendance"])
        rows = sheet_of(rng, style, days, names, came, truth)
        titles = [[f"{title} {year}" if with_year else title], []][: rng.randint(1, 2)]
        if with_year or rng.random() < 0.7:
            rows = titles + rows
        written.sheets[f"Term {n + 1}" if n_sheets > 1 else rng.choice(["Register", "Apr-Mar", "Sheet1"])] = (
            rows
        )
        truth["sessions"] += n_dates
    truth["people"] = len(came)
    return written


def sheet_of(rng, style, days, names, came, truth) -> list[list[object]]:
    """One sheet's rows from its headings down."""
    side, foot = rng.random() < 0.6, rng.random() < 0.7
    before = rng.choice([[], [], ["No."], ["Code"]])
    headings = [*before, rng.choice(["Name", "Names", "Who", "Attendee", "Service user", "", "Participant"])]
    rows = [[*headings, *(STYLES[style](d) for d in days), *(["Total"] if side else [])]]
    columns = [0] * len(days)
    density, dash = rng.choice([0.1, 0.2, 0.4]), rng.choice(["-", "-", "–", ""])
    for place, name in enumerate(names):
        marks = [rng.choice(PRESENT) if rng.random() < density else rng.choice(["", dash]) for _ in days]
        here = [mark not in ("", dash) for mark in marks]
        truth["attendances"] += sum(here)
        columns = [n + h for n, h in zip(columns, here, strict=True)]
        if any(here):
            came.add(name)
        left = [place + 1] if before == ["No."] else [f"P{place:03}"] if before else []
        rows.append([*left, name, *marks, *([sum(here)] if side else [])])
    if foot:
        label = rng.choice(["Total", "TOTAL", "Totals", "Number attending", "Total attended"])
        rows.append([*([""] * len(before)), label, *columns, *([sum(columns)] if side else [])])
    return rows
