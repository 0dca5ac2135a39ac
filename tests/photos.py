"""Invented photos of papers, with whatever a camera or a program may hide in one.

photo(word, of=…)     a JPEG with markers in every place that carries none of its pixels
chart(word)           a PNG with text, time and EXIF
sticker(word)         a WebP with EXIF and XMP
HIDDEN                the places, as `word` is asked for them
"""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

Word = Callable[[str], str]
HIDDEN = (
    "camera",
    "place",
    "comment",
    "xmp",
    "iptc",
    "profile",
    "thumbnail",
    "after the end",
    "text",
    "long text",
)
GPS = 0x8825


def paper(size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A white sheet with a dark corner at the top left, so that turning it shows."""
    made = Image.new("RGB", size, "white")
    ImageDraw.Draw(made).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="navy")
    return made


def encoded(picture: Image.Image, kind: str, **how: Any) -> bytes:
    """The bytes of a picture as a file of this kind."""
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def decoded(content: bytes) -> Image.Image:
    """The picture in a file, loaded."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def photo(word: Word = str, size: tuple[int, int] = (640, 480), turn: int = 1) -> bytes:
    """A JPEG as a phone makes it, with something hidden in every drawer it has."""
    whole = encoded(
        paper(size),
        "JPEG",
        exif=exif_of(word, turn),
        xmp=f"<x:xmpmeta>{word('xmp')}</x:xmpmeta>".encode(),
        comment=word("comment").encode(),
        icc_profile=b"\0" * 128 + word("profile").encode(),
    )
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + word("iptc").encode()
    segment = b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
    return whole[:2] + segment + whole[2:] + f"<html><script>{word('after the end')}</script>".encode()


def exif_of(word: Word, turn: int = 1) -> bytes:
    """EXIF with a camera, a place, how it was held, and a second directory with a thumbnail that has a comment."""
    small = encoded(paper((64, 48)), "JPEG", comment=word("thumbnail").encode())
    camera, place = word("camera").encode() + b"\0", word("place").encode() + b"\0"
    # The first directory stands at 8 and has three entries, the place's one, the thumbnail's two; then what they hold.
    at_place, at_second = 8 + 2 + 3 * 12 + 4, 8 + 2 + 3 * 12 + 4 + 2 + 12 + 4
    at_words = at_second + 2 + 2 * 12 + 4
    at_small = at_words + len(camera) + len(place)
    first = [(0x010F, 2, len(camera), at_words), (0x0112, 3, 1, turn), (GPS, 4, 1, at_place)]
    second = [(0x0201, 4, 1, at_small), (0x0202, 4, 1, len(small))]
    made = b"II*\0" + struct.pack("<I", 8) + _directory(first, at_second)
    made += _directory([(0x001C, 2, len(place), at_words + len(camera))], 0) + _directory(second, 0)
    return b"Exif\0\0" + made + camera + place + small


def _directory(entries: list[tuple[int, int, int, int]], following: int) -> bytes:
    rows = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return struct.pack("<H", len(entries)) + rows + struct.pack("<I", following)


def chart(word: Word = str) -> bytes:
    """A PNG with text, compressed text and EXIF."""
    said = PngInfo()
    said.add_text("Author", word("text"))
    said.add_text("Comment", word("long text") * 50, zip=True)
    said.add_itxt("XML:com.adobe.xmp", word("xmp"))
    return encoded(paper(), "PNG", pnginfo=said, exif=exif_of(word))


def sticker(word: Word = str) -> bytes:
    """A WebP with EXIF and XMP."""
    return encoded(paper(), "WEBP", exif=exif_of(word)[6:], xmp=word("xmp").encode())


def huge_png(side: int = 60_000, content: bytes = b"\0" * 100) -> bytes:
    """A PNG of some hundred bytes that says it is very large."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(content)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, body) for kind, body in parts)


def chunk(kind: bytes, body: bytes) -> bytes:
    """One part of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
