"""Odd but ordinary sheets, each typed out in full with what it must come to."""

from datetime import date, datetime, time

import pytest

from tests.rooms.contacts.reading.unseen_files import as_csv, as_xlsx
from yarrow.contacts.reading import figures, read_bytes

PEOPLE = [["Ref", "Forename", "Surname", "Date of birth"]] + [
    [500 + n, f"A{n}", "B", date(1980, 1, 1)] for n in range(20)
]


def comes_to(content: bytes, **expected: object) -> None:
    """Compare the named figures."""
    counted = figures(read_bytes("file", content))
    assert {key: counted.get(key) for key in expected} == expected


def typed(text: str) -> bytes:
    """A CSV file as typed."""
    return text.strip("\n").encode()


LOGS = {
    "no year anywhere": (
        """Date,Name,Condoms,Needles out
3 Jan,Mary,5,1
,Jo,5,
10 Jan,Kim,2,""",
        {"named": 3, "condoms": 12, "shifts": 2},
    ),
    "titles and headings once more midway": (
        """Night outreach 2024,,,,
Date,Name,Condoms,Needles out,Needles in
3 Jan 2024,Mary,5,1,
,Jo,5,,
Night outreach 2024,,,,
Date,Name,Condoms,Needles out,Needles in
,Lou,5,,
10 Jan 2024,Kim,2,,""",
        {"named": 4, "condoms": 17, "shifts": 2, "junk_rows": 2},
    ),
    "the name first, and a week's title where names stand": (
        """Night outreach 2024,,,,
Name,Date,Condoms,Needles out,Needles in
Mary,3 Jan 2024,5,1,
Jo,,5,,
Week 2,,,,
Kim,10 Jan 2024,2,,
May,,,,""",
        {"named": 4, "condoms": 12, "shifts": 2, "junk_rows": 1},
    ),
    "sizes of needles and of condoms apart": (
        """Date,Name,Condoms (M),Condoms (XL),1ml,2ml,Returns
3 Jan 2024,Mary,5,1,10,20,3""",
        {"named": 1, "condoms": 6, "needles_out": 30, "needles_in": 3},
    ),
    "weekdays beside dates, needles taken in": (
        """Date,Day,Who did we see?,Location,Condoms,Lube,Needles given out,Needles taken in,Tea / coffee
05/02/2024,Mon,Donna,Park,3,1,,,Y
,,couple of girls - not known,Park,6,2,,,Y
06/02/2024,Tue,Shaz,Park,3,,10,2,N
Totals,,,,12,3,10,2,""",
        {"named": 2, "unnamed": 2, "condoms": 12, "needles_out": 10, "needles_in": 2, "shifts": 2, "junk_rows": 1},
    ),
    "initials, and a total in the notes": (
        """Date,Shift,Worker(s),Client initials,M/F,Area,Condoms,Syringes (out),Syringes (returned),Comments
05/02/2024,Van,AB,DK,F,Park,3,5,2,
,Van,,?,F,Park,3,5,2,
,Van,,not known x3,F,Park,3,5,2,
,,,,,,9,15,6,Total for night""",
        {"named": 1, "unnamed": 4, "condoms": 9, "needles_out": 15, "needles_in": 6, "junk_rows": 1},
    ),
    "two lines of headings": ("""Night log 2024,,,,
,,Needles,,Condoms
Date,Name,out,in,given
3.1.24,Mary,10,5,3
,2 women unknown,5,,2""", {"named": 1, "unnamed": 2, "needles_out": 15, "needles_in": 5, "condoms": 5, "shifts": 1}),
    "the date alone above each shift": ("""Outreach log
Name,Area,Condoms given,Syringes out,Syringes in
Friday 5 January 2024,,,,
Jade,Mill,5,10,
4 unknown,Cut,8,,2
Total,,13,10,2
Friday 12 January 2024,,,,
Kim,Mill,5,,""", {"named": 2, "unnamed": 4, "condoms": 18, "needles_out": 10, "needles_in": 2, "shifts": 2}),
    "dates without a year, over New Year": ("""Night outreach 2023,,,
Date,Who,Condoms,Needles out
28 Dec,Mary,5,1
,Jo,2,
4 Jan,Kim,3,2
Total,,10,3""", {"named": 3, "condoms": 10, "shifts": 2, "needles_out": 3, "junk_rows": 1}),
    "headings once more and a total without a label": ("""Date,Name,Condoms,Needles given,Needles returned,Notes
3/1/24,Mary,5,1,1,
Date,Name,Condoms,Needles given,Needles returned,Notes
4/1/24,Jo,2,,,
,,7,1,1,""", {"named": 2, "condoms": 7, "shifts": 2, "junk_rows": 2}),
    "codes instead of names": ("""Date,Code,Condoms,Works out,Works in
2024-01-03,K12,5,1,
,unknown,3,,
,M7,2,,""", {"named": 2, "unnamed": 1, "condoms": 10}),
    "a column that says how many": ("""Date,Name,How many,Condoms,Needles out,Needles in
03/01/2024,not known,4,5,1,
,Mary,1,3,,
,women,3,2,,""", {"named": 1, "unnamed": 7, "condoms": 10}),
    "a shift whose day isn't known": ("""Date,Name,Condoms,Needles out,Needles in
3/1/2024,Mary,5,1,1
tbc,Jo,2,,
,Kim,2,,
5/1/2024,Kim,2,,""", {"named": 2, "condoms": 7, "shifts": 2}),
    "month before day": ("""Date,Name,Condoms,Needles out,Needles in
1/3/2024,Mary,5,1,1
1/17/2024,Jo,2,,
2/2/2024,Kim,2,,""", {"named": 3, "condoms": 9, "shifts": 3}),
    "nobody met, and several without a number": ("""Date,Name,Condoms,Needles out
3/1/2024,Mary,5,1
5/1/2024,no one seen,,
7/1/2024,some girls,6,""", {"named": 1, "unnamed": 0, "condoms": 5, "shifts": 1, "junk_rows": 0}),
    "no name, but things given": ("""Date,Name,Where,Condoms,Needles out
3/1/2024,Mary,Cut,5,1
,,Cut,3,""", {"named": 1, "unnamed": 1, "condoms": 8}),
    "Excel's own first line": ("""sep=;
Date;Name;Condoms;Needles out
3/1/2024;Mary;5;1""", {"named": 1, "condoms": 5, "needles_out": 1}),
    "an inch mark that never closes": ("""Date,Name,Condoms,Needles out,Notes
3/1/2024,Mary,5,1,6" heels
,Jo,2,,"cold
,Kim,1,,
""" + "".join(f",Ann{n},1,,\n" for n in range(60)), {"named": 63, "condoms": 68}),
}  # fmt: skip


