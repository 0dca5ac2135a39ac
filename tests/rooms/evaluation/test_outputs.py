"""Page, CSV, workbook, PDF and JSON carry the same figures, and none of them runs what somebody typed."""

import csv
import io
import json
import re
from functools import partial

import openpyxl
import pytest
from django.utils.translation import override

from tests.rooms.evaluation.pdf_tags import Tagged
from yarrow.evaluation.errors import NoFont
from yarrow.evaluation.outputs import OUTPUTS, as_csv, as_json, as_pdf, as_xlsx, pdf_file
from yarrow.evaluation.outputs.drawing import as_drawing
from yarrow.evaluation.paper import Line, Paper

FORMULA = '=HYPERLINK("https://elsewhere.example","Quay")'


def paper(**changes):
    said = {
        "title": "People and contacts by zone, 1 January 2025 to 31 March 2025",
        "project": "Riverside #1 *outreach*",
        "finding": "About 40 known people were met (n = 180 contacts).",
        "heads": ("Zone",),
        "measures": ("Contacts", "Known people"),
        "lines": (
            Line((FORMULA,), (40, 10)),
            Line(("Mills",), (None, None)),
            Line(("Station",), (1125, 0)),
            Line(("All",), (1180, 40), is_margin=True),
        ),
        "caveats": ("2 of 8 figures are hidden.",),
        "definitions": (("Contacts", "Meetings."),),
        "source": "For sharing. Release 1",
        "file_name": "release-small-1",
        "drawn": (0, 1),
    }
    return Paper(**{**said, **changes})


EXPECTED = [
    ["Zone", "Contacts", "Known people"],
    [FORMULA, "40", "10"],
    ["Mills", "hidden", "hidden"],
    ["Station", "1125", "0"],
    ["All", "1180", "40"],
]


def without_apostrophe(rows):
    return [[str(cell).removeprefix("'") for cell in row] for row in rows]


def rows_of_csv(content):
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return without_apostrophe(read[: read.index([])])


def rows_of_xlsx(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return without_apostrophe([cell.value for cell in row] for row in sheet.iter_rows())


def rows_of_json(content):
    said = json.loads(content)
    rows = [["hidden" if cell is None else str(cell) for cell in row] for row in said["rows"]]
    return [said["columns"], *rows]


def rows_of_pdf(content):
    return Tagged(content).rows()


READERS = {"csv": rows_of_csv, "xlsx": rows_of_xlsx, "json": rows_of_json, "pdf": rows_of_pdf}


def test_every_output_has_a_reader():
    assert set(READERS) == set(OUTPUTS)


@pytest.mark.parametrize("kind", OUTPUTS)
def test_output_carries_the_figures_of_the_paper(kind):
    written, _content_type = OUTPUTS[kind]
    assert READERS[kind](written(paper())) == EXPECTED


def test_picture_shows_the_figures_of_the_paper_and_no_others():
    svg = str(paper().picture.svg)
    shown = re.findall(r"<title>([^<]+)</title></rect>", svg)
    assert shown[2:] == [
        "Mills, Contacts: no figure",
        "Mills, Known people: no figure",
        "Station, Contacts: 1,125",
        "Station, Known people: 0",
    ]
    assert shown[0].endswith("Contacts: 40") and len(shown) == 6


def test_paper_with_one_row_has_no_picture():
    assert paper(lines=(Line(("All",), (40, 10)),)).picture is None


def test_workbook_holds_no_formula():
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(paper(finding="=1+1", project="@SUM(A1)"))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell.value for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]
    assert [cell.value for cell in book.worksheets[0][2]] == [f"'{FORMULA}", 40, 10]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_holds_no_formula(start):
    content = as_csv(paper(lines=(Line((f"{start}1+1",), (10, 10)),), caveats=(f"{start}cmd",)))
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(start)]


def test_pdf_is_tagged_and_says_its_language_and_standard():
    tagged = Tagged(as_pdf(paper()))
    assert tagged.language() == "en"
    assert "1" in tagged.standard()
    assert tagged.all("H1") == [paper().title]
    assert tagged.all("H2") == ["What it does not tell", "What the numbers mean"]
    assert tagged.all("TH") == EXPECTED[0]


def test_pdf_picture_has_words_with_its_figures():
    (words,) = Tagged(as_pdf(paper(lines=paper().lines[1:]))).alternatives()
    assert "Station: Contacts 1125, Known people 0" in words and "Mills: Contacts hidden" in words


def test_pdf_is_set_in_arabic_with_its_own_fonts():
    with override("ar"):
        tagged = Tagged(as_pdf(paper(title="الأشخاص واللقاءات")))
    assert tagged.language() == "ar"


def test_workbook_in_arabic_is_read_from_the_right():
    with override("ar"):
        book = openpyxl.load_workbook(io.BytesIO(as_xlsx(paper())))
    assert [sheet.sheet_view.rightToLeft for sheet in book.worksheets] == [True, True]
    assert book.sheetnames == ["الأرقام", "عن هذا الملف"]
    with override("ro"):
        book = openpyxl.load_workbook(io.BytesIO(as_xlsx(paper())))
    assert not book.worksheets[0].sheet_view.rightToLeft


def test_pdf_without_a_font_for_its_letters_says_so(monkeypatch):
    only_own = partial(pdf_file._set, own_fonts_only=True)
    monkeypatch.setattr(pdf_file, "_set", lambda said, own_fonts_only: only_own(said))
    with pytest.raises(NoFont, match="Download it as XLSX or CSV"):
        as_pdf(paper(title="人员与联系"))


def test_pdf_takes_no_words_for_layout():
    tagged = Tagged(as_pdf(paper(finding='#panic("no") *bold* $x$ = Heading', drawn=())))
    assert '#panic("no") *bold* $x$ = Heading' in tagged.all("P")
    assert tagged.alternatives() == []


def test_pdf_of_many_columns_still_holds_every_figure():
    names = tuple(f"Thing {n}" for n in range(18))
    lines = tuple(Line((f"Row {n}",), tuple(range(0, 90, 5))) for n in range(60))
    rows = Tagged(as_pdf(paper(measures=names, lines=lines, drawn=()))).rows()
    assert [row for row in rows if row[0] == "Row 59"] == [["Row 59", *map(str, range(0, 90, 5))]]


def test_drawing_stands_alone():
    drawing = as_drawing(paper().picture.svg)
    assert 'xmlns="http://www.w3.org/2000/svg"' in drawing and ".chart__ink--1" in drawing


def test_json_says_null_for_what_is_hidden():
    said = json.loads(as_json(paper()))
    assert said["rows"][1] == ["Mills", None, None] and said["marked"].startswith("For sharing")
