"""Odd but realistic files of the three kinds, typed out with what each must come to. Nothing here knows the reader."""

from datetime import date, datetime, time

from tests.rooms.contacts.reading.unseen_files import as_csv, as_xlsx

Rows = list[list[object]]


def cells(text: str, delimiter: str = ",") -> Rows:
    """Lines as typed, cut at the delimiter."""
    return [list(line.split(delimiter)) for line in text.strip("\n").split("\n")]


# name -> (rows as typed, delimiter, encoding, what they come to)
LOGS: dict[str, tuple[str, str, str, dict[str, int]]] = {
    "semicolons, German dates, windows letters": (
        """Nachtstreife|März 2024||||
Date of shift;Team;Alias / nickname;Condoms handed out;Needles OUT;Needles BACK
05.03.2024;AB, KT;Zoë;10;5;2
;;2 Frauen, unknown;4;;
;;Siân;6;;1
12.03.2024;AB;4 women not known;8;10;
Total;;;28;15;3""".replace("|", ";"),
        ";", "cp1252",
        {"named": 2, "unnamed": 6, "condoms": 28, "needles_out": 15, "needles_in": 3, "shifts": 2},
    ),
    "tabs and UTF-16, the night over midnight": (
        """Night\tWho was seen\tCondoms\tSyringes given\tSyringes returned\tComments
Fri 5/Sat 6 Jan 2024\tMary\t5\t2\t1\tok
\tKim\t3\t\t\t
Fri 12/Sat 13 Jan 2024\tnew girl, no name given\t6\t\t\tcold
\t\t\t\t\t
TOTAL\t\t14\t2\t1\t""",
        "\t", "utf-16",
        {"named": 2, "unnamed": 1, "condoms": 14, "needles_out": 2, "needles_in": 1, "shifts": 2, "junk_rows": 2},
    ),
    "bars, a row twice, a blank row": (
        """Date|Name|Area|Condoms|Needles out|Needles in
3-Jan-24|Mary|Mill|5|1|0
|Mary|Mill|5|1|0
|Mary|Mill|5|1|0
|Jo|Cut|2||
|||||
10-Jan-24|Jo|Cut|2||""",
        "|", "utf-8-sig",
        {"named": 4, "condoms": 14, "needles_out": 2, "shifts": 2, "junk_rows": 1, "exact_duplicate_rows": 1},
    ),
    "headings in capitals with units": (
        """OUTREACH DATE,SEEN,AREA,CONDOMS (QTY),LUBE (QTY),NEEDLES OUT (QTY),NEEDLES IN (QTY)
2024/01/03,MARY,MILL,5,2,10,4
,2 X UNKNOWN,MILL,6,,,
2024/01/10,KIM,CUT,3,,1,1
SHIFT TOTAL,,,14,2,11,5""",
        ",", "utf-8",
        {"named": 2, "unnamed": 2, "condoms": 14, "needles_out": 11, "needles_in": 5, "shifts": 2, "junk_rows": 1},
    ),
    "the subtotal under each night and a grand total": (
        """Shift,Date,Nickname,Condoms,Needles out,Returned needles
Van,3rd January 2024,Mary,5,1,1
Van,,Jo,5,,
,Subtotal,,10,1,1
Foot,5th January 2024,Kim,5,,
Foot,,two girls not known,4,,
,Subtotal,,9,0,0
,Grand total,,19,1,1""",
        ",", "utf-8",
        {"named": 3, "unnamed": 2, "condoms": 19, "needles_out": 1, "needles_in": 1, "shifts": 2, "junk_rows": 3},
    ),
    "dates with a clock": (
        """When,Who,Where,Condoms,Needles given,Needles taken back
03/01/2024 21:30,Mary,Mill,5,1,
,Jo,Mill,5,,
05/01/2024 22:00,unknown female,Mill,5,,3""",
        ",", "utf-8",
        {"named": 2, "unnamed": 1, "condoms": 15, "needles_out": 1, "needles_in": 3, "shifts": 2},
    ),
    "merged shift column, and as above for the date": (
        """Date,Shift,Client,Condoms,Works out,Works in
Wed 3 Jan 24,Late,Mary,x5,x2,-
as above,,Jo,x 3,nil,nil
as above,,not known (2),x4,,
Sat 6 Jan 24,Early,Kim,none,,""",
        ",", "mac_roman",
        {"named": 3, "unnamed": 2, "condoms": 12, "needles_out": 2, "shifts": 2},
    ),
    "a preamble of four lines": (
        """Project: Night van,,,,
Prepared by: AB,,,,
Period: Jan - Mar 2024,,,,
,,,,
Date,Street name,Condoms given out,Needles given out,Needles returned
3.1.24,Roxy,5,1,1
,Candy,5,,
17.1.24,3 ladies (unknown),6,,""",
        ",", "utf-8",
        {"named": 2, "unnamed": 3, "condoms": 16, "needles_out": 1, "needles_in": 1, "shifts": 2},
    ),
    "quantities in words and a tally": (
        """Date,Name,Condoms,Needles out,Needles in
3/1/24,Mary,ten,five,two
,Jo,10 condoms,1 needle,
,anon x3,12 (2 packs of 6),,
7/1/24,Kim,5 + 5,,""",
        ",", "utf-8",
        {"named": 3, "unnamed": 3, "condoms": 42, "needles_out": 6, "needles_in": 2, "shifts": 2},
    ),
    "nights over the end of a month and of a year": (
        """Night of,Seen,Condoms,Needles out,Needles in
31 Dec/1 Jan 2024,Mary,5,1,1
,2 not known,2,,
Tue 31 Jan/Wed 1 Feb 2024,Kim,2,,
05/02/24-06/02/24,Kim,3,,""",
        ",", "utf-8",
        {"named": 3, "unnamed": 2, "condoms": 12, "shifts": 3},
    ),
    "names that look like other words": (
        """Date,Name,Condoms,Needles out,Needles in
3/1/24,April,5,1,
,May,5,,
,Summer,5,,
,Georgia,5,,
,Dawn,5,,
,Total,25,1,0""",
        ",", "utf-8",
        {"named": 5, "condoms": 25, "shifts": 1, "junk_rows": 1},
    ),
    "a year only in the title, over New Year": (
        """Winter outreach December 2023,,,,
Date,Who we met,No. condoms,No. needles out,No. needles in
Thu 28 Dec,Mary,5,1,
,5 unknown,10,,
Thu 4 Jan,Kim,3,,2""",
        ",", "utf-8",
        {"named": 2, "unnamed": 5, "condoms": 18, "needles_out": 1, "needles_in": 2, "shifts": 2},
    ),
    "ditto marks in every column": (
        """Date,Area,Name,Condoms,Needles out,Needles in
3/1/2024,Mill,Mary,5,1,1
",",Jo,3,,
",",2 unknown women,4,,
5/1/2024,Cut,Kim,2,,""".replace('",",', '""""|""""|').replace("|", ","),
        ",", "utf-8",
        {"named": 3, "unnamed": 2, "condoms": 14, "shifts": 2},
    ),
}  # fmt: skip

