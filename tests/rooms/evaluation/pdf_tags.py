"""Reads a tagged PDF as assistive technology does: by its structure, with the text behind each tag.

Enough of the format for what Typst writes: plain objects, deflated streams, two-byte glyphs with a ToUnicode map.
"""

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)endobj", re.S)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
MARKED = re.compile(rb"/Span<</MCID (\d+)[^>]*>>\s*BDC(.*?)EMC", re.S)
TEXT = re.compile(rb"/(f\d+) [\d.]+ Tf|\(", re.S)
ESCAPED = re.compile(rb"\\([0-7]{3}|[nrtbf()\\])", re.S)
LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class Tagged:
    """The structure of one PDF."""

    def __init__(self, content: bytes) -> None:
        self.objects = {int(number): body for number, body in OBJECT.findall(content)}
        self.texts = {}
        for number, body in self.objects.items():
            if b"/Type/Page/" in body:
                self.texts |= {(number, mcid): text for mcid, text in self._page(body)}

    def all(self, tag: str) -> list[str]:
        """The text behind each element with this tag, in the order of the document."""
        return [self._text(number) for number in self._walk(self._document()) if self._tag(number) == tag]

    def rows(self) -> list[list[str]]:
        """The table: each row's cells."""
        rows = [number for number in self._walk(self._document()) if self._tag(number) == "TR"]
        return [[self._text(cell) for cell in self._children(row)] for row in rows]

    def alternatives(self) -> list[str]:
        """What stands in for each picture."""
        return re.findall(r"/S/Figure.*?/Alt\(((?:\\.|[^\\])*?)\)/", self._plain(), re.S)

    def language(self) -> str:
        return re.search(r"/Lang\((\w+)\)", self._plain())[1]

    def standard(self) -> str:
        """The part of PDF/UA that it says it keeps."""
        whole = "".join(_inflated(body).decode("latin-1") for body in self.objects.values())
        return re.search(r"pdfuaid:part>(\d)|pdfuaid:part=\"(\d)", whole)[0]

    def _plain(self) -> str:
        return "\n".join(body.decode("latin-1") for body in self.objects.values() if b"stream" not in body)

    def _document(self) -> int:
        return next(number for number, body in self.objects.items() if b"/S/Document" in body)

    def _tag(self, number: int) -> str:
        found = re.search(rb"/StructElem/S/(\w+)", self.objects[number])
        return found[1].decode() if found else ""

    def _kids(self, number: int) -> list[tuple[int, bool]]:
        kids = re.search(rb"/K\[([^\]]*)\]", self.objects[number])
        found = re.findall(rb"(\d+)( 0 R)?", kids[1]) if kids else []
        return [(int(kid), bool(is_object)) for kid, is_object in found]

    def _children(self, number: int) -> list[int]:
        return [kid for kid, is_object in self._kids(number) if is_object]

    def _walk(self, number: int) -> list[int]:
        return [number, *(below for kid in self._children(number) for below in self._walk(kid))]

    def _text(self, number: int) -> str:
        page = re.search(rb"/Pg (\d+) 0 R", self.objects[number])
        parts = [
            self._text(kid) if is_object else self.texts.get((int(page[1]), kid), "")
            for kid, is_object in self._kids(number)
        ]
        return "".join(parts)

    def _page(self, body: bytes) -> list[tuple[int, str]]:
        resources = self.objects[int(re.search(rb"/Resources (\d+)", body)[1])]
        fonts = {
            name: self._letters(int(number)) for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
        }
        content = _inflated(self.objects[int(re.search(rb"/Contents (\d+)", body)[1])])
        return [(int(mcid), _said(inside, fonts)) for mcid, inside in MARKED.findall(content)]

    def _letters(self, font: int) -> dict[int, str]:
        unicode_map = _inflated(self.objects[int(re.search(rb"/ToUnicode (\d+)", self.objects[font])[1])])
        pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", unicode_map)
        return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}


def _inflated(body: bytes) -> bytes:
    found = STREAM.search(body)
    if not found:
        return b""
    # A checksum that ends in a line's end is cut short by the pattern; the content before it is whole.
    try:
        return zlib.decompressobj().decompress(found[1])
    except zlib.error:
        return found[1]


def _said(inside: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    said, letters, place = "", {}, 0
    while found := TEXT.search(inside, place):
        place = found.end()
        if found[1]:
            letters = fonts[found[1]]
            continue
        text, place = _string(inside, place)
        raw = ESCAPED.sub(_unescaped, text)
        said += "".join(letters[int.from_bytes(raw[i : i + 2])] for i in range(0, len(raw), 2))
    return said


def _string(inside: bytes, place: int) -> tuple[bytes, int]:
    """The string that begins here, brackets within it balanced, and where it ends."""
    first, depth = place, 1
    while depth:
        sign = inside[place : place + 1]
        depth += (sign == b"(") - (sign == b")")
        place += 2 if sign == b"\\" else 1
    return inside[first : place - 1], place


def _unescaped(match: re.Match[bytes]) -> bytes:
    said = match[1]
    return bytes([int(said, 8)]) if said.isdigit() else LETTERS.get(said, said)
