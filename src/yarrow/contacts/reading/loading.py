"""From bytes to sheets: what kind of file is it, and may it be opened?"""

from yarrow.contacts.reading import limits
from yarrow.contacts.reading.archives import SAVE_AS
from yarrow.contacts.reading.csv_file import is_text, read_csv
from yarrow.contacts.reading.errors import EmptyFile, Protected, TooBig, WrongType
from yarrow.contacts.reading.sheets import Sheet
from yarrow.contacts.reading.xlsx_file import read_xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KNOWN = (
    (b"%PDF", "This is a PDF file."),
    (b"\x89PNG", "This is a picture."),
    (b"\xff\xd8\xff", "This is a picture."),
    (b"GIF8", "This is a picture."),
    (b"II*\x00", "This is a picture."),
    (b"{\\rtf", "This is a text document."),
    (b"\x1f\x8b", "This is a compressed file."),
    (b"7z\xbc\xaf", "This is a compressed file."),
    (b"Rar!", "This is a compressed file."),
    (b"SQLite format 3", "This is a database."),
)
CHOOSE = "Choose a CSV file or an Excel workbook (.xlsx)."


def load(content: bytes) -> list[Sheet]:
    """All sheets with anything in them. Raises UnreadableFile's kinds; opens nothing on disk."""
    if len(content) > limits.MAX_UPLOAD:
        raise TooBig(
            f"This file is bigger than {limits.MAX_UPLOAD // 1024 // 1024} MB. "
            "Split it, for example by year, and bring the parts one after the other."
        )
    refuse_known(content)
    sheets = read_xlsx(content) if content.startswith(b"PK") else [read_csv(content)]
    filled = [sheet for sheet in sheets if any(sheet.rows)]
    if not filled:
        raise EmptyFile("Nothing is written in this file. Choose the one that holds your records.")
    return filled


def refuse_known(content: bytes) -> None:
    """Raises WrongType, Protected or EmptyFile for what is plainly something else."""
    if not content.strip():
        raise EmptyFile("This file is empty. Choose the one that holds your records.")
    if content.startswith(OLE):
        refuse_ole(content)
    for start, sentence in KNOWN:
        if content.startswith(start):
            raise WrongType(f"{sentence} {CHOOSE}")
    if content.startswith(b"PK"):
        return
    if not is_text(content):
        raise WrongType(f"This file is neither text nor a workbook. {CHOOSE}")
    head = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"<svg")):
        raise WrongType(f"This is a web page or an XML file, whatever its name says. {SAVE_AS}")


def refuse_ole(content: bytes) -> None:
    """Old Excel files and encrypted new ones share a container. Always raises."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Protected(
            "This workbook asks for a password. Open it, save a copy without the password and bring that."
        )
    raise WrongType(f"This is an old Excel file (.xls). {SAVE_AS}")