DAYS = [date(2024, 1, 9), date(2024, 1, 16), date(2024, 1, 23), date(2024, 1, 30)]
REGISTERS: dict[str, tuple[Rows, dict[str, object]]] = {
    "ticks, crosses and words": (
        [["Member", *DAYS], ["Mo", "✓", "✗", "", "–"], ["Jo", "late", "left early", "-", "?"], ["Kim", "", "-", "—", "−"]],  # noqa: E501
        {"people": 2, "attendances": 5, "sessions": 4, "year": None},
    ),
    "words of absence without totals": (
        [["Name", *DAYS], ["Mo", "y", "n", "y", "n"], ["Jo", "n", "n", "-", ""]],
        {"people": 2, "attendances": 6, "sessions": 4},
    ),
    "noughts and ones with totals at both ends": (
        [["No", "Name", *DAYS, "Total attended"], [1, "Mo", 1, 0, 1, 1, 3], [2, "Jo", 0, 0, 1, 0, 1],
         [3, "Kim", 0, 0, 0, 0, 0], ["", "Total", 1, 0, 2, 1, 4]],
        {"people": 2, "attendances": 4, "sessions": 4},
    ),
    "totals that count every mark": (
        [["Name", *DAYS, "No. of sessions"], ["Mo", "Y", "n", "-", "Y", 3], ["Jo", "n", "-", "-", "-", 1]],
        {"people": 2, "attendances": 4, "sessions": 4},
    ),
    "the year in the title": (
        [["Women’s breakfast 2023"], [], ["Who came", "10 Jan", "17 Jan", "24 Jan"], ["Mo A", "x", "", "x"],
         ["Jo B", "-", "x", ""], ["Numbers", 1, 1, 1]],
        {"people": 2, "attendances": 3, "sessions": 3, "year": 2023},
    ),
    "first name and surname apart, notes behind": (
        [["First name", "Surname", *DAYS, "Notes"], ["Mo", "A", "x", "", "x", "", "needs a lift"],
         ["Jo", "B", "x", "x", "x", "x", ""]],
        {"people": 2, "attendances": 6, "sessions": 4},
    ),
    "weekdays above and below the dates": (
        [["", "Tue", "Tue", "Tue"], ["Name", "9/1/24", "16/1/24", "23/1/24"], ["", "pm", "pm", "am"],
         ["Mo", "x", "x", ""], ["Jo", "", "", "x"]],
        {"people": 2, "attendances": 3, "sessions": 3},
    ),
    "days below a month that stands above the names": (
        [["April 2024"], ["Name", 2, 9, 16, 23, 30], ["Mo", "x", "", "", "x", ""], ["Jo", "x", "", "-", "x", "y"]],
        {"people": 2, "attendances": 5, "sessions": 5, "year": None},
    ),
    "numbered sessions with their dates in brackets": (
        [["Name", "Session 1 (2/4/24)", "Session 2 (9/4/24)", "Session 3 (16/4/24)"], ["Mo", "x", "", "x"], ["Jo", "", "x", "-"]],  # noqa: E501
        {"people": 2, "attendances": 3, "sessions": 3},
    ),
    "initials of who ticked as marks": (
        [["Name", *DAYS], ["Mo", "KT", "AB", "", "KT"], ["Jo", "-", "AB", "AB", "-"]],
        {"people": 2, "attendances": 5, "sessions": 4},
    ),
    "times of arrival": (
        [["Name", *DAYS], ["Mo", time(10, 30), "", time(11, 0), "10.45"], ["Jo", "", "11am", "", "-"]],
        {"people": 2, "attendances": 4, "sessions": 4},
    ),
    "dates from right to left": (
        [["Name", *reversed(DAYS)], ["Mo", "x", "", "x", ""], ["Jo", "x", "x", "", "-"]],
        {"people": 2, "attendances": 4, "sessions": 4, "year": None},
    ),
    "a date nobody came on, and one column without a heading": (
        [["Name", "", *DAYS], ["Mo", "new", "x", "", "x", ""], ["Jo", "", "x", "", "", "-"]],
        {"people": 2, "attendances": 3, "sessions": 4},
    ),
    "dates as days and months with dots, December to January": (
        [["Drop-in 2023/24"], ["Name", "12.12.", "19.12.", "2.1.", "9.1."], ["Mo", "x", "x", "", "x"], ["Jo", "", "-", "x", ""]],  # noqa: E501
        {"people": 2, "attendances": 4, "sessions": 4},
    ),
    "totals as percentages and a headcount": (
        [["Name", *DAYS, "Total", "%"], ["Mo", "x", "x", "", "", 2, "50%"], ["Jo", "x", "x", "x", "x", 4, "100%"],
         ["Headcount", 2, 2, 1, 1, 6, ""]],
        {"people": 2, "attendances": 6, "sessions": 4},
    ),
}  # fmt: skip

