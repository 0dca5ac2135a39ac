"""Kept pages that are older than a quarter of an hour are fetched anew, and the old ones stay where that fails."""

import json
import subprocess
from pathlib import Path

import pytest

from build_frontend import machine_node, packaged_node

KEEPING = Path(__file__).parent / "keeping.mjs"
PAD, QUESTIONS = "/p/pad/", "/p/pad/questions/"
BOTH = [["/desk.js", PAD, "/desk.js", QUESTIONS], [PAD, QUESTIONS]]
# The clock says 21:30:00. (name, day of the kept page, what the server answers, what came, kept, asked)
CASES = [
    ("nothing is kept", None, [], False, [], []),
    ("a page without a day", "no day", [], False, [], []),
    ("a day that nobody can read", "yesterday", [], False, [], []),
    ("just now", "Sat, 14 Mar 2026 21:29:59 GMT", [], False, [], []),
    ("a quarter of an hour to the second", "Sat, 14 Mar 2026 21:15:00 GMT", [], False, [], []),
    ("a second more", "Sat, 14 Mar 2026 21:14:59 GMT", [], True, *BOTH),
    ("last year", "Fri, 14 Mar 2025 21:30:00 GMT", [], True, *BOTH),
    ("a clock that was put back", "Sun, 15 Mar 2026 21:30:00 GMT", [], False, [], []),
    ("nobody is signed in", "Sat, 14 Mar 2026 20:00:00 GMT", ["signed out"], False, [], [PAD]),
    ("the server is in trouble", "Sat, 14 Mar 2026 20:00:00 GMT", ["broken"], False, [], [PAD]),
    ("no signal", "Sat, 14 Mar 2026 20:00:00 GMT", ["no signal"], "Failed to fetch", [], [PAD]),
    (
        "the signal is lost between the two",
        "Sat, 14 Mar 2026 20:00:00 GMT",
        ["ok", "no signal"],
        "Failed to fetch",
        ["/desk.js", PAD],
        [PAD, QUESTIONS],
    ),
    ("a file does not come", "Sat, 14 Mar 2026 20:00:00 GMT", ["no files"], "Failed to fetch", [], [PAD]),
]


@pytest.fixture(scope="module")
def happened():
    """What the script does in every case: one start of node for all."""
    node, _npm = machine_node() or packaged_node()
    cases = json.dumps([{"kept": kept, "answers": answers} for _name, kept, answers, *_rest in CASES])
    done = subprocess.run([node, KEEPING], input=cases, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("n", range(len(CASES)), ids=[one[0] for one in CASES])
def test_kept_pages_are_renewed(n, happened):
    _name, _kept, _answers, came, put, asked = CASES[n]
    found = happened[n]
    assert found["came"] == came and found["put"] == put
    # Never from what the browser still has of it, and as the worker who is signed in.
    assert found["asked"] == [[path, "no-store", "same-origin"] for path in asked]