@pytest.mark.parametrize("form", LOGS)
def test_log_in_odd_form(form: str) -> None:
    text, expected = LOGS[form]
    comes_to(typed(text), kind="log", **expected)


def test_log_with_formulas_for_totals() -> None:
    rows = [["Date", "Name", "Condoms", "Needles out"], [date(2024, 1, 3), "Mary", 5, 10], ["", "Jo", 5, 10],
            ["TOTAL", "", "=SUM(C2:C3)", "=SUM(D2:D3)"]]  # fmt: skip
    comes_to(as_xlsx({"Jan": rows}), named=2, condoms=10, junk_rows=1)


def test_formula_without_a_value_keeps_its_row_out() -> None:
    rows = [
        ["Date", "Name", "Condoms", "Needles out"],
        [date(2024, 1, 3), "Mary", 5, 10],
        ["", "Jo", "=5+5", 10],
    ]
    reading = read_bytes("log.xlsx", as_xlsx({"Jan": rows}))
    assert figures(reading)["condoms"] == 5
    assert [(entry.row, "formula" in entry.reason) for entry in reading.not_taken] == [(3, True)]


def test_text_that_looks_like_a_formula_is_text() -> None:
    rows = [
        ["Date", "Name", "Condoms", "Notes"],
        ["3/1/2024", "@Kim", "5", "=cmd|' /C calc'!A0"],
        ["", "-Jo", "5", "+44"],
    ]
    reading = read_bytes("log.csv", as_csv(rows))
    assert [contact.note for contact in reading.contacts] == ["=cmd|' /C calc'!A0", "+44"]
    assert [person.called for person in reading.people] == ["@Kim", "-Jo"]


def test_export_whose_headings_say_little() -> None:
    contacts = [["Ref", "Linked to", "Contact made on", "Method", "Duration (hh:mm)", "Seen by"]]
    contacts += [
        [f"E{n}", f"{500 + n % 21}", f"{1 + n % 28:02}-Feb-24 14:05", "Phone", time(0, 15), "KT"]
        for n in range(63)
    ]
    comes_to(
        as_xlsx({"Contacts": contacts, "People": PEOPLE}),
        kind="crm",
        people=20,
        contacts=60,
        minutes=900,
        unknown_person=3,
    )


def test_export_with_numbers_on_one_sheet_and_text_on_the_other() -> None:
    contacts = [["Entry", "Client", "When", "How", "Mins"]]
    contacts += [
        [n + 1, f" {500 + n % 20}.0" if n % 2 else str(500 + n % 20), datetime(2024, 1, 1, 10), "Phone", 15]
        for n in range(60)
    ]
    comes_to(
        as_xlsx({"Service users": PEOPLE, "Log": contacts}),
        people=20,
        contacts=60,
        minutes=900,
        unknown_person=0,
    )


