"""Writes docs/reference/publish-gate.md from the constants of the gate and the cases beside this file.

Run `python -m tests.spec.disclosure.reference` after changing either; a test compares.
"""

from pathlib import Path

from tests.spec.disclosure.reading import CASES
from yarrow.methods import disclosure as gate

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "publish-gate.md"
HEAD = """# The publish gate

Drawn up from the constants in `yarrow.methods.disclosure` and the cases in `tests/spec/disclosure`; a test keeps them
in step. Why it is so: [what leaves a project](../explanation/what-leaves-a-project.md).
"""


def written() -> str:
    """The whole page."""
    rules = [
        ("rule", gate.RULE, "written on every release that passed it"),
        ("hidden", f"1 to {gate.MOST_HIDDEN_PEOPLE}", "people counted, or people behind any other figure"),
        ("rounded to", str(gate.BASE), "everything else; margins on their own"),
        ("least people for a middle", str(gate.FEWEST_FOR_MIDDLE), "no median of fewer"),
        ("least width", str(gate.NARROWEST), "how far apart a hidden figure's possible values lie at least"),
        ("most hidden", str(gate.MOST_HIDDEN), "of the figures that are not zero; beyond, a coarser table"),
    ]
    lines = ["| | | |", "|---|---|---|", *(f"| {name} | {value} | {words} |" for name, value, words in rules)]
    told = (
        f"In the cases, `*` is a margin, `a/b` a figure with the people behind it, `{gate.FEW}` hidden because few "
        f"people stand behind it, `{gate.BESIDE}` hidden so that the former can't be worked out."
    )
    cases = [path.read_text(encoding="utf-8") for path in CASES]
    return "\n".join([HEAD, "\n".join(lines), "", "## Cases\n", told, "", *cases])


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
