"""From bytes to sheets: what kind of file is it, and may it be opened?"""

from yarrow.contacts.reading import limits
from yarrow.contacts.reading.archives import SAVE_AS
from yarrow.contacts.reading.csv_file import is_text, read_csv
from yarrow.contacts.reading.errors import EmptyFile, Protected, TooBig, WrongType
from yarrow.contacts.reading.sheets import Sheet
from yarrow.contacts.reading.xlsx_file import read_xlsx
from yarrow.methods.sentences import to_say

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KNOWN = (
    (b"%PDF", to_say("This is a PDF file. {how}")),
    (b"\x89PNG", to_say("This is a picture. {how}")),
    (b"\xff\xd8\xff", to_say("This is a picture. {how}")),
    (b"GIF8", to_say("This is a picture. {how}")),
    (b"II*\x00", to_say("This is a picture. {how}")),
    (b"{\\rtf", to_say("This is a text document. {how}")),
    (b"\x1f\x8b", to_say("This is a compressed file. {how}")),
    (b"7z\xbc\xaf", to_say("This is a compressed file. {how}")),
    (b"Rar!", to_say("This is a compressed file. {how}")),
    (b"SQLite format 3", to_say("This is a database. {how}")),
)
CHOOSE = to_say("Choose a CSV file or an Excel workbook (.xlsx).")
TOO_BIG = to_say(
    "This file is bigger than {n} MB. Split it, for example by year, and bring the parts one after the other."
)
NOTHING = to_say("Nothing is written in this file. Choose the one that holds your records.")
EMPTY = to_say("This file is empty. Choose the one that holds your records.")
NEITHER = to_say("This file is neither text nor a workbook. {how}")
WEB_PAGE = to_say("This is a web page or an XML file, whatever its name says. {how}")
PASSWORD = to_say(
    "This workbook asks for a password. Open it, save a copy without the password and bring that."
)
OLD = to_say("This is an old Excel file (.xls). {how}")


def load(content: bytes) -> list[Sheet]:
    """All sheets with anything in them. Raises UnreadableFile's kinds; opens nothing on disk."""
    if len(content) > limits.MAX_UPLOAD:
        raise TooBig(TOO_BIG.format(n=limits.MAX_UPLOAD // 1024 // 1024))
    refuse_known(content)
    sheets = read_xlsx(content) if content.startswith(b"PK") else [read_csv(content)]
    filled = [sheet for sheet in sheets if any(sheet.rows)]
    if not filled:
        raise EmptyFile(NOTHING)
    return filled


def refuse_known(content: bytes) -> None:
    """Raises WrongType, Protected or EmptyFile for what is plainly something else."""
    if not content.strip():
        raise EmptyFile(EMPTY)
    if content.startswith(OLE):
        refuse_ole(content)
    for start, sentence in KNOWN:
        if content.startswith(start):
            raise WrongType(sentence.format(how=CHOOSE))
    if content.startswith(b"PK"):
        return
    if not is_text(content):
        raise WrongType(NEITHER.format(how=CHOOSE))
    head = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"<svg")):
        raise WrongType(WEB_PAGE.format(how=SAVE_AS))


def refuse_ole(content: bytes) -> None:
    """Old Excel files and encrypted new ones share a container. Always raises."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Protected(PASSWORD)
    raise WrongType(OLD.format(how=SAVE_AS))
