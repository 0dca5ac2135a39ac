"""Is a zip safe to open, and is it a workbook? Asked before a single part is unpacked."""

import io
import zipfile
from xml.parsers import expat

from yarrow.contacts.reading import limits
from yarrow.contacts.reading.errors import Broken, Hostile, TooBig, WrongType

SAVE_AS = (
    "Open it in your spreadsheet program, choose “Save as”, pick “Excel workbook (.xlsx)” and try again."
)


def open_archive(content: bytes) -> zipfile.ZipFile:
    """The zip, once its own list of contents shows nothing out of proportion. Raises UnreadableFile's kinds."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Broken(f"This workbook is damaged and can't be opened. {SAVE_AS}") from error
    refuse_bombs(archive)
    refuse_other_kinds({part.filename for part in archive.infolist()})
    return archive


def refuse_bombs(archive: zipfile.ZipFile) -> None:
    """Sizes as the directory states them; reading a part never yields more than stated. Raises Hostile, TooBig."""
    parts = archive.infolist()
    if len(parts) > limits.MAX_PARTS or len({part.filename for part in parts}) != len(parts):
        raise Hostile(f"This file is not built like a workbook and was not opened. {SAVE_AS}")
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if unpacked > limits.RATIO_COUNTS_FROM and unpacked / packed > limits.MAX_RATIO:
        raise Hostile("This file unpacks to far more than a workbook holds and was not opened.")
    if unpacked > limits.MAX_UNPACKED:
        raise TooBig("This workbook is too big when unpacked. Split it, for example by year, and try again.")
    if any(part.flag_bits & 1 for part in parts):
        raise WrongType("This zip file asks for a password. Save the workbook without one and try again.")


def refuse_other_kinds(names: set[str]) -> None:
    """Raises WrongType for OpenDocument files, binary workbooks and any other zip."""
    if "xl/workbook.bin" in names:
        raise WrongType(f"This is a binary workbook (.xlsb). {SAVE_AS}")
    if "content.xml" in names and "mimetype" in names:
        raise WrongType(f"This is an OpenDocument file (.ods or .odt). {SAVE_AS}")
    if not any(name.startswith("xl/") for name in names):
        raise WrongType("This zip file holds no workbook. Choose the CSV file or Excel workbook itself.")


def part_bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part, unpacked, without a document type of its own. Raises Broken, Hostile."""
    try:
        content = archive.read(name)
    except (KeyError, zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise Broken(f"This workbook is damaged and can't be opened. {SAVE_AS}") from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise Broken(f"This workbook is damaged and can't be opened. {SAVE_AS}") from error
    refuse_document_type(content)
    return content


class PrologDone(Exception):
    """The root element began: no document type can follow."""


def refuse_document_type(content: bytes) -> None:
    """Raises Hostile when the part declares a document type, the seat of entity bombs and outside files.

    Only the lines before the root element are parsed, in any encoding the parser itself would accept, so
    that the fast parser may read the rest: without a document type there are no entities to expand.
    """

    def found(*_: object) -> None:
        raise Hostile(
            "This workbook holds instructions that no spreadsheet program writes, and was not opened."
        )

    def began(*_: object) -> None:
        raise PrologDone

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = found
    parser.EntityDeclHandler = found
    parser.StartElementHandler = began
    try:
        parser.Parse(content, True)
    except PrologDone:
        return
    except (expat.ExpatError, ValueError) as error:
        raise Broken(f"This workbook is damaged and can't be opened. {SAVE_AS}") from error
    raise Broken(f"This workbook is damaged and can't be opened. {SAVE_AS}")
