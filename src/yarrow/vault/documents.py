"""Files that go to others: judged by what they hold, never by their name, and made anew without what they carry unseen.

shared_copy(content) → Copy: a PDF, a JPEG (of any picture) or plain text; raises a Refusal that says what to do
"""

import re
import unicodedata
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.vault import pdfs, pictures

MOST_BYTES = 10 * 1024 * 1024
MOST_TEXT = 512 * 1024
PDF = b"%PDF-"
# Kind → what a browser is told it is.
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "txt": "text/plain; charset=utf-8"}
# Signs that choose how the one before is drawn, and letters that are drawn as nothing: enough of them to write with.
SELECTORS = re.compile("[\U000e0100-\U000e01ef\ufe00-\ufe0d\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]")
# Signs that draw nothing and that scripts need: joiners, and which way a line runs. Rows of them spell words that
# nobody sees: two say it all, behind Latin, Greek or Cyrillic a joiner joins nothing, and where nothing runs from right
# to left no line has to be turned.
UNSEEN = "\u200c-\u200f\u2066-\u2069\ufe0e\ufe0f"
ROWS = re.compile(f"([{UNSEEN}]{{2}})[{UNSEEN}]+")
JOINS_NOTHING = re.compile("(?:(?<=[\x00-\u058f])|^)[\u200c\u200d]+")
TURNS = re.compile("[\u200e\u200f\u2066-\u2069]")
FROM_THE_RIGHT = {"R", "AL", "AN"}
NEEDED = {"\n", "\t", "\u200c", "\u200d", "\u200e", "\u200f", "\u2066", "\u2067", "\u2068", "\u2069"}


@dataclass(frozen=True)
class Copy:
    """What is shared. `kind`: one of TYPES."""

    kind: str
    content: bytes = field(repr=False)


class NotTaken(Refusal):
    """Another kind of file, or too much of one."""

    def __init__(self, why: str = "") -> None:
        said = _("Only PDF, pictures (JPEG, PNG, WebP) and plain text are taken here.")
        super().__init__(why or said, field=pdfs.FIELD)


class TooLarge(NotTaken):
    """More than fits."""

    def __init__(self) -> None:
        super().__init__(_("This file is too large: up to %(mb)d MB fit.") % {"mb": MOST_BYTES // 1024**2})


def shared_copy(content: bytes) -> Copy:
    """The file made anew. Raises NotTaken, pdfs.CantClean, and the refusals of pictures."""
    if len(content) > MOST_BYTES:
        raise TooLarge()
    if content.startswith(PDF):
        return Copy("pdf", pdfs.cleaned(content))
    try:
        pictures.ending(content)
    except pictures.NotAPicture:
        return Copy("txt", _text(content))
    try:
        return Copy("jpg", pictures.cleaned(content))
    except (pictures.TooLarge, pictures.Broken) as refusal:
        raise NotTaken(refusal.message) from None


def _text(content: bytes) -> bytes:
    """Text without signs that nobody sees. What is no UTF-8, or holds what no text holds, is another kind of file."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotTaken() from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip() or any(unicodedata.category(sign) == "Cc" and sign not in NEEDED for sign in text):
        raise NotTaken()
    if len(content) > MOST_TEXT:
        raise NotTaken(_("This text is too long. Share what they need of it."))
    hidden = {"Cf", "Co", "Cn", "Cs"}
    text = SELECTORS.sub("", text)
    text = "".join(sign for sign in text if sign in NEEDED or unicodedata.category(sign) not in hidden)
    if not any(unicodedata.bidirectional(sign) in FROM_THE_RIGHT for sign in TURNS.sub("", text)):
        text = TURNS.sub("", text)
    return JOINS_NOTHING.sub("", ROWS.sub(r"\1", text)).encode()
