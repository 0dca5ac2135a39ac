"""Pictures that somebody sent: looked at within limits, and made anew without anything they carry unseen.

content = a file's bytes, whatever its name says
cleaned(content)   a JPEG of what the picture shows, and of nothing else; raises NotAPicture, TooLarge, Broken
ending(content)    what a picture of this kind is called: "jpg", "png" or "webp"

A file is judged by what it holds. Its size is read before a pixel is decoded; only the first frame is; nothing but
pixels goes over: no EXIF, place, thumbnail, XMP, IPTC, comment, text or colour profile. All of it stays in memory.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from PIL import Image

from yarrow.methods.refusals import Refusal

MOST_BYTES = 10 * 1024 * 1024
# A JPEG is decoded at half or a quarter of its size where that is enough; others whole, at up to 16 bytes a pixel.
MOST_PIXELS = {"jpg": 50_000_000, "png": 25_000_000, "webp": 25_000_000}
# The long side of what is made: a page of A4 stays as sharp as a good scan.
LONG_SIDE = 3000
QUALITY = 85
# A JPEG may be drawn in several passes over the whole picture: some ten are usual, thousands would stop the server.
MOST_SCANS = 40
SCAN = b"\xff\xda"
# JPEGs of newer phones hold further pictures, and Pillow then calls them MPO; the first one is taken.
FORMATS = ("JPEG", "PNG", "WEBP")
BEGINNINGS = {"jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What decoders raise for a file that is not what it says.
UNREADABLE = (
    *(OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError),
    *(EOFError, struct.error, zlib.error, RuntimeError, MemoryError, ZeroDivisionError),
)
TOO_MANY = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class NotAPicture(Refusal):
    """Another kind of file."""

    def __init__(self) -> None:
        super().__init__(
            _("Only pictures are taken here: JPEG, PNG or WebP. Photograph the paper and send the photo."),
            field="picture",
        )


class TooLarge(Refusal):
    """More bytes or pixels than a photo of a paper needs."""

    def __init__(self) -> None:
        said = _(
            "This picture is too large: up to %(mb)d MB and %(pixels)d million pixels fit, "
            "half as many for PNG and WebP. Take the photo again with a smaller size."
        )
        told = {"mb": MOST_BYTES // (1024 * 1024), "pixels": MOST_PIXELS["jpg"] // 1_000_000}
        super().__init__(said % told, field="picture")


class Broken(Refusal):
    """A picture that can't be opened."""

    def __init__(self) -> None:
        super().__init__(
            _("This picture is damaged or cut short, and can't be opened. Take the photo again."),
            field="picture",
        )


def ending(content: bytes) -> str:
    """What a picture of this kind is called at its end. Raises NotAPicture."""
    for name, beginning in BEGINNINGS.items():
        if content.startswith(beginning):
            return name
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    raise NotAPicture()


def cleaned(content: bytes) -> bytes:
    """The picture as a JPEG made anew from its pixels, upright, at most LONG_SIDE. Raises this module's refusals."""
    kind = ending(content)
    if len(content) > MOST_BYTES:
        raise TooLarge()
    if kind == "jpg" and content.count(SCAN) > MOST_SCANS:
        raise Broken()
    with _refusing():
        _check_whole(content)
        with _opened(content) as picture:
            return _written(_upright(_small(picture), _turn_of(picture)))


@contextmanager
def _refusing() -> Iterator[None]:
    """What a decoder says of a file, as a sentence; its own words could carry the file's."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except TOO_MANY:
        raise TooLarge() from None
    except UNREADABLE:
        raise Broken() from None


def _opened(content: bytes) -> Image.Image:
    """The picture with its head read and its size within the limit; no pixel is decoded yet."""
    picture = Image.open(io.BytesIO(content), formats=FORMATS)
    if picture.width * picture.height > MOST_PIXELS[ending(content)]:
        raise TooLarge()
    return picture


def _check_whole(content: bytes) -> None:
    """Checksums where the kind has them; verifying uses a picture up."""
    with _opened(content) as picture:
        picture.verify()


def _turn_of(picture: Image.Image) -> int:
    """How the camera was held. A picture whose EXIF can't be read lies as it lies."""
    try:
        turn = picture.getexif().get(ORIENTATION, 1)
    except UNREADABLE:
        return 1
    return turn if isinstance(turn, int) else 1


def _small(picture: Image.Image) -> Image.Image:
    """The first frame's pixels as RGB on white, no larger than needed."""
    picture.draft("RGB", (LONG_SIDE, LONG_SIDE))
    picture.load()
    if picture.mode.startswith("I"):
        # 16-bit scans: converting would cut off what is brighter than 255.
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    has_holes = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    mode = "RGBA" if has_holes else "RGB"
    pixels = picture if picture.mode == mode else picture.convert(mode)
    pixels.thumbnail((LONG_SIDE, LONG_SIDE))
    if not has_holes:
        return pixels
    white = Image.new("RGB", pixels.size, "white")
    white.paste(pixels, mask=pixels.getchannel("A"))
    return white


def _upright(picture: Image.Image, turn: int) -> Image.Image:
    return picture.transpose(TURNS[turn]) if turn in TURNS else picture


def _written(picture: Image.Image) -> bytes:
    """A JPEG of these pixels alone: they are copied to a picture that never held anything else."""
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
