"""Writes docs/reference/funnels-of-referrals.md from the cases beside this file; a test compares.

Run `python -m tests.spec.funnels.reference` after changing one.
"""

from pathlib import Path

from tests.spec.funnels.reading import CASES

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "funnels-of-referrals.md"
HEAD = """# Funnels of referrals, by hand

Each case says what happened, and what a hand count of it comes to; a test counts it with `yarrow.methods.funnels`.
The middle wait is Kaplan and Meier's: whoever still waits, or left, counts for as long as they waited.
"""


def written() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(path.read_text(encoding="utf-8") for path in CASES)])


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
