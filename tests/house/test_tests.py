"""About the tests: none is skipped in silence, none is unable to fail, each is named for what it shows."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.tree import TESTS, Module, modules, plant

NAME = re.compile(r"^test_[a-z0-9]+(_[a-z0-9]+)+$")
# Calls that fail by themselves when what they ask is not so.
FAILING = re.compile(r"^(\w*assert\w*|check\w*|expect\w*|raises|fail|looks|wait_for_url|\w+_is_\w+)$")
SKIPS = {"skip", "skipif", "xfail", "importorskip", "skipTest"}


def _tests(module: Module) -> list[ast.FunctionDef]:
    return [
        node
        for node in module.functions()
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


def _calls(function: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            names.add(getattr(node.func, "attr", getattr(node.func, "id", "")))
    return names


def badly_named(tree: Path) -> list[str]:
    """test_<what>_<circumstance>"""
    return [
        f"{one.at(test)} {test.name}"
        for one in modules(tree)
        for test in _tests(one)
        if not NAME.match(test.name)
    ]


def named_twice(tree: Path) -> list[str]:
    """Of two tests of one name in a file only the second would run."""
    found = []
    for module in modules(tree):
        for scope in [module.syntax, *module.walk(ast.ClassDef)]:
            names = [node.name for node in scope.body if isinstance(node, ast.FunctionDef)]  # type: ignore[attr-defined]
            found += [f"{module.name} {name}" for name in sorted(set(names)) if names.count(name) > 1]
    return found


def skipped(tree: Path) -> list[str]:
    """A test is left out only by the marks sqlite_only and postgres_only, in conftest.py, with their reason."""
    return [
        module.at(node)
        for module in modules(tree)
        if module.name not in {"conftest.py", "house/test_tests.py"}
        for node in module.walk(ast.Attribute, ast.Name)
        if getattr(node, "attr", getattr(node, "id", "")) in SKIPS
    ]


def asserting(tree: Path) -> set[str]:
    """Names of the tree's own functions that assert, or call one that does."""
    functions = [function for module in modules(tree) for function in module.functions()]
    found = {one.name for one in functions if any(isinstance(node, ast.Assert) for node in ast.walk(one))}
    for _depth in range(2):
        found |= {one.name for one in functions if _calls(one) & found}
    return found


def unable_to_fail(tree: Path) -> list[str]:
    """A test asserts, expects a refusal, or calls something that does."""
    helpers = asserting(tree)
    return [
        f"{module.at(test)} {test.name}"
        for module in modules(tree)
        for test in _tests(module)
        if test.name not in helpers and not any(map(FAILING.match, _calls(test)))
    ]


Rule = Callable[[Path], list[str]]
RULES: dict[Rule, str] = {
    badly_named: "def test_it():\n    assert f()\n",
    named_twice: "def test_a_b():\n    assert f()\n\ndef test_a_b():\n    assert g()\n",
    skipped: "@pytest.mark.skip\ndef test_a_b():\n    assert f()\n",
    unable_to_fail: "def test_a_b():\n    f()\n",
}


def named(rule: Rule) -> str:
    return rule.__name__


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_tests_keep_the_rule(rule: Rule) -> None:
    found = rule(TESTS)
    assert not found, f"{rule.__doc__}\n" + "\n".join(found)


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_tests_planted_fault_is_found(rule: Rule, tmp_path: Path) -> None:
    assert len(rule(plant(tmp_path, "test_planted.py", RULES[rule]))) == 1


def test_tests_good_ones_are_left_alone(tmp_path: Path) -> None:
    plant(
        tmp_path, "test_a.py", "def test_add_person_twice():\n    with pytest.raises(Refusal):\n        f()\n"
    )
    plant(tmp_path, "test_b.py", "def told():\n    assert x\n\ndef test_add_person_tells():\n    told()\n")
    assert [rule(tmp_path) for rule in RULES] == [[]] * len(RULES)
