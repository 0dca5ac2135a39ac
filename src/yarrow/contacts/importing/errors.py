"""What an import refuses."""

from yarrow.contacts.errors import CannotBe


class NotNow(CannotBe):
    """The import isn't in a state for this."""


class NoDates(CannotBe):
    """The file's days have no year, so nothing can be written down on them."""
