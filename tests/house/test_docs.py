"""The reference pages say what the code says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.write_docs import decisions_page
from tests.house.tree import ROOT, SOURCE, modules, plant

REFERENCE = ROOT / "docs" / "reference"
READ = re.compile(r"environment\.(?:text|flag|number|one_of|languages)\(\s*\"(YARROW_[A-Z_]+)\"")
ROW = re.compile(r"^\| `(YARROW_[A-Z_]+)` \|.*\| .{20,} \|$", re.M)


def read_settings(tree: Path) -> set[str]:
    """Every variable of the environment that the code reads."""
    return {name for module in modules(tree) for name in READ.findall(module.text)}


def unread_by_helper(tree: Path) -> list[str]:
    """Places that read the environment past `yarrow.site.environment`, where nothing would be documented."""
    return [
        module.name
        for module in modules(tree)
        if re.search(r"os\.(?:environ(?:\[|\.get)|getenv)", module.text)
        and module.name != "site/environment.py"
    ]


def undocumented(tree: Path, text: str) -> list[str]:
    """Variables read and not described, or described and not read."""
    return sorted(read_settings(tree) ^ set(ROW.findall(text)))


def test_settings_are_all_described() -> None:
    assert read_settings(SOURCE) >= {"YARROW_HOME", "YARROW_DATABASE"}
    assert undocumented(SOURCE, (REFERENCE / "settings.md").read_text(encoding="utf-8")) == []
    assert unread_by_helper(SOURCE) == []


def test_settings_planted_fault_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "site/settings.py", 'X = environment.flag("YARROW_PLANTED", default=False)\n')
    assert undocumented(tmp_path, "") == ["YARROW_PLANTED"]
    assert undocumented(tmp_path, "| `YARROW_PLANTED` | no | short |") == ["YARROW_PLANTED"]
    assert undocumented(tmp_path, "| `YARROW_PLANTED` | no | says what it does, in words |") == []
    plant(tmp_path, "people/rules.py", 'import os\nX = os.environ.get("YARROW_HIDDEN")\n')
    assert unread_by_helper(tmp_path) == ["people/rules.py"]


def test_docs_drawn_from_the_code_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/write_docs.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["commands.md", "urls.md", "fields.md"])
def test_docs_every_line_has_words(name: str) -> None:
    text = (REFERENCE / name).read_text(encoding="utf-8")
    empty = [line for line in text.splitlines() if re.search(r"\|\s+\|$", line) and "---" not in line]
    assert not empty
    assert "no rule" not in text


def test_docs_new_decision_makes_the_index_stale(tmp_path: Path) -> None:
    (tmp_path / "0001-the-house.md").write_text("# 0001 The house\n")
    before = decisions_page(tmp_path)
    assert "| 0001 | [The house](0001-the-house.md) |" in before
    (tmp_path / "0002-another.md").write_text("# 0002 Another\n")
    assert decisions_page(tmp_path) != before


DECISION_PARTS = ("Context", "Decision", "Rejected", "Consequences")


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs" / "adr").glob("[0-9]*.md")), ids=lambda path: path.stem[:4]
)
def test_decisions_have_their_four_parts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [part for part in DECISION_PARTS if part not in text] == []
    assert text.count("\n") <= 40
    assert text.startswith(f"# {path.stem[:4]}")


LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")


def broken_links(top: Path) -> list[str]:
    """Links between our own pages that lead nowhere."""
    pages = [*top.glob("*.md"), *top.glob("docs/**/*.md")]
    return [
        f"{path.relative_to(top)}: {target}"
        for path in pages
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]


def test_docs_links_lead_somewhere() -> None:
    assert broken_links(ROOT) == []


def test_docs_broken_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(
        "[gone](docs/gone.md) [web](https://example.org/) [here](README.md#top)"
    )
    assert broken_links(tmp_path) == ["README.md: docs/gone.md"]


def unlisted(docs: Path) -> list[str]:
    """Pages that no line of docs/README.md leads to (decisions have an index of their own)."""
    index = (docs / "README.md").read_text(encoding="utf-8")
    pages = sorted(
        path.relative_to(docs).as_posix() for path in docs.glob("*/*.md") if path.parent.name != "adr"
    )
    return [page for page in pages if f"({page})" not in index]


def test_docs_every_page_is_listed() -> None:
    assert unlisted(ROOT / "docs") == []


def test_docs_unlisted_page_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "README.md", "[one](how-to/one.md)")
    plant(tmp_path, "how-to/one.md", "# One")
    assert unlisted(plant(tmp_path, "how-to/two.md", "# Two")) == ["how-to/two.md"]
