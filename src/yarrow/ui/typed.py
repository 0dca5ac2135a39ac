"""What people type, taken apart as they meant it, in whichever script they type."""

import re

# The comma and the semicolon as Latin and Cyrillic, Arabic, and Chinese write them; and a line of its own.
_BETWEEN = re.compile(r"[,;،؛、，；\n]")


def listed(text: str) -> list[str]:
    """The parts of "Romanian, Polish", without spaces around them and without empty ones, in their order."""
    return [part for part in (each.strip() for each in _BETWEEN.split(text)) if part]