PEOPLE: Rows = [[f"W{n:03}", f"A{n}", f"B{n}", date(1985, 1 + n % 12, 3)] for n in range(1, 25)]


def people_under(*headings: str) -> Rows:
    """Twenty-four people under other headings."""
    return [list(headings), *PEOPLE]


EXPORTS: dict[str, tuple[dict[str, Rows], dict[str, int]]] = {
    "contacts first, clocks and minutes": (
        {"Visits": [["Visit no", "Client ref", "Visit date", "Length of contact", "Mode"],
                    [1, "W001", "03/01/2024 14:05", "0:45", "Phone"], [2, "w002", "tbc", "0:10", "Text"],
                    [3, "W003 ", "04/01/2024", "1 hr 30", "Phone"], [4, "W999", "04/01/2024", "0:20", "Phone"],
                    [5, "", "05/01/2024", "20", "Text"], [6, "W004", "31/02/2024", "5", "Text"],
                    *[[6 + n, f"W{n:03}", "06/01/2024", "10 mins", "Text"] for n in range(5, 20)]],
         "Women": people_under("Client ref", "First name", "Surname", "DOB")},
        {"people": 24, "contacts": 17, "minutes": 285, "unknown_person": 2, "bad_date": 2},
    ),
    "a sheet for each year": (
        {"Service users": people_under("URN", "Forename", "Last name", "Date of birth"),
         **{f"Contacts {year}": [["URN", "Contact date", "Mins", "Contact type", "Staff"],
                                 *[[f"W{n:03}", date(year, 2, n), 5 * n, "Drop-in", "KT"] for n in range(1, 11)],
                                 ["X77", date(year, 3, 1), 15, "Phone", "KT"]] for year in (2022, 2023)}},
        {"people": 24, "contacts": 20, "minutes": 550, "unknown_person": 2, "bad_date": 0},
    ),
    "a title above each sheet, hours": (
        {"Client list": [["Client list exported 1/4/2024"], [], *people_under("ID", "Given name", "Family name", "Born")],  # noqa: E501
         "Activity": [["Activity report"], [], ["ID", "Date", "Hours", "Activity type", "Outcome"],
                      *[[f"W{n:03}", datetime(2024, 3, n, 9, 15), n / 4, "Court", "Seen"] for n in range(1, 13)],
                      ["W001", "not sure", 1, "Court", "Seen"]]},
        {"people": 24, "contacts": 12, "minutes": 1170, "unknown_person": 0, "bad_date": 1},
    ),
    "people named in the contacts, and a list of codes": (
        {"Codes": [["Code", "Meaning"], ["T", "Text"], ["P", "Phone"]],
         "Casework": [["Person ID", "Name", "Date of contact", "Duration (minutes)", "Method", "Summary"],
                      *[[f"W{n:03}", f"A{n} B{n}", f"{n}.2.24", n, "P", "rang"] for n in range(1, 15)],
                      ["W001", "A1 B1", "??", 5, "T", ""], ["W500", "Nobody", "1.2.24", 5, "T", ""]],
         "Caseload": people_under("Person ID", "First name", "Last name", "Date of birth")},
        {"people": 24, "contacts": 14, "minutes": 105, "unknown_person": 1, "bad_date": 1},
    ),
    "the number written in figures on one sheet and text on the other": (
        {"Clients": [["Case number", "Known as", "Gender", "Mobile"], *[[700 + n, f"K{n}", "F", f"07700 9000{n:02}"] for n in range(20)]],  # noqa: E501
         "Interactions": [["Case number", "When", "How", "Time spent (mins)", "Notes"],
                          *[[f"0{700 + n}", f"2024-05-{n + 1:02}", "Text", "15", "ok"] for n in range(20)],
                          ["9999", "2024-05-01", "Text", "15", ""]]},
        {"people": 20, "contacts": 20, "minutes": 300, "unknown_person": 1, "bad_date": 0},
    ),
    "American dates shown by the column": (
        {"People": people_under("Client #", "First", "Last", "Birth date"),
         "Contact log": [["Client #", "Date", "Minutes", "Type"],
                         *[[f"W{n:03}", f"1/{n + 12}/2024", 20, "Phone"] for n in range(1, 15)], ["W020", "2/3/2024", 10, "Phone"],  # noqa: E501
                         ["W021", "13/45/2024", 10, "Phone"]]},
        {"people": 24, "contacts": 15, "minutes": 290, "unknown_person": 0, "bad_date": 1},
    ),
}  # fmt: skip