def test_export_with_hours_and_minutes_apart() -> None:
    contacts = [["Client ID", "Date", "Time", "Type", "Hours", "Minutes"]]
    contacts += [[f"{500 + n}", "01/02/2024", "14:30", "Phone", 1, 30] for n in range(10)]
    comes_to(as_xlsx({"Contacts": contacts, "People": PEOPLE}), contacts=10, minutes=900)


def test_export_with_titles_totals_and_a_footer() -> None:
    contacts = [["Contacts"], [], ["Contact ID", "Client ID", "Date", "Type", "Minutes"]]
    contacts += [[n, 500 + n, "01/02/2024", "Phone", 15] for n in range(10)] + [
        ["Total", "", "", "", 150],
        [],
        ["Printed 3/3/2024"],
    ]
    people = [["Export of clients"], ["Printed 1/1/2024"], [], *PEOPLE]
    comes_to(
        as_xlsx({"Clients": people, "Contacts": contacts}),
        people=20,
        contacts=10,
        minutes=150,
        unknown_person=0,
        bad_date=0,
    )


def test_export_on_one_sheet() -> None:
    content = typed("""Client ID,Client name,Contact date,Contact type,Duration,Worker
C1,Mary,01/02/2024,Phone,15 mins,KT
C2,Jo,02/02/2024,Text,0:05,KT
C1,Mary,31/02/2024,Text,0:05,KT
,Jo,03/02/2024,Text,0:05,KT""")
    comes_to(content, kind="crm", people=2, contacts=2, minutes=20, unknown_person=1, bad_date=1)


def test_person_whose_number_stands_twice_is_one_person() -> None:
    contacts = [["Client ID", "Date", "Type", "Minutes"], [500, "1/2/2024", "Phone", 5]]
    comes_to(
        as_xlsx({"People": [*PEOPLE, [500, "Again", "B", ""]], "Contacts": contacts}), people=20, contacts=1
    )


def test_contact_without_a_length_counts_without_minutes() -> None:
    contacts = [
        ["Contact ID", "Client ID", "Date", "Minutes"],
        [1, 500, "1/2/2024", ""],
        [2, 500, "1/2/2024", "a while"],
    ]
    comes_to(as_xlsx({"People": PEOPLE, "Contacts": contacts}), contacts=2, minutes=0)


def register(rows: list[list[object]], name: str = "Reg", **expected: object) -> None:
    """One register sheet."""
    counted = figures(read_bytes("register.xlsx", as_xlsx({name: rows})))
    assert counted["kind"] == "register"
    assert {key: counted.get(key) for key in expected} == expected


def test_register_with_days_under_months() -> None:
    rows = [
        ["Drop in"],
        ["", "April", "", "", "May", ""],
        ["Name", 4, 11, 18, 2, 9],
        ["Mary", "x", "", "x", "-", "x"],
        ["Jo", "", "-", "", "", ""],
    ]
    register(rows, name="2023", people=1, attendances=3, sessions=5, year=2023)


def test_register_with_weekdays_staff_and_a_key() -> None:
    rows = [["Register 2024"], ["Key: x = here, - = away"], ["", "Tue", "Tue", "Tue"], ["Name", "9 Jan", "16 Jan", "23 Jan"],  # noqa: E501
            ["Mary", "x", "", "x"], ["Jo", "-", "x", ""], ["Staff", "AB", "KT", "AB"], [], ["Total", 1, 1, 1], ["x = attended"]]  # fmt: skip  # noqa: E501
    register(rows, people=2, attendances=3, sessions=3, year=2024)


def test_register_whose_totals_tell_what_n_means() -> None:
    days = [date(2023, 4, 4), date(2023, 4, 11), date(2023, 4, 18)]
    away = [["Name", *days, "Total"], ["Mary", "Y", "N", "Y", 2], ["Jo", "N", "Y", "N", 1]]
    here = [["Name", *days, "Total"], ["Mary", "D", "N", "D", 3], ["Jo", "N", "D", "N", 3]]
    register(away, people=2, attendances=3)
    register(here, people=2, attendances=6)


def test_register_without_totals_counts_a_plain_no_as_any_other_mark() -> None:
    rows = [["Name", date(2023, 4, 4), date(2023, 4, 11)], ["Mary", "absent", "0"], ["Jo", "late", "A"]]
    register(rows, people=2, attendances=4)


def test_register_over_terms_knows_its_people_again() -> None:
    first = [["Name", "4/4/2023", "11/4/2023"], ["Mary A", "x", ""], ["Jo B", "x", "x"]]
    second = [
        ["Name", "3/10/2023", "10/10/2023"],
        ["Jo B", "x", ""],
        ["Mary A", "x", "x"],
        ["Kim C", "", "x"],
    ]
    comes_to(as_xlsx({"Summer": first, "Autumn": second}), people=3, attendances=7, sessions=4, year=None)


