"""Files that are the wrong kind, broken, too big or built to harm: refused with a sentence, quickly."""

import io
import time
import zipfile

import pytest

from tests.rooms.contacts.reading.unseen_files import as_csv, as_xlsx
from yarrow.contacts.reading import errors, limits, read_bytes
from yarrow.contacts.reading.loading import load
from yarrow.contacts.reading.sheets import Problem

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOOK = as_xlsx({"Sheet1": [["Date", "Name", "Condoms"], ["3/1/2024", "Mary", 5]]})


def with_parts(content: bytes, **changed: bytes | None) -> bytes:
    """The workbook with parts replaced (dots and slashes as `__`), added or taken away."""
    out = io.BytesIO()
    parts = {name.replace("__", "/", 2): part for name, part in changed.items()}
    parts = {
        (name if name.endswith((".xml", ".bin")) else f"{name}.xml"): part for name, part in parts.items()
    }
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def zipped(**parts: bytes) -> bytes:
    """A zip of anything."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "."), part)
    return out.getvalue()


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'  # noqa: E501
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>'
REFUSED = {
    "an old Excel file": (OLE + b"\0" * 600, errors.WrongType),
    "a workbook with a password": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), errors.Protected),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", errors.WrongType),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), errors.WrongType),
    "a photograph": (b"\xff\xd8\xff\xe0" + bytes(range(256)), errors.WrongType),
    "a program": (b"\x7fELF" + bytes(range(256)) * 4, errors.WrongType),
    "a web page": (b"<html><table><tr><td>Date</td></tr></table></html>", errors.WrongType),
    "an XML spreadsheet": (b'<?xml version="1.0"?><Workbook/>', errors.WrongType),
    "an OpenDocument file": (zipped(mimetype=b"application/vnd.oasis", content__xml=b"<x/>"), errors.WrongType),
    "a zip of letters": (zipped(letter__txt=b"Dear all"), errors.WrongType),
    "a binary workbook": (with_parts(BOOK, **{"xl__workbook.bin": b"x"}), errors.WrongType),
    "half a workbook": (BOOK[: len(BOOK) // 2], errors.Broken),
    "a workbook without its list of sheets": (with_parts(BOOK, xl__workbook=None), errors.Broken),
    "a sheet that is no XML": (with_parts(BOOK, **{"xl__worksheets__sheet1": b"not xml"}), errors.Broken),
    "an entity bomb": (with_parts(BOOK, **{"xl__worksheets__sheet1": BOMB}), errors.Hostile),
    "an entity bomb in UTF-16": (with_parts(BOOK, **{"xl__worksheets__sheet1": BOMB.decode().replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16")}), errors.Hostile),  # noqa: E501
    "a file of the server asked for": (with_parts(BOOK, xl__workbook=OUTSIDE), errors.Hostile),
    "an entity bomb among the styles": (with_parts(BOOK, xl__styles=BOMB), errors.Hostile),
    "nothing": (b"", errors.EmptyFile),
    "only spaces": (b" \r\n \r\n", errors.EmptyFile),
    "only delimiters": (b",,,\r\n,,,\r\n", errors.EmptyFile),
    "an empty workbook": (as_xlsx({"Sheet1": []}), errors.EmptyFile),
    "a shopping list": (b"milk\r\nbread\r\n", errors.NotRecognised),
    "a table of something else": (as_csv([["Planet", "Moons"], ["Mars", 2], ["Venus", 0]]), errors.NotRecognised),
    "more columns than anyone has": (as_csv([["x"] * 50_000]), errors.TooBig),
    "a workbook with more columns than anyone has": (as_xlsx({"S": [["x"] * 3_000]}), errors.TooBig),
    "more rows than an import takes": (b"a,b\n" * (limits.MAX_ROWS + 1), errors.TooBig),
    "more sheets than an import takes": (as_xlsx({f"S{n}": [["x"]] for n in range(limits.MAX_SHEETS + 1)}), errors.TooBig),  # noqa: E501
    "a cell without an end": (b'Date,"' + b"x" * 300_000, errors.TooBig),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_refused_with_a_sentence(kind: str) -> None:
    content, error = REFUSED[kind]
    began = time.monotonic()
    with pytest.raises(error) as refusal:
        read_bytes("file", content)
    assert refusal.value.message.endswith(".")
    assert refusal.value.field == "file"
    assert time.monotonic() - began < 20


def test_too_many_bytes_are_refused_unread() -> None:
    with pytest.raises(errors.TooBig, match="20 MB"):
        load(b"a,b\n" * (limits.MAX_UPLOAD // 4 + 1))


def test_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("a part was unpacked"))
    with pytest.raises(errors.Hostile, match="far more"):
        load(with_parts_unread(b"\0" * (40 * 1024 * 1024)))


def with_parts_unread(zeros: bytes) -> bytes:
    """A workbook in name whose one sheet is all zeros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", zeros)
    return out.getvalue()


