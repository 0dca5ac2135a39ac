"""Short words for the tests of pages."""

from uuid import uuid4

MARK = "Quillfeather"


def url(shift, name, *args):
    """The address of a page of this room in the shift's project."""
    return shift.project.url(f"contacts:{name}", *args)


def sheet(shift):
    """The address of the van's sheet."""
    return url(shift, "shift_sheet", shift.van.id)


def sent(**typed):
    """What a form sends, with a fresh entry id."""
    return {"entry_id": str(uuid4()), **typed}
