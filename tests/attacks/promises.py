"""Draws docs/reference/promises.md: each promise, the attack on it, and the planted faults the attack must catch.

python -m tests.attacks.promises
"""

import ast
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "reference" / "promises.md"
HEAD = """# Promises, and the attacks on them

Drawn by `python -m tests.attacks.promises`; a test keeps it fresh. The numbers are those of the threat model; what
is missing comes with the rooms that need it. An attack that finds nothing proves nothing, so each has twins: they
switch the real control off, and the same attack must then succeed.

| # | promise | attacked by | twins |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Attack:
    """One attack script, as its source says."""

    number: int
    promise: str
    file: str
    attacks: list[str]
    twins: list[str]


def read(path: Path) -> Attack:
    """Promise, attacks and twins of one script."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = [node.value for node in tree.body if isinstance(node, ast.Assign) and _is_promise(node)]
    promise = ast.literal_eval(said[0]) if said else ""
    names = [
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    return Attack(
        number=int(path.stem.split("_")[2]),
        promise=promise,
        file=path.name,
        attacks=[name for name in names if "_twin_" not in name],
        twins=[name for name in names if "_twin_" in name],
    )


def all_attacks() -> list[Attack]:
    """Every script, by number."""
    return sorted((read(path) for path in HERE.glob("test_promise_*.py")), key=lambda attack: attack.number)


def page() -> str:
    """The whole page."""
    return HEAD + "".join(
        f"| {each.number} | {each.promise} | `{each.file}`: {_words(each.attacks)} | {_words(each.twins)} |\n"
        for each in all_attacks()
    )


def _is_promise(node: ast.Assign) -> bool:
    return isinstance(node.targets[0], ast.Name) and node.targets[0].id == "PROMISE"


def _words(names: list[str]) -> str:
    return "; ".join(name.removeprefix("test_").replace("_", " ") for name in names)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
