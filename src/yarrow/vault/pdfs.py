"""PDFs that somebody sent: their pages put into a document made anew, without what they carry unseen.

Pages are copied one by one into an empty document: its information, XMP, attachments, earlier versions, outlines,
scripts, actions and tags stay behind. What was filled into a form is drawn onto its page; comments and links go. Of
each page only what draws it is kept, and pictures inside lose what cameras write into them. Nothing is rendered, and
no content is unpacked: what a page draws outside its edges or beneath other things is still there.
"""

import io
import zlib
from typing import Any

import pikepdf
from django.utils.translation import gettext as _
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from yarrow.methods.hidden import bare_jpeg, bare_jpx
from yarrow.methods.refusals import Refusal

MOST_PAGES, MOST_OBJECTS = 200, 50_000
MOST_UNPACKED = 40 * 1024 * 1024
FIELD = "file"
# What draws a page, and nothing else of it.
PAGE_KEYS = frozenset(
    {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/UserUnit", "/Group"}
)
# What draws a picture and a drawing, and the kinds of things that both and pages may use.
STREAM_KEYS = {"/Type", "/Subtype", "/Name", "/Length", "/Filter", "/DecodeParms"}
PICTURE_KEYS = STREAM_KEYS | {
    *("/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask", "/Mask", "/Decode"),
    *("/Interpolate", "/SMask", "/SMaskInData", "/Matte"),
}
DRAWING_KEYS = STREAM_KEYS | {"/FormType", "/BBox", "/Matrix", "/Resources", "/Group"}
USED = {"/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font", "/ProcSet"}
PACKED = frozenset(
    {
        *("/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"),
        *("/CCITTFaxDecode", "/JBIG2Decode", "/DCTDecode", "/JPXDecode"),
    }
)
# What any object may carry that draws nothing.
HIDDEN = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AF", "/AA", "/Annots", "/OPI", "/Alternates"),
    *("/StructParent", "/StructParents", "/PtData", "/Measure", "/ID", "/Properties", "/Private", "/UUID"),
)
# How whole files of pictures begin.
PICTURE_FILES = (
    b"\xff\xd8\xff",
    b"\x00\x00\x00\x0cjP  ",
    b"\xff\x4f\xff\x51",
    b"\x89PNG",
    b"II*",
    b"MM\x00*",
)
# What pikepdf and its parser raise for a file that is not what it says.
UNREADABLE = (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, RuntimeError, zlib.error)


class CantClean(Refusal):
    """A PDF of which something can't be taken out with certainty."""

    def __init__(self, why: str) -> None:
        super().__init__(why, field=FIELD)


def cleaned(content: bytes) -> bytes:
    """The document made anew. Raises CantClean."""
    try:
        with pikepdf.open(io.BytesIO(content)) as came:
            _check(came)
            return _written(came)
    except pikepdf.PasswordError:
        raise CantClean(_("This PDF is locked with a password. Save it without one first.")) from None
    except UNREADABLE:
        raise CantClean(
            _("This PDF is damaged, and can't be cleaned. Print it to a new PDF first.")
        ) from None


def _check(came: Pdf) -> None:
    if came.is_encrypted:
        raise CantClean(_("This PDF is locked with a password. Save it without one first."))
    if "/OCProperties" in came.Root:
        raise CantClean(_("This PDF has layers that can be hidden. Print it to a new PDF first."))
    form = came.Root.get("/AcroForm")
    if form is not None and "/XFA" in form:
        raise CantClean(_("This PDF is a form that draws itself. Print it to a new PDF first."))
    if len(came.objects) > MOST_OBJECTS or not 1 <= len(came.pages) <= MOST_PAGES:
        raise CantClean(_("This PDF is too large: up to %(n)d pages fit.") % {"n": MOST_PAGES})


def _written(came: Pdf) -> bytes:
    came.generate_appearance_streams()
    came.flatten_annotations("print")
    fresh = pikepdf.new()
    for page in came.pages:
        fresh.pages.append(page)
    for page in fresh.pages:
        for key in set(page.obj.keys()) - PAGE_KEYS:
            del page.obj[key]
    for one in list(fresh.objects):
        _bare(one)
    out = io.BytesIO()
    fresh.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _bare(one: Any) -> None:
    """An object, and what stands directly in it, without what draws nothing."""
    if isinstance(one, Array):
        for inner in one:
            _bare(inner)
    elif isinstance(one, (Dictionary, Stream)):
        _keep(one, _kept_of(one))
        if isinstance(one.get("/Resources"), Dictionary):
            _keep(one.Resources, USED)
        for _key, inner in one.items():
            if not getattr(inner, "is_indirect", False):
                _bare(inner)
        if isinstance(one, Stream):
            _bare_picture(one)


def _kept_of(one: Any) -> set[str]:
    """What of an object's keys stays."""
    kind = one.get("/Subtype") if isinstance(one, Stream) else None
    if kind == Name.Image:
        return PICTURE_KEYS
    return DRAWING_KEYS if kind == Name.Form else set(one.keys()) - set(HIDDEN)


def _keep(one: Any, keys: set[str]) -> None:
    for key in set(one.keys()) - keys:
        del one[key]


def _bare_picture(stream: Any) -> None:
    """A picture that is a whole file of its kind, without what the file carries."""
    filters = stream.get("/Filter")
    names = [str(one) for one in (filters if isinstance(filters, Array) else [filters]) if one is not None]
    bare = {"/DCTDecode": bare_jpeg, "/JPXDecode": bare_jpx}.get(names[-1] if names else "")
    is_known = set(names) <= PACKED and (bare is None or names[:-1] in ([], ["/FlateDecode"]))
    if not is_known or (bare is None and stream.read_raw_bytes().startswith(PICTURE_FILES)):
        raise CantClean(_("A picture in this PDF can't be cleaned. Print it to a new PDF first."))
    if bare is None:
        return
    raw = stream.read_raw_bytes()
    if len(names) > 1:
        unpacking = zlib.decompressobj()
        raw = unpacking.decompress(raw, MOST_UNPACKED)
        if unpacking.unconsumed_tail:
            raise CantClean(_("A picture in this PDF can't be cleaned. Print it to a new PDF first."))
    parameters = stream.get("/DecodeParms")
    if isinstance(parameters, Array):
        parameters = parameters[-1]
    stream.write(bare(raw), filter=Name(names[-1]), decode_parms=parameters)
