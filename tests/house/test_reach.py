"""What tests reach: figures from coverage's report, and the stops that hold them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import reach
from reach import BESIDE, DRAWERS, EVERYTHING, File, Reach
from run_tests import Run

REPORT: dict[str, Any] = {
    "files": {
        f"src/yarrow/{name}": {
            "summary": {
                "num_statements": lines,
                "covered_lines": lines - len(missed),
                "num_branches": branches,
                "covered_branches": run,
            },
            "missing_lines": missed,
        }
        for name, lines, missed, branches, run in [
            ("people/__init__.py", 0, [], 0, 0),
            ("people/rules.py", 10, [], 4, 3),
            ("people/views/lists.py", 20, [3, 7, 8, 9], 0, 0),
            ("contacts/rules.py", 30, [4, 5], 6, 6),
            ("methods/activity.py", 40, [], 10, 10),
        ]
    }
}
FILES = reach.files_of(REPORT)


def test_reach_adds_up_by_room_and_by_drawer() -> None:
    assert reach.by(lambda one: one.room, FILES) == {
        "contacts": Reach(30, 28, 6, 6),
        "methods": Reach(40, 40, 10, 10),
        "people": Reach(30, 26, 4, 3),
    }
    assert reach.by(lambda one: one.drawer, FILES) == {
        "methods": Reach(40, 40, 10, 10),
        "rules": Reach(40, 38, 10, 9),
        "views": Reach(20, 16, 0, 0),
    }


@pytest.mark.parametrize(
    ("path", "room", "drawer"),
    [
        ("people/rules.py", "people", "rules"),
        ("contacts/actions/linking.py", "contacts", "actions"),
        ("contacts/importing/actions.py", "contacts", "actions"),
        ("contacts/reading/read_log.py", "contacts", "reading"),
        ("vault/trail.py", "vault", "vault"),
        ("desk/today.py", "desk", BESIDE),
    ],
)
def test_reach_finds_the_drawer_of_a_file(path: str, room: str, drawer: str) -> None:
    one = File(path, Reach(), ())
    assert (one.room, one.drawer) == (room, drawer)


def test_reach_of_nothing_is_whole_and_shares_are_of_what_there_is() -> None:
    assert (Reach().lines, Reach().branches, Reach().both) == (100, 100, 100)
    assert (Reach(8, 6, 2, 1).lines, Reach(8, 6, 2, 1).branches, Reach(8, 6, 2, 1).both) == (75, 50, 70)


def test_reach_missed_lines_are_told_in_spans() -> None:
    assert reach.spans([9, 3, 7, 8, 12, 13]) == "3, 7-9, 12-13"
    assert reach.spans([]) == ""


def test_reach_below_a_stop_is_named_with_the_stop() -> None:
    reached = {"rules": Reach(10, 9, 10, 8)}
    assert reach.shortfalls(reached, {"rules": {"lines": 90, "branches": 80}}) == []
    assert reach.shortfalls(reached, {"rules": {"lines": 90.1, "branches": 80}}) == [
        "rules: 90.0 % of lines (stop 90.1)"
    ]
    assert reach.shortfalls(reached, {"rules": {"lines": 90, "branches": 81}}) == [
        "rules: 80.0 % of branches (stop 81)"
    ]


def test_reach_of_a_drawer_that_is_gone_falls_short() -> None:
    assert len(reach.shortfalls({}, {"rules": {"lines": 1, "branches": 1}})) == 2


def test_reach_every_drawer_has_its_stops() -> None:
    kept = reach.stops()
    assert set(kept) == {EVERYTHING, *DRAWERS}
    assert all(set(stop) == {"lines", "branches"} and min(stop.values()) >= 50 for stop in kept.values())


@pytest.mark.parametrize(
    ("failed", "stop", "arguments", "code"),
    [(0, 90, [], 0), (1, 90, [], 1), (0, 95, [], 1), (0, 95, ["tests/methods"], 0), (1, 90, ["tests"], 1)],
)
def test_reach_fails_for_a_failed_test_and_for_a_missed_stop(
    failed: int, stop: int, arguments: list[str], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = Run("SQLite", passed=1, failed=failed)
    monkeypatch.setattr("sys.argv", ["reach.py", *arguments])
    monkeypatch.setattr(reach, "measure", lambda given: (ran.is_good, FILES))
    monkeypatch.setattr(reach, "stops", lambda: {EVERYTHING: {"lines": stop, "branches": 90}})
    assert reach.main() == code


def test_reach_of_a_run_that_broke_is_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["reach.py"])
    monkeypatch.setattr(reach, "measure", lambda given: (True, []))
    monkeypatch.setattr(reach, "stops", dict)
    assert reach.main() == 1


def test_reach_tells_the_least_reached_files_first(capsys: pytest.CaptureFixture[str]) -> None:
    reached = reach.tell(FILES)
    said = capsys.readouterr().out
    assert reached[EVERYTHING] == Reach(100, 94, 20, 19)
    named = ["people/views/lists.py: 3, 7-9", "people/rules.py: no line, a branch", "contacts/rules.py: 4-5"]
    places = [said.index(name) for name in named]
    assert places == sorted(places) and "methods/activity.py" not in said
    assert "3 of 3 files with something missed" in said


PLANTED = """
def can_close(state):
    if state == "open":
        return True
    return False

can_close("open")
"""


def test_reach_is_read_from_what_coverage_reports_of_a_run(tmp_path: Path) -> None:
    rules = tmp_path / "src" / "yarrow" / "people" / "rules.py"
    rules.parent.mkdir(parents=True)
    rules.write_text(PLANTED)
    for words in (["run", "--branch", str(rules)], ["json", "-q", "-o", "said.json"]):
        subprocess.run([sys.executable, "-m", "coverage", *words], cwd=tmp_path, check=True)
    (found,) = reach.files_of(json.loads((tmp_path / "said.json").read_text()))
    assert found == File("people/rules.py", Reach(5, 4, 2, 1), missed=(5,))
