"""Is a zip safe to open, and is it a workbook? Asked before a single part is unpacked."""

import io
import zipfile
from xml.parsers import expat

from yarrow.contacts.reading import limits
from yarrow.contacts.reading.errors import Broken, Hostile, TooBig, WrongType
from yarrow.methods.sentences import to_say

SAVE_AS = to_say(
    "Open it in your spreadsheet program, choose “Save as”, pick “Excel workbook (.xlsx)” and try again."
)
DAMAGED = to_say("This workbook is damaged and can't be opened. {how}")
NOT_A_WORKBOOK = to_say("This file is not built like a workbook and was not opened. {how}")
UNPACKS_TO_MORE = to_say("This file unpacks to far more than a workbook holds and was not opened.")
UNPACKED = to_say("This workbook is too big when unpacked. Split it, for example by year, and try again.")
PASSWORD = to_say("This zip file asks for a password. Save the workbook without one and try again.")
BINARY = to_say("This is a binary workbook (.xlsb). {how}")
OPEN_DOCUMENT = to_say("This is an OpenDocument file (.ods or .odt). {how}")
NO_WORKBOOK = to_say("This zip file holds no workbook. Choose the CSV file or Excel workbook itself.")
INSTRUCTIONS = to_say(
    "This workbook holds instructions that no spreadsheet program writes, and was not opened."
)


def open_archive(content: bytes) -> zipfile.ZipFile:
    """The zip, once its own list of contents shows nothing out of proportion. Raises UnreadableFile's kinds."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Broken(DAMAGED.format(how=SAVE_AS)) from error
    refuse_bombs(archive)
    refuse_other_kinds({part.filename for part in archive.infolist()})
    return archive


def refuse_bombs(archive: zipfile.ZipFile) -> None:
    """Sizes as the directory states them; reading a part never yields more than stated. Raises Hostile, TooBig."""
    parts = archive.infolist()
    if len(parts) > limits.MAX_PARTS or len({part.filename for part in parts}) != len(parts):
        raise Hostile(NOT_A_WORKBOOK.format(how=SAVE_AS))
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if unpacked > limits.RATIO_COUNTS_FROM and unpacked / packed > limits.MAX_RATIO:
        raise Hostile(UNPACKS_TO_MORE)
    if unpacked > limits.MAX_UNPACKED:
        raise TooBig(UNPACKED)
    if any(part.flag_bits & 1 for part in parts):
        raise WrongType(PASSWORD)


def refuse_other_kinds(names: set[str]) -> None:
    """Raises WrongType for OpenDocument files, binary workbooks and any other zip."""
    if "xl/workbook.bin" in names:
        raise WrongType(BINARY.format(how=SAVE_AS))
    if "content.xml" in names and "mimetype" in names:
        raise WrongType(OPEN_DOCUMENT.format(how=SAVE_AS))
    if not any(name.startswith("xl/") for name in names):
        raise WrongType(NO_WORKBOOK)


def part_bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part, unpacked, without a document type of its own. Raises Broken, Hostile."""
    try:
        content = archive.read(name)
    except (KeyError, zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise Broken(DAMAGED.format(how=SAVE_AS)) from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise Broken(DAMAGED.format(how=SAVE_AS)) from error
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
        raise Hostile(INSTRUCTIONS)

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
        raise Broken(DAMAGED.format(how=SAVE_AS)) from error
    raise Broken(DAMAGED.format(how=SAVE_AS))
