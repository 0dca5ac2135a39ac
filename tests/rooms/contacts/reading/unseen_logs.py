"""Invented hand-kept logs in many dresses, each with the figures it must come to. Nothing here knows the reader."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

NAMES = (
    "Mary", "Jade", "Kirsty", "Georgia", "Marion", "Deborah", "Zoë", "Siân", "Chantelle", "Mo", "Kim", "Bethan", "Lou",
    "Tash", "Candy", "Précious", "Roxy", "Ana-Maria", "Ionela", "Svetlana", "Bea", "Dee", "Jo", "Steph", "Angie", "Gaz",
    "Matthew",
)  # fmt: skip
INITIALS = ("", "", " W.", " H", " R.", " O’N")
# Words for people met but not known, and how many people each says.
UNKNOWN = (
    ("4 women not known", 4), ("2 women not known", 2), ("new girl, no name given", 1), ("two lads unknown", 2),
    ("unknown x2", 2), ("3 x unknown", 3), ("unknown female", 1), ("Unknown", 1), ("new lady - no name", 1),
    ("Three girls (names not known)", 3), ("?", 1), ("N/K", 1), ("2 new girls", 2), ("woman, didn't give name", 1),
    ("5 ladies - not known", 5), ("anon", 1), ("unknown (3)", 3), ("a couple of women", 2), ("one woman unknown", 1),
    ("6 unknown", 6), ("name not given", 1), ("Not known x 4", 4), ("3 others", 3), ("two people, no names", 2),
)  # fmt: skip
HEADINGS = {
    "date": ["Date", "Night of", "Shift date", "DATE", "When", "Date of shift", "Outreach date", "date "],
    "shift": ["Shift", "Van/Foot", "Session", "Type of outreach", "Mode", "Shift type"],
    "workers": ["Workers", "Staff", "Team", "Volunteers", "Out tonight", "Staff on shift"],
    "name": ["Name / alias", "Name", "Who", "Nickname", "Alias", "Who seen", "Women seen", "Service user", "Name/nickname",  # noqa: E501
             "Known as", "Street name"],
    "place": ["Where", "Area", "Location", "Spot", "Beat", "Place", "Where seen"],
    "condoms": ["Condoms", "Condoms given", "No. of condoms", "Condoms (no.)", "condoms out", "Number of condoms", "CONDOMS"],  # noqa: E501
    "lube": ["Lube", "Lube sachets", "Lubricant", "Lubes"],
    "needles_out": ["Needles out", "Needles given", "Syringes out", "Works out", "Needles issued", "Pins given", "Sharps given"],  # noqa: E501
    "needles_in": ["Needles in", "Needles returned", "Syringes back", "Works returned", "Returns", "Used needles in", "Sharps returned"],  # noqa: E501
    "drink": ["Hot drink", "Tea/coffee", "Drink", "Brew"],
    "note": ["Notes", "Comments", "Remarks", "Any other info"],
    "follow_up": ["Follow up?", "Follow-up", "Action", "To do", "F/U"],
}  # fmt: skip
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
TOTAL_LABELS = (
    "TOTAL",
    "Total",
    "Totals:",
    "Sub-total",
    "Subtotal",
    "total",
    "Shift total",
    "TOTALS",
    "Total for shift",
)
NOTES = (
    "ok",
    "Said “fine”; looked cold",
    "ugly mug? dark Astra, partial plate",
    "",
    "",
    "Asked about hostel | £10 top-up",
    "total stranger drove her",
)


def numeric(separator: str, year: str = "%Y", pad: bool = True):
    """Day, month, year with a separator."""
    return lambda d: separator.join(
        [f"{d.day:02}" if pad else str(d.day), f"{d.month:02}" if pad else str(d.month), d.strftime(year)]
    )


DATE_STYLES = {
    "dots": numeric(".", "%y", pad=False),
    "slashes": numeric("/"),
    "dashes": numeric("-"),
    "short slashes": numeric("/", "%y"),
    "words": lambda d: f"{d.day} {MONTHS[d.month - 1][:3]} {d.year}",
    "long words": lambda d: f"{d:%A} {d.day} {MONTHS[d.month - 1]} {d.year}",
    "ordinal": lambda d: f"{d.day}{ {1: 'st', 2: 'nd', 3: 'rd', 21: 'st', 22: 'nd', 23: 'rd', 31: 'st'}.get(d.day, 'th')} {MONTHS[d.month - 1][:3]} '{d:%y}",  # noqa: E501
    "iso": lambda d: d.isoformat(),
    "iso slashes": lambda d: f"{d:%Y/%m/%d}",
    "month first words": lambda d: f"{MONTHS[d.month - 1][:3]} {d.day}, {d.year}",
    "hyphen words": lambda d: f"{d.day:02}-{MONTHS[d.month - 1][:3]}-{d:%y}",
    "weekday short": lambda d: f"{d:%a} {d.day}/{d.month}/{d:%y}",
}  # fmt: skip
QUANTITIES = (str, str, str, lambda n: f"{n}.0", lambda n: f"x{n}", lambda n: f" {n} ", lambda n: f"{n}+0")
NOTHING = ("", "", "-", "0", "nil", "none", "–")


@dataclass
class Written:
    """Sheets of rows of cells as typed, and what they come to."""

    sheets: dict[str, list[list[object]]] = field(default_factory=dict)
    truth: dict[str, object] = field(default_factory=dict)


@dataclass
class LogMaker:
    """One log: `rng` decides everything."""

    rng: random.Random
    as_numbers: bool = False
    truth: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(
            [
                "named",
                "unnamed",
                "condoms",
                "needles_out",
                "needles_in",
                "shifts",
                "junk_rows",
                "exact_duplicate_rows",
            ],
            0,
        )
    )

    def __post_init__(self) -> None:
        rng = self.rng
        self.columns = self.chosen_columns()
        self.style = rng.choice(list(DATE_STYLES))
        self.mixed_styles = rng.random() < 0.3
        self.us_order = rng.random() < 0.15
        self.every_row = rng.random() < 0.25
        self.ditto = rng.choice([None, None, '"', "ditto", "do."])
        self.label = rng.choice(TOTAL_LABELS)
        self.label_column = rng.choice(["name", "date", "place", "shift"])
        self.plain_quantities = self.as_numbers or rng.random() < 0.5
        self.day = date(rng.choice([2019, 2022, 2023, 2024]), rng.randint(1, 12), rng.randint(1, 28))

    def chosen_columns(self) -> list[str]:
        """Which columns there are, in which order: the date mostly first."""
        keep = [
            c
            for c in HEADINGS
            if c in ("date", "name", "condoms", "needles_out", "needles_in") or self.rng.random() < 0.7
        ]
        rest = keep[1:]
        if self.rng.random() < 0.5:
            self.rng.shuffle(rest)
        return ["date", *rest] if self.rng.random() < 0.8 else [*rest, "date"]

    def headings(self) -> list[str]:
        """One wording for each column; fixed per sheet."""
        return [self.rng.choice(HEADINGS[column]) for column in self.columns]

    def dated(self, day: date) -> object:
        """The date as written."""
        if self.us_order:
            return f"{day.month}/{day.day}/{day.year}"
        if self.as_numbers and self.rng.random() < 0.5:
            return day
        style = self.rng.choice(["dots", "slashes", "words"]) if self.mixed_styles else self.style
        return DATE_STYLES[style](day)

    def quantity(self, kind: str) -> tuple[object, int]:
        """A cell and the count it says."""
        if self.rng.random() < (0.25 if kind == "condoms" else 0.6):
            nothing = self.rng.choice(NOTHING)
            return nothing, 0
        n = self.rng.choice([2, 5, 10, 12, 20, 36])
        if self.as_numbers:
            return n, n
        return (str(n) if self.plain_quantities else self.rng.choice(QUANTITIES)(n)), n

    def contact(self) -> tuple[dict[str, object], dict[str, int]]:
        """One row's cells and what they add to the figures."""
        rng, adds = self.rng, {}
        if rng.random() < 0.25:
            words, n = rng.choice(UNKNOWN)
            adds["unnamed"] = n
        else:
            words, adds["named"] = rng.choice(NAMES) + rng.choice(INITIALS), 1
        cells: dict[str, object] = {"name": words}
        for kind in ("condoms", "needles_out", "needles_in", "lube"):
            cells[kind], n = self.quantity(kind)
            if kind != "lube":
                adds[kind] = n
        cells["shift"] = rng.choice(["Van", "van ", "Foot"])
        cells["place"] = rng.choice(["Mill Rd", "Mill Road", "the Cut", "Station", "Total garage"])
        cells["drink"] = rng.choice(["Y", "y", "n", ""])
        cells["note"], cells["follow_up"] = (
            rng.choice(NOTES),
            rng.choice(["", "KT to ring Fri", "hostel ref"]),
        )
        return cells, adds

    def row(self, cells: dict[str, object]) -> list[object]:
        """The cells in the order of the columns."""
        return [cells.get(column, "") for column in self.columns]

    def add(self, adds: dict[str, int]) -> None:
        """Count."""
        for figure, n in adds.items():
            self.truth[figure] += n

    def shift(self, step: int = 0) -> list[list[object]]:
        """All rows of one night, junk included."""
        self.day += timedelta(days=step or self.rng.choice([2, 3, 4, 7]))
        self.truth["shifts"] += 1
        rows: list[list[object]] = []
        day_text, given = self.dated(self.day), 0
        for place in range(self.rng.randint(3, 11)):
            cells, adds = self.contact()
            if place == 0 or self.every_row:
                cells["date"] = day_text
            elif self.ditto:
                cells["date"] = self.ditto
            cells["workers"] = "AB/KT" if place == 0 else ""
            row = self.row(cells)
            if rows and row == rows[-1]:
                continue
            rows.append(row)
            self.add(adds)
            given += adds.get("condoms", 0)
            if place and self.rng.random() < 0.03:
                rows.append(list(row))
                self.truth["exact_duplicate_rows"] += 1
        return rows + self.junk_after(given)

    def junk_after(self, given: int) -> list[list[object]]:
        """A total or a blank row or both, or nothing."""
        rows = []
        if self.rng.random() < 0.5:
            column = self.label_column if self.label_column in self.columns else "name"
            rows.append(self.row({column: self.label, "condoms": given if self.as_numbers else str(given)}))
        if self.rng.random() < 0.4:
            rows.append(self.row({"note": "  "} if self.rng.random() < 0.2 else {}))
        self.truth["junk_rows"] += len(rows)
        return rows

    def sheet(self, n_shifts: int) -> list[list[object]]:
        """Titles, headings, shifts; sometimes the headings once more in between."""
        titles: list[list[object]] = [
            ["Night outreach " + str(self.day.year)],
            [],
            ["Please fill in after each shift"],
        ]
        rows = titles[: self.rng.randint(0, 3)]
        headings = self.headings()
        rows.append(list(headings))
        for _ in range(n_shifts):
            rows += self.shift()
        if self.us_order:
            # A night whose date can be read only one way, so that the column shows its order.
            self.day = (self.day + timedelta(days=31)).replace(day=17)
            rows += self.shift(step=3)
        return rows


def make_log(seed: int, *, as_numbers: bool = False, n_sheets: int = 1) -> Written:
    """A log of a few shifts on each sheet. `as_numbers`: cells hold numbers and dates as a workbook would."""
    maker = LogMaker(random.Random(seed), as_numbers=as_numbers)
    written = Written()
    for n in range(n_sheets):
        written.sheets[f"{MONTHS[n]} sheet"] = maker.sheet(maker.rng.randint(4, 14))
    written.truth = dict(maker.truth)
    return written
