"""Pictures are judged by what they hold, within limits, and made anew from their pixels alone."""

import io
import random
import tempfile
import tracemalloc
import zlib

import pytest
from PIL import Image, JpegImagePlugin

from tests import photos
from tests.attacks.scanner import marker, scan_bytes
from yarrow.vault import pictures
from yarrow.vault.pictures import Broken, NotAPicture, TooLarge, cleaned, ending

NAVY, WHITE = (0, 0, 128), (255, 255, 255)


def near(colour, other):
    return all(abs(a - b) < 40 for a, b in zip(colour, other, strict=True))


def corners(content):
    """Colours at top left, top right, bottom left, bottom right."""
    picture = photos.decoded(content)
    right, bottom = picture.width - 9, picture.height - 9
    return [picture.getpixel(at) for at in ((8, 8), (right, 8), (8, bottom), (right, bottom))]


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *(("JPEG", mode) for mode in ("RGB", "L", "CMYK")),
        *(("PNG", mode) for mode in ("RGB", "RGBA", "L", "LA", "P", "1", "I;16")),
        *(("WEBP", mode) for mode in ("RGB", "RGBA")),
    ],
)
def test_cleaned_makes_a_jpeg_of_every_kind_and_mode(kind, mode):
    white = photos.paper()
    source = Image.new(mode, white.size, 65_535) if mode == "I;16" else white.convert(mode)
    made = photos.decoded(cleaned(photos.encoded(source, kind)))
    assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (640, 480))
    assert near(made.getpixel((600, 400)), WHITE)


def test_cleaned_puts_what_is_clear_on_white():
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert near(photos.decoded(cleaned(photos.encoded(clear, "PNG"))).getpixel((20, 20)), WHITE)
    with_colour = photos.encoded(Image.new("P", (40, 40), 0), "PNG", transparency=0)
    assert near(photos.decoded(cleaned(with_colour)).getpixel((20, 20)), WHITE)


@pytest.mark.parametrize(
    ("turn", "dark"), [(1, 0), (2, 1), (3, 3), (4, 2), (5, 0), (6, 1), (7, 3), (8, 2), (0, 0), (99, 0)]
)
def test_cleaned_stands_upright_however_the_camera_was_held(turn, dark):
    found = corners(cleaned(photos.photo(turn=turn)))
    assert [near(colour, NAVY) for colour in found] == [place == dark for place in range(4)]


def test_cleaned_is_small_enough_to_send_and_keeps_its_shape():
    made = photos.decoded(cleaned(photos.encoded(photos.paper((6000, 3000)), "PNG")))
    assert made.size == (3000, 1500)
    assert photos.decoded(cleaned(photos.encoded(photos.paper((6000, 4000)), "JPEG"))).size == (3000, 2000)


@pytest.mark.parametrize("make", [photos.photo, photos.chart, photos.sticker])
def test_cleaned_carries_nothing_but_pixels(make):
    planted = {}
    content = make(lambda place: planted.setdefault(place, marker()))
    words = list(planted.values())
    assert {hit.marker for hit in scan_bytes(content, words)} == set(words), "every place holds its marker"
    made = cleaned(content)
    assert scan_bytes(made, words) == []
    # No part of a JPEG but those that draw it: no APP1 to APP15, no comment.
    applied = {name for name, _body in photos_parts(made)}
    assert applied <= {"APP0"} and set(photos.decoded(made).info) <= JFIF


JFIF = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def photos_parts(content):
    return JpegImagePlugin.JpegImageFile(io.BytesIO(content)).applist


def test_cleaned_takes_the_first_of_several_pictures():
    frames = [photos.paper(), Image.new("RGB", (640, 480), "red")]
    for kind in ("WEBP", "PNG", "MPO"):
        content = photos.encoded(frames[0], kind, save_all=True, append_images=frames[1:])
        assert Image.open(io.BytesIO(content)).n_frames == 2
        assert near(corners(cleaned(content))[0], NAVY), kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7 letter",
        b"PK\x03\x04 letter.docx",
        b"GIF89a" + b"\0" * 30,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"RIFF\0\0\0\0WAVE",
        b"BM" + b"\0" * 60,
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
    ],
)
def test_cleaned_takes_no_other_kind_and_says_to_photograph_it(content):
    with pytest.raises(NotAPicture) as refused:
        cleaned(content)
    assert "Photograph the paper" in refused.value.message and refused.value.field == "picture"


