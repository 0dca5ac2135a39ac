"""Invented CRM exports in many dresses, each with the figures it must come to. Nothing here knows the reader."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from tests.rooms.contacts.reading.unseen_logs import DATE_STYLES, NAMES, Written

PEOPLE_HEADINGS = {
    "id": [
        "Client ID",
        "Ref",
        "Client no",
        "ID",
        "URN",
        "Person ID",
        "Client ref",
        "Case number",
        "Unique reference",
    ],
    "first": ["First name", "Forename", "Given name"],
    "last": ["Surname", "Last name", "Family name"],
    "known": ["Known as", "Alias", "Preferred name", "AKA"],
    "born": ["D.O.B.", "Date of birth", "DOB", "Born"],
    "gender": ["Gender", "Sex", "Gender identity"],
    "mobile": ["Mobile", "Phone", "Tel", "Contact number"],
    "consent": ["Consent to contact?", "OK to contact", "Consent"],
    "seen": ["First seen", "Date registered", "Referral date"],
}
CONTACT_HEADINGS = {
    "contact": ["Contact ID", "Activity ID", "Entry no", "Interaction ref", "Event ID", "Contact no"],
    "date": [
        "Date/time",
        "Date",
        "Contact date",
        "Date of contact",
        "When",
        "Activity date",
        "Date and time",
    ],
    "project": ["Project", "Service", "Programme", "Team"],
    "type": ["Contact type", "Type", "Method", "Type of contact", "How", "Channel", "Activity type"],
    "minutes": [
        "Time spent",
        "Minutes",
        "Duration",
        "Length",
        "Duration (mins)",
        "Mins",
        "Time taken",
        "How long",
    ],
    "worker": ["Worker", "Staff member", "Keyworker", "Seen by"],
    "outcome": ["Outcome", "Result", "Status"],
    "notes": ["Notes", "Comments", "Case notes", "Details", "Summary"],
}
PEOPLE_SHEETS = ("Clients", "People", "Service users", "Register of people", "Sheet1")
CONTACT_SHEETS = ("Contacts", "Activity", "Interactions", "Casework", "Sheet2")
BAD_DATES = (
    "tbc",
    "31/02/2024",
    "??",
    "",
    "not sure",
    "2024",
    "Jan 2024",
    "32/01/2024",
    "30.2.24",
    "00/00/0000",
)
DURATIONS = (
    lambda m: f"{m // 60}:{m % 60:02}",
    lambda m: f"{m} mins",
    lambda m: m,
    lambda m: f"{m // 60} hr {m % 60}" if m >= 60 and m % 60 else f"{m} min",
    lambda m: f"{m // 60}h{m % 60:02}",
    lambda m: f"{m}m",
    lambda m: time(m // 60, m % 60),
    lambda m: timedelta(minutes=m),
    lambda m: str(m),
    lambda m: "1½ hours" if m == 90 else f"{m} minutes",
    lambda m: f"{m / 60:g} hours" if m % 15 == 0 else f"{m}'",
    lambda m: f"{m // 60:02}:{m % 60:02}:00",
)
PLAIN = (*range(6), 8, 9, 10, 11)


@dataclass
class ExportMaker:
    """One export: `rng` decides everything."""

    rng: random.Random
    as_text: bool = False
    truth: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(
            ["people", "contacts", "minutes", "unknown_person", "bad_date"], 0
        )
    )

    def __post_init__(self) -> None:
        rng = self.rng
        self.id_style = rng.choice(["C0500", "500", "ab-12", "P/7"])
        self.numeric_ids = self.id_style == "500" and not self.as_text and rng.random() < 0.7
        self.date_style = rng.choice([style for style in DATE_STYLES if style not in ("month first words",)])
        # A bare number that is smaller than a day would be a part of a day; whole minutes never are.
        self.durations = [
            DURATIONS[n] for n in rng.sample(PLAIN if self.as_text else range(len(DURATIONS)), 3)
        ]
        self.us_order = rng.random() < 0.15
        self.ids = [self.id_of(n) for n in range(rng.randint(12, 150))]

    def id_of(self, n: int) -> object:
        """A person's number."""
        styles = {
            "C0500": f"C{500 + n:04}",
            "500": str(500 + n),
            "ab-12": f"ab-{n + 12}",
            "P/7": f"P/{n + 7}",
        }
        return 500 + n if self.numeric_ids else styles[self.id_style]

    def other_spelling(self, person: object) -> object:
        """The same number as another sheet may have it."""
        if self.rng.random() < 0.9:
            return person
        if isinstance(person, int):
            return self.rng.choice([str(person), float(person), f" {person}"])
        return self.rng.choice([str(person).lower(), f"{person} ", str(person).upper()])

    def dated(self, day: date, *, with_time: bool = True) -> object:
        """A date cell."""
        rng = self.rng
        moment = datetime(day.year, day.month, day.day, rng.randint(0, 23), rng.randint(0, 59))
        if not self.as_text and rng.random() < 0.6:
            return moment if with_time else day
        text = f"{day.month}/{day.day}/{day.year}" if self.us_order else DATE_STYLES[self.date_style](day)
        clock = rng.choice([" {:%H:%M}", " {:%H:%M}", "", " {:%H:%M:%S}"]) if with_time else ""
        return text + clock.format(moment)

    def people(self) -> list[list[object]]:
        """The people's sheet with its headings."""
        rng = self.rng
        columns = ["id", *rng.sample(list(PEOPLE_HEADINGS)[1:], rng.randint(3, 8))]
        if "first" not in columns and "last" not in columns:
            columns.append("first")
        rows = [[rng.choice(PEOPLE_HEADINGS[column]) for column in columns]]
        for person in self.ids:
            cells = {
                "id": person, "first": rng.choice(NAMES), "last": rng.choice(["Warner", "Flynn", "O’Neill"]),
                "known": rng.choice(["", "Kaz"]), "gender": rng.choice(["Female", "Trans woman", "male"]),
                "born": self.dated(date(1970 + rng.randint(0, 35), rng.randint(1, 12), 5), with_time=False),
                "mobile": f"07700 9{rng.randint(10000, 99999)}", "consent": rng.choice(["Yes", "No", "yes - text only"]),  # noqa: E501
                "seen": self.dated(date(2023, rng.randint(1, 12), 14), with_time=False),
            }  # fmt: skip
            rows.append([cells[column] for column in columns])
        self.truth["people"] = len(self.ids)
        return rows

    def contacts(self, n: int, first_id: int = 1) -> list[list[object]]:
        """A sheet of contacts with its headings."""
        rng = self.rng
        keep = [c for c in CONTACT_HEADINGS if c in ("date", "type", "minutes") or rng.random() < 0.8]
        columns = [*keep]
        columns.insert(rng.choice([0, 1]), "id")
        if rng.random() < 0.4:
            rng.shuffle(columns)
        words = PEOPLE_HEADINGS["id"] if "contact" in columns else ["Client ID", "Client no", "Person ID"]
        rows = [[rng.choice(words if c == "id" else CONTACT_HEADINGS[c]) for c in columns]]
        for number in range(n):
            cells = self.contact()
            cells["contact"] = first_id + number
            rows.append([cells[column] for column in columns])
        return rows

    def contact(self) -> dict[str, object]:
        """One contact's cells, counted."""
        rng = self.rng
        minutes = rng.choice([5, 10, 15, 30, 45, 60, 75, 90])
        day = date(2023, 1, 1) + timedelta(days=rng.randint(0, 700))
        cells: dict[str, object] = {
            "id": self.other_spelling(rng.choice(self.ids)), "date": self.dated(day), "minutes": rng.choice(self.durations)(minutes),  # noqa: E501
            "project": rng.choice(["ISVA", "Drop-in", "Outreach"]), "type": rng.choice(["Phone", "Text", "Court", "Home visit"]),  # noqa: E501
            "worker": rng.choice(["K Tran", "J. Ofori"]), "outcome": rng.choice(["Seen", "DNA", ""]),
            "notes": f"Note {rng.randint(1, 99999)}: total calm, 3 kids & £5",
        }  # fmt: skip
        if rng.random() < 0.03:
            cells["id"] = rng.choice(["ZZ999", "X1", ""])
            self.truth["unknown_person"] += 1
        elif rng.random() < 0.03:
            cells["date"] = rng.choice(BAD_DATES)
            self.truth["bad_date"] += 1
        else:
            if rng.random() < 0.04:
                cells["minutes"], minutes = "", 0
            self.truth["contacts"] += 1
            self.truth["minutes"] += minutes
        return cells


def make_export(seed: int, *, n_contact_sheets: int = 1) -> Written:
    """A workbook of people and contacts, sheets in either order, sometimes with a list that is neither."""
    maker = ExportMaker(random.Random(seed))
    people, sheets = maker.people(), {}
    sheets[maker.rng.choice(PEOPLE_SHEETS)] = people
    first = 1
    for n in range(n_contact_sheets):
        rows = maker.contacts(maker.rng.randint(60, 400), first)
        sheets[f"{maker.rng.choice(CONTACT_SHEETS)}{f' {n}' if n else ''}"] = rows
        first += len(rows)
    names = list(sheets)
    if maker.rng.random() < 0.4:
        names.reverse()
    written = Written({name: sheets[name] for name in names}, dict(maker.truth))
    if maker.rng.random() < 0.3:
        written.sheets["Lists"] = [["Worker", "Team"], ["K Tran", "ISVA"], ["J. Ofori", "Outreach"]]
    return written