def test_register_with_two_people_of_one_name() -> None:
    rows = [["Name", "4/4/2023", "11/4/2023"], ["Sarah W", "x", ""], ["Sarah W", "", "x"]]
    register(rows, people=2, attendances=2)


def test_register_without_any_year_still_counts() -> None:
    rows = [["Name", "4 Apr", "11 Apr"], ["Mary", "x", ""], ["Jo", "x", "x"]]
    reading = read_bytes("register.xlsx", as_xlsx({"Sheet1": rows}))
    assert figures(reading)["attendances"] == 3
    assert {session.on for session in reading.sessions} == {None}
    assert any("year" in warning for warning in reading.warnings)


def test_register_with_people_who_never_came() -> None:
    rows = [["Name", "4/4/2023", "11/4/2023"], ["Mary", "-", ""], ["Jo", "x", "x"]]
    reading = read_bytes("register.xlsx", as_xlsx({"Sheet1": rows}))
    assert (len(reading.people), figures(reading)["people"]) == (2, 1)


def test_register_with_the_next_term_below_the_first() -> None:
    rows = [["Drop-in 2024"], ["Name", "2 Jan", "9 Jan", "Total"], ["A", "x", "x", 2], ["B", "-", "x", 1], ["Total", 1, 2, 3], [],  # noqa: E501
            ["Name", "16 Jan", "23 Jan", "30 Jan", "Total"], ["A", "x", "x", "", 2], ["B", "-", "x", "", 1], ["Total", 1, 2, 0, 3]]  # fmt: skip  # noqa: E501
    register(rows, people=2, attendances=6, sessions=5, year=2024)


def test_register_with_birthdays_beside_the_names() -> None:
    rows = [["Name", "DOB", "First came", "01/02/2024", "08/02/2024", "15/02/2024"],
            ["Mo", date(1980, 1, 1), date(2023, 1, 1), "x", "", "x"], ["Jo", date(1981, 1, 1), date(2023, 1, 1), "", "x", "-"]]  # fmt: skip  # noqa: E501
    register(rows, people=2, attendances=3, sessions=3)


def test_register_whose_totals_are_formulas() -> None:
    rows = [["Women’s drop-in 2024"], ["Name", date(2024, 1, 1), date(2024, 1, 8), "Total"],
            ["P A", "x", "", "=COUNTA(B3:C3)"], ["P B", True, "x", "=COUNTA(B4:C4)"], ["Total", "=COUNTA(B3:B4)", "=COUNTA(C3:C4)", ""]]  # fmt: skip  # noqa: E501
    register(rows, people=2, attendances=3, sessions=2)


def test_export_with_serial_dates_and_two_other_date_columns() -> None:
    contacts = [["ID", "Created", "Client", "Contact on", "Channel", "Mins", "Next contact"]]
    contacts += [
        [
            n,
            datetime(2024, 5, 5),
            500 + n % 20,
            45292 + n if n % 9 else "n/a",
            "Phone",
            "15",
            datetime(2024, 6, 6),
        ]
        for n in range(90)
    ]
    comes_to(
        as_xlsx({"Clients": PEOPLE, "Contacts": contacts}), people=20, contacts=80, minutes=1200, bad_date=10
    )


@pytest.mark.parametrize(("heading", "cells", "minutes"), [("Time", ["0:15", "15 mins", 15], 15), ("Duration (hours)", [0.25], 15),  # noqa: E501
                                                            ("How long?", [time(0, 15)], 15), ("Hrs", ["1:30", 1.5], 90)])  # fmt: skip  # noqa: E501
def test_export_with_lengths_under_other_headings(heading: str, cells: list[object], minutes: int) -> None:
    contacts = [["Client ID", "Date", "Type", heading]]
    contacts += [[500 + n % 20, "1/2/2024", "Phone", cells[n % len(cells)]] for n in range(40)]
    comes_to(as_xlsx({"Clients": PEOPLE, "Contacts": contacts}), people=20, contacts=40, minutes=40 * minutes)


@pytest.mark.parametrize("heading", ["Record", "Whatever", "Client", "Kennung"])
def test_export_joined_by_numbers_whatever_their_heading(heading: str) -> None:
    people = [[heading, "Given names", "Goes by", "Birthdate"]] + [
        [f"P{n}", "A", "", date(1980, 1, 1)] for n in range(30)
    ]
    contacts = [["Visit no.", "Whose", "Visit date", "How", "How long?"]]
    contacts += [[n, f"P{n % 31}", f"{1 + n % 28}/3/2024", "Phone", "15"] for n in range(93)]
    comes_to(
        as_xlsx({"Tab2": contacts, "Tab1": people}),
        kind="crm",
        people=30,
        contacts=90,
        minutes=1350,
        unknown_person=3,
    )
