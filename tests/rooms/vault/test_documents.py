"""Files that go to others are judged by what they hold, and carry nothing that a page does not show."""

import io
import random
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests import documents, photos
from tests.attacks.scanner import marker, scan_bytes
from yarrow.methods.refusals import Refusal
from yarrow.vault import pdfs
from yarrow.vault.documents import MOST_BYTES, NotTaken, shared_copy

EVERYWHERE = (*documents.HIDDEN, *photos.HIDDEN)
MARKS = {name: marker(name.title().replace(" ", "")) for name in EVERYWHERE}
word = MARKS.__getitem__


def said(content):
    with pikepdf.open(io.BytesIO(content)) as found:
        return b"".join(one.read_bytes() for one in found.objects if _draws(one))


def _draws(one):
    return isinstance(one, pikepdf.Stream) and one.get("/Subtype") != Name.Image


def left_in(content):
    """Names of the drawers whose markers a reader of the file can come by."""
    whole = documents.unseen(content) if content.startswith(b"%PDF") else content
    found = {hit.marker for hit in scan_bytes(whole, MARKS.values(), "file")}
    return {name for name, mark in MARKS.items() if mark in found}


def test_pdf_shows_the_same_and_carries_nothing_else():
    came = documents.letter(word)
    assert left_in(came) >= {*documents.HIDDEN, "camera", "place", "thumbnail"}, "what is planted is found"
    copy = shared_copy(came)
    assert copy.kind == "pdf" and left_in(copy.content) == set()
    drawn = said(copy.content)
    assert documents.SHOWN.encode() in drawn and b"Filled in" in drawn
    with pikepdf.open(io.BytesIO(copy.content)) as found:
        (image,) = (one for one in found.objects if isinstance(one, pikepdf.Stream) and not _draws(one))
        assert photos.decoded(image.read_raw_bytes()).size == (640, 480), "the photo still opens"
        assert set(found.Root.keys()) == {"/Type", "/Pages"} and not found.docinfo


def test_a_photo_packed_twice_is_cleaned_too():
    came = pikepdf.new()
    page = came.add_blank_page().obj
    image = came.make_stream(zlib.compress(photos.photo(word)))
    image.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=640, Height=480, BitsPerComponent=8, ColorSpace=Name.DeviceRGB,
        Filter=Array([Name.FlateDecode, Name.DCTDecode]),
    )  # fmt: skip
    page.Resources = Dictionary(XObject=Dictionary(P=image))
    copy = shared_copy(saved(came))
    assert left_in(copy.content) == set()


def saved(pdf, **how):
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


@pytest.mark.parametrize("make", [photos.photo, photos.chart, photos.sticker])
def test_every_picture_is_a_jpeg_made_anew(make):
    came = make(word)
    copy = shared_copy(came)
    assert left_in(came) and copy.kind == "jpg" and left_in(copy.content) == set()


def test_text_keeps_its_words_and_loses_what_nobody_sees():
    hidden = "\ufeff" + "".join(chr(0xE0000 + ord(sign)) for sign in "secret") + "\u200b\U000e0101"
    copy = shared_copy(f"{hidden}Łódź\r\nمی‌خواهم{hidden}".encode())
    assert copy.kind == "txt" and copy.content.decode() == "Łódź\nمی‌خواهم"


def _locked():
    pdf = pikepdf.new()
    pdf.add_blank_page()
    return saved(pdf, encryption=pikepdf.Encryption(owner="x", user="y"))


def _open_but_encrypted():
    pdf = pikepdf.new()
    pdf.add_blank_page()
    return saved(pdf, encryption=pikepdf.Encryption(owner="x", user=""))


def _layered():
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.OCProperties = Dictionary()
    return saved(pdf)