def test_a_lone_cell_at_the_far_end_is_refused_not_filled_up() -> None:
    sheet = b'<worksheet xmlns="x"><sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData></worksheet>'  # noqa: E501
    with pytest.raises(errors.TooBig):
        load(with_parts(BOOK, **{"xl__worksheets__sheet1": sheet}))


def test_a_million_formatted_empty_rows_are_no_rows() -> None:
    sheet = b'<worksheet xmlns="x"><sheetData><row r="1"><c r="A1" t="str"><v>Date</v></c></row><row r="1048576"/></sheetData></worksheet>'  # noqa: E501
    assert [len(s.rows) for s in load(with_parts(BOOK, **{"xl__worksheets__sheet1": sheet}))] == [1]


def test_cells_of_every_type() -> None:
    sheet = (
        b'<worksheet xmlns="x"><sheetData><row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#REF!</v></c>'
        b'<c r="C1"><f>1+1</f></c><c r="D1"><f>1+1</f><v>2</v></c><c r="E1" t="str"><f>A1</f><v></v></c>'
        b'<c r="G1" t="inlineStr"><is><r><t>two </t></r><r><t>runs</t></r></is></c><c r="H1"><v>1.5</v></c></row></sheetData></worksheet>'  # noqa: E501
    )
    [sheet_read] = load(with_parts(BOOK, **{"xl__worksheets__sheet1": sheet}))
    assert sheet_read.rows == ((True, Problem.ERROR, Problem.FORMULA, 2, None, None, "two runs", 1.5),)


def test_texts_kept_once_for_all_sheets() -> None:
    links = (
        b'<Relationships xmlns="p"><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
        b'<Relationship Id="r2" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>'
    )
    texts = b'<sst xmlns="x"><si><t>Date</t></si><si><r><t>Na</t></r><r><t>me</t></r><rPh><t>sound</t></rPh></si></sst>'
    sheet = b'<worksheet xmlns="x"><sheetData><row><c t="s"><v>1</v></c><c t="s"><v>0</v></c></row></sheetData></worksheet>'  # noqa: E501
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "xl/workbook.xml",
            b'<workbook xmlns:r="y"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr("xl/_rels/workbook.xml.rels", links)
        archive.writestr("xl/sharedStrings.xml", texts)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    assert load(out.getvalue())[0].rows == (("Name", "Date"),)


def test_hidden_sheet_is_listed_not_read() -> None:
    from openpyxl import load_workbook

    rows = [["Date", "Name", "Condoms", "Needles out"], ["3/1/2024", "Mary", 5, 1]]
    book = load_workbook(io.BytesIO(as_xlsx({"Log": rows, "Old copy": rows})))
    book["Old copy"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    reading = read_bytes("log.xlsx", out.getvalue())
    assert len(reading.contacts) == 1
    assert [(entry.sheet, entry.row, "hidden" in entry.reason) for entry in reading.not_taken] == [
        ("Old copy", 1, True),
        ("Old copy", 2, True),
    ]


@pytest.mark.parametrize("size", [1, 60, 700, 3000])
def test_patterns_that_could_run_for_ever_do_not(size: int) -> None:
    nasty = [
        "1 " * size,
        "a" * size + "1",
        "(" * size,
        "1+" * size,
        "no name " * size,
        "1/" * size,
        ", " * size + "x",
    ]
    rows = [["Date", "Name", "Condoms", "Time spent", "Notes"]] + [
        [text] * 5 for text in nasty for _ in range(5)
    ]
    rows += [["3/1/2024", f"Mary{n}", "5", "5", ""] for n in range(60)]
    began = time.monotonic()
    read_bytes("log.csv", as_csv(rows))
    assert time.monotonic() - began < 10


def test_nothing_is_written_to_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins
    import tempfile

    content = as_xlsx({"S": [["Date", "Name", "Condoms"], ["3/1/2024", "Mary", 5]]})
    real = builtins.open

    def guarded(file: object, mode: str = "r", *rest: object, **more: object) -> object:
        assert not set(mode) & set("wax+"), "a file was written"
        return real(file, mode, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(builtins, "open", guarded)
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda *_, **__: pytest.fail("a temporary file was made"))
    assert read_bytes("log.xlsx", content).n_taken == 1
