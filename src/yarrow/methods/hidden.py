"""What pictures inside a document carry beside what they show, taken out without decoding a pixel.

bare_jpeg(content)   the same JPEG without EXIF, place, thumbnail, XMP, comments, colour profile, what follows its end
bare_jpx(content)    the same JPEG 2000 with its picture alone

Both raise ValueError for bytes that are no such picture.
"""

import struct

EOI, SOS, APP0, APP14 = 0xD9, 0xDA, 0xE0, 0xEE
# Segments that draw a picture: frames, tables, restarts, scans. What else a file may hold, no camera needs.
DRAWING = frozenset({*range(0xC0, 0xC8), *range(0xC9, 0xD0), *range(0xDA, 0xE0)})
# Markers that stand alone, without a length: restarts, and the beginning and end.
ALONE = frozenset({*range(0xD0, 0xDA), 0x01})
JFIF = b"JFIF\x00"
JPX_BOXES = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})
JPX_BEGINS = b"\x00\x00\x00\x0cjP  "
CODESTREAM = b"\xff\x4f\xff\x51"
SOT, SOD, JPX_END = b"\xff\x90", b"\xff\x93", b"\xff\xd9"
# Comments, and the list of how long each part was before its own went.
LEFT_OUT = (b"\xff\x64", b"\xff\x55")


def bare_jpeg(content: bytes) -> bytes:
    """Tables and scans, with JFIF's few numbers and the mark that says how colours are stored."""
    if content[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    kept, at = [content[:2]], 2
    while True:
        if content[at : at + 1] != b"\xff" or at + 1 >= len(content):
            raise ValueError("a JPEG ends without its end")
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == EOI:
            return b"".join([*kept, b"\xff\xd9"])
        if marker in ALONE:
            raise ValueError("a marker that has no place here")
        end = at + 2 + _length(content, at + 2)
        kept.append(_kept(marker, content[at:end]))
        if marker == SOS:
            at, end = end, _end_of_scan(content, end)
            kept.append(content[at:end])
        at = end


def _length(content: bytes, at: int) -> int:
    if at + 2 > len(content):
        raise ValueError("a JPEG is cut short")
    length = int(struct.unpack_from(">H", content, at)[0])
    if length < 2 or at + length > len(content):
        raise ValueError("a JPEG is cut short")
    return length


def _kept(marker: int, segment: bytes) -> bytes:
    """A segment, or nothing of it."""
    if marker == APP0 and segment[4:9] == JFIF and len(segment) >= 18:
        # Version, unit and density; a thumbnail of no size.
        return segment[:2] + struct.pack(">H", 16) + segment[4:16] + b"\x00\x00"
    if marker == APP14 and segment[4:9] == b"Adobe" and len(segment) >= 16:
        return segment[:2] + struct.pack(">H", 14) + segment[4:16]
    return segment if marker in DRAWING else b""


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands that is no restart and no stuffed byte."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise ValueError("a JPEG ends without its end")
        following = content[at + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7:
            return at
        at += 2


def bare_jpx(content: bytes) -> bytes:
    """The boxes that draw the picture; of a bare codestream what stands before its end, without comments."""
    if content.startswith(CODESTREAM):
        return _bare_codestream(content)
    if not content.startswith(JPX_BEGINS):
        raise ValueError("no JPEG 2000")
    kept, at = [], 0
    while at + 8 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        # 0: up to the end of the file.
        end = len(content) if length == 0 else at + length
        if length in range(1, 8) or end > len(content):
            raise ValueError("a JPEG 2000 is cut short")
        if kind in JPX_BOXES:
            body = bare_jpx(content[at + 8 : end]) if kind == b"jp2c" else content[at + 8 : end]
            kept.append(struct.pack(">I4s", len(body) + 8, kind) + body)
        at = end
    return b"".join(kept)


def _bare_codestream(stream: bytes) -> bytes:
    """Main head, then part after part of the tiles; each says how long it is, so that nothing hides behind the end."""
    head, at = _bare_head(stream, 2, SOT)
    kept = [stream[:2], head]
    while stream[at : at + 2] == SOT:
        if at + 12 > len(stream):
            raise ValueError("a JPEG 2000 is cut short")
        (length,) = struct.unpack_from(">I", stream, at + 6)
        head, begins = _bare_head(stream, at + 12, SOD)
        # 0: the last part, up to the end of the picture. No packet holds the two bytes of an end.
        end = at + length if length else stream.find(JPX_END, begins)
        if not begins <= end <= len(stream):
            raise ValueError("a JPEG 2000 is cut short")
        part = head + stream[begins:end]
        said = struct.pack(">I", 12 + len(part) if length else 0)
        kept += [stream[at : at + 6], said, stream[at + 10 : at + 12], part]
        at = end
    if stream[at : at + 2] != JPX_END:
        raise ValueError("a JPEG 2000 ends without its end")
    return b"".join([*kept, JPX_END])


def _bare_head(stream: bytes, at: int, until: bytes) -> tuple[bytes, int]:
    """(a head without its comments, where what follows it stands)."""
    kept = []
    while stream[at : at + 2] != until:
        if stream[at : at + 1] != b"\xff":
            raise ValueError("no head of a JPEG 2000")
        end = at + 2 + _length(stream, at + 2)
        if stream[at : at + 2] not in LEFT_OUT:
            kept.append(stream[at:end])
        at = end
    return b"".join(kept), at
