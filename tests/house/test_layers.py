"""Rooms import downward only: every contract holds, and each catches a violation planted in a copy."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

LINT = Path(sys.executable).parent / "lint-imports"
# contract -> (file that gets the line, the line)
PLANTED = {
    "floors": ("people/planted.py", "import yarrow.contacts.apps"),
    "methods-no-django": ("methods/planted.py", "import django.db"),
    "evaluation-extracts": ("evaluation/planted.py", "import yarrow.people.models"),
    "vault-no-rooms": ("vault/planted.py", "import yarrow.staff.models"),
    "demo-stays-out": ("contacts/planted.py", "import yarrow.demo.apps"),
    "jobs-open-nothing": ("vault/jobs.py", "import yarrow.vault.opening"),
    "readers-stay-pure": ("contacts/reading/planted.py", "import django.utils"),
}
NEIGHBOURS = {
    "ui_vault": ("ui/planted.py", "import yarrow.vault.errors"),
    "newcomer": ("misc/__init__.py", ""),
}


def broken(top: Path) -> str:
    """What import-linter says about the tree at `top`; empty when all contracts are kept."""
    done = subprocess.run(
        [str(LINT), "--no-cache", "--config", ".importlinter"],
        cwd=top,
        env={"PYTHONPATH": str(top / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def copy(to: Path) -> Path:
    """The sources alone, elsewhere."""
    ignored = shutil.ignore_patterns("__pycache__", "static", "templates", "node_modules")
    shutil.copytree(ROOT / "src", to / "src", ignore=ignored)
    shutil.copy(ROOT / ".importlinter", to)
    return to


def contracts() -> dict[str, str]:
    """Short name -> the name that import-linter prints."""
    lines = (ROOT / ".importlinter").read_text().splitlines()
    found, short = {}, ""
    for line in lines:
        if line.startswith("[importlinter:contract:"):
            short = line.removeprefix("[importlinter:contract:").rstrip("]")
        elif line.startswith("name = ") and short:
            found[short] = line.removeprefix("name = ")
    return found


def test_layers_every_contract_is_kept() -> None:
    assert broken(ROOT) == ""


def test_layers_every_contract_has_a_planted_violation() -> None:
    assert set(contracts()) == set(PLANTED)
    assert len(PLANTED) >= 5


@pytest.mark.parametrize("contract", PLANTED)
def test_layers_planted_violation_is_caught(contract: str, tmp_path: Path) -> None:
    top = copy(tmp_path)
    name, line = PLANTED[contract]
    (top / "src" / "yarrow" / name).write_text(line + "\n")
    assert f"{contracts()[contract]} BROKEN" in broken(top)


@pytest.mark.parametrize("fault", NEIGHBOURS)
def test_layers_neighbours_and_newcomers_are_caught(fault: str, tmp_path: Path) -> None:
    top = copy(tmp_path)
    name, line = NEIGHBOURS[fault]
    path = top / "src" / "yarrow" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(line + "\n")
    assert broken(top) != ""