def test_ending_is_judged_by_what_is_inside():
    endings = [ending(make()) for make in (photos.photo, photos.chart, photos.sticker)]
    assert endings == ["jpg", "png", "webp"]


def cut(content, part):
    return content[: int(len(content) * part)]


BARE = photos.encoded(photos.paper(), "JPEG")


@pytest.mark.parametrize(
    "content",
    [
        *(cut(BARE, part) for part in (0.02, 0.3, 0.9)),
        *(cut(photos.chart(), part) for part in (0.02, 0.5, 0.95)),
        *(cut(photos.sticker(), part) for part in (0.02, 0.5)),
        b"\xff\xd8\xff" + b"<html><script>alert(1)</script>" * 20,
        b"RIFF\x10\0\0\0WEBPVP8 \xff\xff\xff\xff",
        photos.huge_png(side=0),
        photos.chart()[:-20] + b"\0" * 20,
    ],
)
def test_cleaned_refuses_what_is_damaged_with_a_sentence(content):
    with pytest.raises(Broken) as refused:
        cleaned(content)
    assert refused.value.__cause__ is None and refused.value.__suppress_context__


@pytest.mark.parametrize("side", [5_100, 7_100, 10_000, 13_000, 60_000, 2**31 - 1])
def test_cleaned_refuses_many_pixels_before_one_is_decoded(side):
    tracemalloc.start()
    with pytest.raises(TooLarge):
        cleaned(photos.huge_png(side=side))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2_000_000


def test_cleaned_takes_exactly_as_many_pixels_as_it_says(monkeypatch):
    monkeypatch.setitem(pictures.MOST_PIXELS, "jpg", 640 * 480)
    assert cleaned(BARE)
    with pytest.raises(TooLarge):
        cleaned(photos.encoded(photos.paper((641, 480)), "JPEG"))


def test_cleaned_takes_exactly_as_many_bytes_as_it_says(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_BYTES", len(BARE))
    assert cleaned(BARE)
    with pytest.raises(TooLarge):
        cleaned(BARE + b"\0")


def test_cleaned_refuses_text_that_unpacks_without_end():
    long = photos.chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 80_000_000))
    content = photos.encoded(photos.paper(), "PNG")
    with pytest.raises(Broken):
        cleaned(content[:33] + long + content[33:])


def test_cleaned_refuses_a_jpeg_of_endless_passes():
    progressive = photos.encoded(photos.paper(), "JPEG", progressive=True)
    assert cleaned(progressive)
    with pytest.raises(Broken):
        cleaned(progressive + pictures.SCAN * pictures.MOST_SCANS)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_cleaned_takes_a_large_picture_that_no_program_could_make_smaller(kind):
    """Among millions of random bytes some look like anything, the beginning of a JPEG's pass too."""
    noise = Image.frombytes("RGB", (1700, 1700), random.Random(7).randbytes(1700 * 1700 * 3))
    content = photos.encoded(noise, kind, **({"lossless": True, "method": 0} if kind == "WEBP" else {}))
    assert content.count(pictures.SCAN) > pictures.MOST_SCANS and len(content) < pictures.MOST_BYTES
    assert photos.decoded(cleaned(content)).size == (1700, 1700)


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*" + b"\xff" * 90]
)
def test_cleaned_lets_broken_exif_not_stop_a_picture(exif):
    made = cleaned(photos.encoded(photos.paper(), "JPEG", exif=exif))
    assert near(corners(made)[0], NAVY)


def test_cleaned_writes_no_file_and_logs_nothing(monkeypatch, tmp_path, caplog):
    def none_of_it(*args, **kwargs):
        raise AssertionError("a temporary file")

    for name in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, none_of_it)
    caplog.set_level("INFO")
    for content in (photos.photo(), photos.chart(), photos.sticker()):
        cleaned(content)
    with pytest.raises(Broken):
        cleaned(cut(BARE, 0.5))
    assert caplog.records == []
