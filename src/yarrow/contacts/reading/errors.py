"""What can go wrong while a spreadsheet is read. Every sentence says what to do; none holds a cell's value."""

from yarrow.methods.refusals import Fault, Refusal


class UnreadableFile(Refusal):
    """The file can't be read as one of the three kinds of spreadsheet."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="file")


class WrongType(UnreadableFile):
    """Not a CSV file and not an Excel workbook."""


class Protected(UnreadableFile):
    """The workbook asks for a password."""


class TooBig(UnreadableFile):
    """More bytes, sheets, rows or columns than an import takes."""


class Hostile(UnreadableFile):
    """The file is built to harm whoever opens it."""


class EmptyFile(UnreadableFile):
    """Nothing is written in the file."""


class Broken(UnreadableFile):
    """A workbook that is damaged or was saved halfway."""


class NotRecognised(UnreadableFile):
    """Readable, but neither a log, nor a CRM export, nor a register."""


class MappingRefused(Refusal):
    """A correction of the mapping names a sheet, column or meaning that isn't there."""


class DoesNotReconcile(Fault):
    """Rows read are not rows taken plus rows not taken: the reader itself is wrong."""
