"""A child process of a test ends by itself, whatever happens in it."""

import re
import time

import pytest

from tests import children
from tests.house.tree import ROOT

FORKING = re.compile(r"os\.fork\(|multiprocessing")


def test_child_that_fails_ends_and_says_so(capfd):
    def fails():
        raise ValueError("it failed in there")

    assert children.run(fails) == 1
    assert "it failed in there" in capfd.readouterr().err


def test_child_that_never_ends_is_ended(monkeypatch):
    monkeypatch.setattr(children, "PATIENCE", 0.1)
    child = children.begin(lambda: time.sleep(60))
    with pytest.raises(AssertionError, match="did not end"):
        children.ended(child)


def test_child_that_took_nothing_holds_nothing():
    with pytest.raises(AssertionError, match="took nothing"), children.holding(children.die):
        pytest.fail("nothing is held")


def test_children_are_begun_in_one_place():
    forking = [
        path for path in ROOT.glob("tests/**/*.py") if FORKING.search(path.read_text(encoding="utf-8"))
    ]
    assert [path.name for path in forking] == ["children.py", "test_children.py"]
