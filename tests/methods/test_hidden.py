"""What a picture inside a document carries unseen goes, without a pixel of it changing."""

import io
import struct

import pytest
from PIL import Image

from yarrow.methods.hidden import bare_jpeg, bare_jpx

SECRET = b"Quillfeather 51.5N"
COLOURS = [((x * 37) % 256, (x * 11) % 256, (x * 5) % 256) for x in range(32 * 32)]


def picture(mode="RGB"):
    made = Image.new("RGB", (32, 32))
    made.putdata(COLOURS)
    return made.convert(mode)


def drawn(kind, mode="RGB", **how):
    out = io.BytesIO()
    picture(mode).save(out, kind, **how)
    return out.getvalue()


def pixels(content):
    with Image.open(io.BytesIO(content)) as found:
        return found.mode, found.size, found.tobytes()


def segment(marker, body=SECRET):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


JPEG = drawn("JPEG", quality=90)
PROGRESSIVE = drawn("JPEG", progressive=True, quality=90)
PRINTED = drawn("JPEG", "CMYK")
GREY = drawn("JPEG", "L")
CODESTREAM = drawn("JPEG2000", no_jp2=True)
BOXED = drawn("JPEG2000")
TILED = drawn("JPEG2000", no_jp2=True, tile_size=(16, 16))


@pytest.mark.parametrize(
    "content", [JPEG, PROGRESSIVE, PRINTED, GREY], ids=["plain", "scans", "print", "grey"]
)
def test_a_jpeg_shows_the_same_and_stays_so(content):
    bare = bare_jpeg(content)
    assert pixels(bare) == pixels(content) and bare_jpeg(bare) == bare


@pytest.mark.parametrize("marker", [*range(0x02, 0xC0, 21), 0xC8, *range(0xE0, 0xFF)], ids=hex)
def test_no_segment_that_draws_nothing_is_kept(marker):
    came = JPEG[:2] + segment(marker) + JPEG[2:]
    bare = bare_jpeg(came)
    assert SECRET not in bare and pixels(bare) == pixels(JPEG)


def test_what_follows_the_end_of_a_jpeg_and_thumbnails_go():
    jfif = b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x02\x02" + SECRET[:12]
    adobe = b"Adobe\x00\x64\x00\x00\x00\x00\x01" + SECRET
    came = JPEG[:2] + segment(0xE0, jfif) + JPEG[2:] + SECRET + JPEG
    bare = bare_jpeg(came)
    assert SECRET[:12] not in bare and bare.count(b"\xff\xd8") == 1
    assert SECRET not in bare_jpeg(PRINTED[:2] + segment(0xEE, adobe) + PRINTED[2:])


@pytest.mark.parametrize("cut", range(0, len(JPEG) - 1, max(1, len(JPEG) // 40)))
def test_a_jpeg_that_is_cut_short_is_refused(cut):
    with pytest.raises(ValueError, match=r"."):
        bare_jpeg(JPEG[:cut])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"\xff\xd8\xff",
        b"\xff\xd8" + b"\xff" * 9,
        b"\xff\xd8\xff\xd0",
        b"\xff\xd8\xff\xe1\x00\x01xx\xff\xd9",
        b"\xff\xd8\xff\xe1\xff\xffx",
        b"\x89PNG",
    ],
)
def test_what_is_no_jpeg_is_refused(content):
    with pytest.raises(ValueError, match=r"."):
        bare_jpeg(content)


def commented(stream, *, head=False, part=False, behind=b""):
    """A codestream with a comment in its main head, in the head of each part, or with something behind its end."""
    said = struct.pack(">HHH", 0xFF64, len(SECRET) + 4, 1) + SECRET
    at = stream.index(b"\xff\x90")
    made, parts = [stream[:at], said if head else b""], []
    while stream[at : at + 2] == b"\xff\x90":
        (length,) = struct.unpack_from(">I", stream, at + 6)
        more = said if part else b""
        first = stream[at : at + 6] + struct.pack(">I", length + len(more)) + stream[at + 10 : at + 12]
        parts.append(first + more + stream[at + 12 : at + length])
        at += length
    return b"".join([*made, *parts, b"\xff\xd9", behind])


@pytest.mark.parametrize("stream", [CODESTREAM, TILED], ids=["one part", "four parts"])
@pytest.mark.parametrize(
    "how",
    [
        {"head": True},
        {"part": True},
        {"behind": SECRET + b"\xff\xd9"},
        {"head": True, "part": True, "behind": SECRET},
    ],
    ids=["head", "part", "behind", "all"],
)
def test_a_codestream_says_nothing_in_comments_or_behind_its_end(stream, how):
    came = commented(stream, **how)
    assert SECRET in came and pixels(came) == pixels(stream)
    bare = bare_jpx(came)
    assert SECRET not in bare and pixels(bare) == pixels(stream) and bare_jpx(bare) == bare


def test_a_last_part_of_no_said_length_ends_with_the_picture():
    came = bytearray(commented(CODESTREAM, part=True, behind=SECRET + b"\xff\xd9"))
    at = came.index(b"\xff\x90")
    came[at + 6 : at + 10] = bytes(4)
    bare = bare_jpx(bytes(came))
    assert SECRET not in bare and bare.endswith(b"\xff\xd9") and bare.count(b"\xff\xd9") == 1


@pytest.mark.parametrize("kind", [b"uuid", b"xml ", b"jp2i", b"res ", b"uinf", b"free"])
def test_no_box_beside_the_picture_is_kept(kind):
    box = struct.pack(">I4s", 8 + len(SECRET), kind) + SECRET
    last = struct.pack(">I4s", 0, kind) + SECRET
    at = BOXED.index(b"jp2c") - 4
    for came in (BOXED + box, BOXED[:at] + box + BOXED[at:], BOXED + last):
        bare = bare_jpx(came)
        assert SECRET not in bare and pixels(bare) == pixels(BOXED)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\x4f\xff\x51", CODESTREAM[:-2], TILED[:-40], BOXED[:-9], BOXED[:40] + b"\0"]
)
def test_a_jpeg_2000_that_is_cut_short_is_refused(content):
    with pytest.raises(ValueError, match=r"."):
        bare_jpx(content)