HEAD, ROWS = "Date;Name;Condoms;Needles out;Needles in", "3/1/2024;Zoë;5;;\r\n;6 not known;4;;\r\n"
SIX_UNKNOWN = {"named": 1, "unnamed": 6, "condoms": 9, "shifts": 1}
RAW: dict[str, tuple[bytes, dict[str, object]]] = {
    "line ends of an old Mac": (
        f"{HEAD}\r3/1/2024;Zoë;5;;\r;6 not known;4;;\r".replace(";", "\t").encode("mac_roman"),
        SIX_UNKNOWN,
    ),
    "UTF-16, big end first": (f"{HEAD}\r\n{ROWS}".encode("utf-16-be"), SIX_UNKNOWN),
    "a first line that names the separator": (f"sep=;\r\n{HEAD}\r\n{ROWS}".encode(), SIX_UNKNOWN),
}

FILES: dict[str, tuple[str, bytes, str, dict[str, object]]] = {
    **{f"log: {name}": ("log.csv", text.encode(encoding), "log", dict(truth))
       for name, (text, _delimiter, encoding, truth) in LOGS.items()},
    **{f"log as a workbook: {name}": ("log.xlsx", as_xlsx({"Sheet1": cells(text, delimiter)}), "log", dict(truth))
       for name, (text, delimiter, _encoding, truth) in LOGS.items() if '"' not in text},
    **{f"register: {name}": ("register.xlsx", as_xlsx({"Sheet1": rows}), "register", truth)
       for name, (rows, truth) in REGISTERS.items()},
    **{f"register as text: {name}": ("register.csv", as_csv(rows, ";", "cp1252"), "register", truth)
       for name, (rows, truth) in REGISTERS.items() if not any(str(cell)[:1] in ("✓", "−") for row in rows for cell in row)},  # noqa: E501
    **{f"export: {name}": ("export.xlsx", as_xlsx(sheets), "crm", dict(truth)) for name, (sheets, truth) in EXPORTS.items()},  # noqa: E501
    **{f"log as bytes: {name}": ("log.csv", content, "log", truth) for name, (content, truth) in RAW.items()},
}  # fmt: skip
