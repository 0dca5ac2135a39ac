"""Writes docs/reference/forms.md from the rules of the linter and the cases beside this file.

Run `python -m tests.spec.forms.reference` after changing either; a test compares.
"""

from pathlib import Path

from tests.spec.forms.reading import CASES
from yarrow.methods.forms.extensions import EASY
from yarrow.methods.forms.rules import RULES
from yarrow.methods.forms.shapes import KINDS, REASONS

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "forms.md"
HEAD = """# Forms

Drawn up from `yarrow.methods.forms` and the cases in `tests/spec/forms`; a test keeps them in step. A form is a FHIR R4
Questionnaire; [why](../adr/0113-forms-are-fhir-questionnaires.md).
"""
ASKED = """A question counts as unanswered while it is skipped or isn't asked itself. `!=` holds where nothing equals,
also where nothing was answered. An answer that can't be read leaves open what depends on it. The browser hides by the
same cases, or asks more where the third column says so; nothing is required of it.

In the cases, `a = x + y` is two answers typed for `a`, `a@2` the second time a group is filled in, and `–` nothing.
"""


def written() -> str:
    """The whole page."""
    kinds = ", ".join(f"`{kind}`" for kind in KINDS)
    reasons = ", ".join(f"`{reason}`" for reason in REASONS)
    lines = [f"| `{rule.name}` | {rule.sentence} |" for rule in RULES.values()]
    parts = (
        HEAD,
        f"Types: {kinds}.\n\nReasons for no answer: {reasons}.\n\nEasy words: the extension `{EASY}`.\n",
        f"## What is refused\n\n{len(lines)} rules; everything that is wrong is said at once.\n",
        "\n".join(("| rule | sentence |", "|---|---|", *lines, "")),
        f"## What is asked when\n\n{ASKED}",
        *(path.read_text(encoding="utf-8") for path in CASES),
    )
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
