"""Invented documents, with whatever programs hide in one.

letter(word)   a PDF of one page that shows SHOWN, with a marker in every drawer it has
unseen(pdf)    every string and every unpacked stream of a PDF, as bytes
HIDDEN         the drawers, as `word` is asked for them
"""

import contextlib
import io
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests import photos

Word = Callable[[str], str]
SHOWN = "Shown on the page"
HIDDEN = (
    *(
        "author",
        "xmp",
        "attachment",
        "outline",
        "piece",
        "comment",
        "comment author",
        "script",
        "form value name",
    ),
    *(
        "page thumbnail",
        "drawing metadata",
        "alternate text",
        "earlier version",
        "lost object",
        "after the end",
    ),
    "unit",
)


def letter(word: Word = str) -> bytes:
    """One page with words, a filled-in field and a photo with all that a phone writes into one."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(300, 300)).obj
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    image = made.make_stream(photos.photo(word))
    image.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=640, Height=480, BitsPerComponent=8,
        ColorSpace=Name.DeviceRGB, Filter=Name.DCTDecode, Metadata=made.make_stream(word("drawing metadata").encode()),
    )  # fmt: skip
    page.Resources = Dictionary(Font=Dictionary(F=font), XObject=Dictionary(P=image))
    drawn = f"BT /F 12 Tf 20 200 Td ({SHOWN}) Tj ET q 100 0 0 75 20 20 cm /P Do Q"
    page.Contents = made.make_stream(drawn.encode())
    page.Thumb = made.make_stream(word("page thumbnail").encode())
    page.PieceInfo = Dictionary(App=Dictionary(Private=Dictionary(Said=String(word("piece")))))
    page.Annots = Array([*_comments(made, word), _filled_in(made, font, word)])
    made.Root.AcroForm = Dictionary(
        Fields=Array([page.Annots[-1]]), DR=Dictionary(Font=Dictionary(F=font)), DA=String("/F 12 Tf")
    )
    _around(made, word)
    return _with_a_past(made, word)


def _comments(made: Any, word: Word) -> list[Any]:
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=[10, 10, 20, 20],
        Contents=String(word("comment")), T=String(word("comment author")),
    )  # fmt: skip
    return [made.make_indirect(note)]


def _filled_in(made: Any, font: Any, word: Word) -> Any:
    """A field of a form; what it says is shown, what it is called is not."""
    drawn = made.make_stream(b"BT /F 12 Tf (Filled in) Tj ET")
    drawn.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 100, 20],
        Resources=Dictionary(Font=Dictionary(F=font)),
    )
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, F=4, Rect=[20, 240, 120, 260], V=String("Filled in"),
        T=String(word("form value name")), AP=Dictionary(N=drawn), DA=String("/F 12 Tf"),
    )  # fmt: skip
    return made.make_indirect(field)


def _around(made: Any, word: Word) -> None:
    """What belongs to the document as a whole."""
    made.trailer.Info = made.make_indirect(Dictionary(Author=String(word("author"))))
    made.Root.Metadata = made.make_stream(f"<x:xmpmeta>{word('xmp')}</x:xmpmeta>".encode())
    made.attachments["notes.txt"] = word("attachment").encode()
    with made.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(word("outline"), 0))
    script = Dictionary(S=Name.JavaScript, JS=String(word("script")))
    made.Root.OpenAction = script
    made.Root.StructTreeRoot = Dictionary(
        Type=Name.StructTreeRoot, K=Dictionary(S=Name.Figure, Alt=String(word("alternate text")))
    )
    measure = Dictionary(Type=Name.Viewport, BBox=[0, 0, 1, 1], Measure=Dictionary(R=String(word("unit"))))
    made.pages[0].obj.VP = Array([measure])


def _with_a_past(made: Any, word: Word) -> bytes:
    """As a program leaves it that writes changes behind what was there, with an object that nothing names."""
    out = io.BytesIO()
    made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    lost = f"\n999 0 obj\n({word('lost object')})\nendobj\n998 0 obj\n({word('earlier version')})\nendobj\n"
    return out.getvalue() + lost.encode() + f"\n%%EOF\n{word('after the end')}".encode()


def unseen(content: bytes) -> bytes:
    """Everything that a reader of the file can come by, unpacked."""
    with pikepdf.open(io.BytesIO(content)) as found:
        parts = [content, str(list(found.attachments)).encode()]
        parts += [part for one in found.objects for part in _parts(one)]
    return b"\n".join(parts)


def _parts(one: Any) -> Iterator[bytes]:
    if isinstance(one, pikepdf.Stream):
        yield one.read_raw_bytes()
        with contextlib.suppress(pikepdf.PdfError):
            yield one.read_bytes()
        yield one.stream_dict.unparse(resolved=True)
    else:
        yield one.unparse(resolved=True)
    yield bytes(one) if isinstance(one, String) else b""
