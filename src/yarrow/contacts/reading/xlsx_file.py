"""XLSX workbooks, straight from their parts: several times faster than a general library, and it sees formulas
without a stored value, which look like empty cells elsewhere (ADR 0050)."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from yarrow.contacts.reading import limits
from yarrow.contacts.reading.archives import DAMAGED, SAVE_AS, open_archive, part_bytes
from yarrow.contacts.reading.errors import Broken, TooBig
from yarrow.contacts.reading.sheets import Gauge, Sheet
from yarrow.contacts.reading.xlsx_sheet import Style, read_rows, read_shared
from yarrow.methods.sentences import to_say

SHEETS = to_say("This workbook has more than {n} sheets. Split it and try again.")


@dataclass
class Workbook:
    """What cells need to know to become values."""

    shared: list[str] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    from_1904: bool = False


def read_xlsx(content: bytes) -> list[Sheet]:
    """All worksheets in the workbook's order. Raises UnreadableFile's kinds."""
    try:
        with open_archive(content) as archive:
            return list(sheets_of(archive))
    except (ParseError, ValueError, KeyError, IndexError, OverflowError) as error:
        raise Broken(DAMAGED.format(how=SAVE_AS)) from error


def sheets_of(archive: zipfile.ZipFile) -> Iterator[Sheet]:
    """One Sheet after another; chart sheets and dialogs are passed over."""
    home = main_part(archive)
    root = tree(archive, home)
    targets = relations(archive, home)
    properties = first(root, "workbookPr")
    book = Workbook(
        shared=shared_strings(archive, targets),
        styles=styles_of(archive, targets),
        from_1904=properties is not None and properties.get("date1904") in ("1", "true"),
    )
    listed = [element for element in root.iter() if tag(element) == "sheet"]
    if len(listed) > limits.MAX_SHEETS:
        raise TooBig(SHEETS.format(n=limits.MAX_SHEETS))
    gauge = Gauge()
    for element in listed:
        kind, part = targets.get(relation_id(element), ("", ""))
        if kind.endswith("/worksheet"):
            rows = read_rows(part_bytes(archive, part), book.shared, book.styles, book.from_1904, gauge)
            hidden = element.get("state", "visible") != "visible"
            yield Sheet(name=element.get("name", ""), rows=tuple(rows), hidden=hidden)


def tag(element: Element) -> str:
    """The element's name without its namespace: strict and ordinary workbooks differ only there."""
    return element.tag.rpartition("}")[2]


def first(root: Element, name: str) -> Element | None:
    """The first element of that name anywhere below."""
    return next((element for element in root.iter() if tag(element) == name), None)


def tree(archive: zipfile.ZipFile, part: str) -> Element:
    """The part as a tree, parsed with every kind of entity forbidden."""
    root: Element = fromstring(part_bytes(archive, part), forbid_dtd=True)
    return root


def main_part(archive: zipfile.ZipFile) -> str:
    """Where the workbook itself is kept; nearly always xl/workbook.xml."""
    if "_rels/.rels" in archive.namelist():
        for relation in tree(archive, "_rels/.rels"):
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", "").lstrip("/")
    return "xl/workbook.xml"


def relations(archive: zipfile.ZipFile, home: str) -> dict[str, tuple[str, str]]:
    """Relation id -> (type, part)."""
    folder, name = posixpath.split(home)
    found: dict[str, tuple[str, str]] = {}
    for relation in tree(archive, f"{folder}/_rels/{name}.rels"):
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        found[relation.get("Id", "")] = (relation.get("Type", ""), path)
    return found


def relation_id(element: Element) -> str:
    """The sheet's relation id, whatever namespace it is written in."""
    return next((value for key, value in element.attrib.items() if key.endswith("}id")), "")


def part_of(targets: dict[str, tuple[str, str]], kind: str) -> str | None:
    """The part of that kind, if the workbook has one."""
    return next((path for kind_of, path in targets.values() if kind_of.endswith(f"/{kind}")), None)


def shared_strings(archive: zipfile.ZipFile, targets: dict[str, tuple[str, str]]) -> list[str]:
    """Texts that cells refer to by number; reading aids (phonetic runs) left out."""
    part = part_of(targets, "sharedStrings")
    if part is None or part not in archive.namelist():
        return []
    return read_shared(part_bytes(archive, part))


def styles_of(archive: zipfile.ZipFile, targets: dict[str, tuple[str, str]]) -> list[Style]:
    """For each cell style: does its number mean a date, a span of time, or a number?"""
    part = part_of(targets, "styles")
    if part is None or part not in archive.namelist():
        return []
    root = tree(archive, part)
    own = {int(e.get("numFmtId", "0")): e.get("formatCode", "") for e in root.iter() if tag(e) == "numFmt"}
    formats = first(root, "cellXfs")
    return [
        style_of(own.get(number) or BUILTIN_FORMATS.get(number, "General"))
        for number in (int(xf.get("numFmtId", "0")) for xf in (formats if formats is not None else []))
    ]


def style_of(code: str) -> Style:
    """The meaning of one number format."""
    if is_timedelta_format(code):
        return Style.SPAN
    return Style.DATE if is_date_format(code) else Style.NUMBER