@pytest.mark.parametrize(
    "content",
    [
        *(
            b"",
            b"   ",
            b"PK\x03\x04",
            b"\x00",
            b"MZ\x90",
            b"\xff\xfe",
            "é".encode("latin-1"),
            b"a\x00b",
            b"\x1b[0m",
        ),
        *(
            b"%PDF-1.7",
            b"%PDF-" + b"x" * 2000,
            b"\xff\xd8\xff",
            b"\x89PNG\r\n\x1a\n",
            b"x" * (512 * 1024 + 1),
        ),
        *(
            b"%PDF-1.4" + b"0" * MOST_BYTES,
            saved(pikepdf.new()),
            _locked(),
            _open_but_encrypted(),
            _layered(),
        ),
    ],
    ids=lambda content: str(content[:12]),
)
def test_what_is_no_such_file_is_refused_with_a_sentence(content):
    with pytest.raises(Refusal) as refused:
        shared_copy(content)
    assert refused.value.field == "file" and refused.value.message


def test_a_file_is_judged_by_what_it_holds():
    assert shared_copy(b"<script>alert(1)</script>").kind == "txt"
    with pytest.raises(NotTaken):
        shared_copy(b" " + documents.letter()), "a PDF begins as one"


def test_damaged_pdfs_are_cleaned_or_refused_and_nothing_else():
    whole, dice = documents.letter(word), random.Random(7)
    n_refused = 0
    for _n in range(40):
        hurt = bytearray(whole)
        for _m in range(dice.randint(1, 60)):
            hurt[dice.randrange(5, len(hurt))] = dice.randrange(256)
        try:
            copy = shared_copy(bytes(hurt))
        except Refusal:
            n_refused += 1
        else:
            assert left_in(copy.content) == set()
    assert n_refused < 40


def test_twin_that_copies_the_file_as_it_is_is_caught(monkeypatch):
    monkeypatch.setattr(pdfs, "_bare", lambda one: None)
    assert {"camera", "place", "drawing metadata"} <= left_in(shared_copy(documents.letter(word)).content)


PERSIAN, FAMILY, HEART = (
    "می\u200cخواهم",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "❤\ufe0f\u200d\U0001f525",
)
BITS = "".join("\u200b\u200c\u200d\u2060"[int(one)] for one in "0123120312")


@pytest.mark.parametrize(
    ("came", "left"),
    [
        (f"Kim{BITS} Novak", "Kim Novak"),
        ("K\u200ci\u200dm", "Kim"),
        ("K\u200ei\u200fm", "Kim"),
        ("\u200d\u200cKim\u200c", "Kim"),
        ("\u2066Kim\u2069", "Kim"),
        ("Ки\u200cм", "Ким"),
        ("K\ufe00\ufe0e\ufe01im", "K\ufe0eim"),
        ("K\u034fi\u034fm\u3164", "Kim"),
        ("ki\u00adm", "kim"),
        ("a\U000e0001b\U000e007fc", "abc"),
        (PERSIAN, PERSIAN),
        (FAMILY, FAMILY),
        (HEART, HEART),
        ("شما \u2066A&E\u2069 را", "شما \u2066A&E\u2069 را"),
        ("אב\u200e(א)", "אב\u200e(א)"),
        ("هـ\u200d ۱۴۰۳", "هـ\u200d ۱۴۰۳"),
        ("م" + "\u200c" * 50 + "ی", "م\u200c\u200cی"),
        ("é é \u0301", "é é \u0301"),
        ("\ttab\nline", "\ttab\nline"),
    ],
)
def test_text_carries_no_signs_that_spell_words_nobody_sees(came, left):
    assert shared_copy(came.encode()).content.decode() == left


@pytest.mark.parametrize(
    "content", [b"\x7f", b"a\x85b".replace(b"\x85", "\x85".encode()), b"a\x0cb", b"\x08x"]
)
def test_text_with_signs_of_a_machine_is_no_text(content):
    with pytest.raises(NotTaken):
        shared_copy(content)


@pytest.mark.parametrize(
    ("n", "fits"),
    [(512 * 1024, True), (512 * 1024 + 1, False)],
    ids=["as long as it may be", "one sign more"],
)
def test_text_fits_up_to_its_last_sign(n, fits):
    if fits:
        assert len(shared_copy(b"x" * n).content) == n
    else:
        with pytest.raises(NotTaken, match="too long"):
            shared_copy(b"x" * n)
