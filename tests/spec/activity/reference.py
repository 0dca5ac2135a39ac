"""Writes docs/reference/activity-table.md from the definitions in the code and the cases beside this file.

Run `python -m tests.spec.activity.reference` after changing either; a test compares.
"""

from pathlib import Path

from tests.spec.activity.reading import CASES
from yarrow.methods.activity import ADDS_UP, FEW, MEASURES

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "activity-table.md"
HEAD = """# The activity table

Drawn up from the definitions in `yarrow.methods.activity` and the cases in `tests/spec/activity`; a test keeps them
in step. Figures inside a project are true and not for sharing; what leaves a project is rounded by the publish gate.
"""


def written() -> str:
    """The whole page."""
    parts = [HEAD, "## What each number means\n", _measures(), "## What adds up\n", _adds_up(), "## Cases\n"]
    return "\n".join([*parts, *(path.read_text(encoding="utf-8") for path in CASES)])


def _measures() -> str:
    lines = ["| number | definition | out of |", "|---|---|---|"]
    lines += [f"| `{name}` | {definition} | {of} |" for name, (definition, of) in MEASURES.items()]
    return "\n".join([*lines, ""])


def _adds_up() -> str:
    lines = ["| rows by | add up to the total | overlap |", "|---|---|---|"]
    countable = [name for name in MEASURES if name != "median_contacts"]
    for dimension, adds in ADDS_UP.items():
        up = ", ".join(f"`{name}`" for name in countable if name in adds) or "nothing"
        over = ", ".join(f"`{name}`" for name in countable if name not in adds) or "nothing"
        lines.append(f"| {dimension} | {up} | {over} |")
    note = f"A row with 1 to {FEW - 1} contacts says that one more or less changes the picture."
    return "\n".join([*lines, "", note, ""])


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
