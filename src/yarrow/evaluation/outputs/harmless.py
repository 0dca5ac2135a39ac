"""Words that a spreadsheet must not take for a formula: whoever names a zone does not run code in a funder's office."""

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(words: str) -> str:
    """The words, behind an apostrophe where a spreadsheet would begin to calculate."""
    return f"'{words}" if words.startswith(STARTS) else words
