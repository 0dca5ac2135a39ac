"""Reading a tree of sources as text and syntax, so that each house rule can also be tried on a planted fault."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "yarrow"
TESTS = ROOT / "tests"
SKIPPED = {"migrations", "node_modules", "built", "__pycache__"}


def files(top: Path, *patterns: str) -> list[Path]:
    """Files below `top`, without what is generated."""
    found = (path for pattern in patterns for path in top.rglob(pattern))
    return sorted(path for path in found if path.is_file() and not SKIPPED & set(path.relative_to(top).parts))


@dataclass(frozen=True)
class Module:
    """One Python file of a tree."""

    top: Path
    path: Path

    @property
    def name(self) -> str:
        """`room/drawer.py`"""
        return self.path.relative_to(self.top).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def syntax(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def n_lines(self) -> int:
        return self.text.count("\n")

    @property
    def is_view(self) -> bool:
        """Whether this file holds views."""
        parts = Path(self.name).parts
        return "views" in parts or "views.py" in parts

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the file, outermost first."""
        return tuple(ast.walk(self.syntax))

    def walk(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        """Every node of these kinds."""
        return (node for node in self.nodes if isinstance(node, kinds))

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method."""
        for node in self.walk(ast.FunctionDef, ast.AsyncFunctionDef):
            assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            yield node

    def imported(self) -> Iterator[tuple[int, str]]:
        """(line, dotted name) of everything imported; `from a import b` counts as `a.b`."""
        for node in self.walk(ast.Import, ast.ImportFrom):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((node.lineno, f"{node.module or ''}.{alias.name}") for alias in node.names)

    def at(self, node: ast.AST) -> str:
        """`room/drawer.py:12`"""
        return f"{self.name}:{getattr(node, 'lineno', 0)}"


def modules(top: Path) -> list[Module]:
    """Every Python file below `top`."""
    return [_module(top, path, path.stat().st_mtime_ns) for path in files(top, "*.py")]


@cache
def _module(top: Path, path: Path, written: int) -> Module:
    """A file is parsed once, and again when it was written anew."""
    return Module(top, path)


def plant(top: Path, name: str, text: str) -> Path:
    """Write one file of an invented tree; returns the tree."""
    path = top / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return top
