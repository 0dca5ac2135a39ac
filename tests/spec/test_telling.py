"""The day of a report is one that has been where the phone is, whatever day it is in Greenwich."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from build_frontend import machine_node, packaged_node

TELLING = Path(__file__).parent / "telling.mjs"
EAST, WEST, HERE = "Pacific/Auckland", "America/Los_Angeles", "Europe/London"
# It is the 2nd of January in the first, and still the 1st in Greenwich; the other way round in the second.
EARLY, LATE = "2026-01-01T12:30:00Z", "2026-01-02T05:00:00Z"
# (zone of the phone, moment, day, month, year, what is sent, whether it is taken)
CASES = [
    (EAST, EARLY, "2", "1", "2026", "2026-01-02", True),
    (EAST, EARLY, "2", "1", "", "2026-01-02", True),
    (EAST, EARLY, "3", "1", "", "2026-01-03", False),
    (HERE, EARLY, "1", "1", "", "2026-01-01", True),
    (HERE, EARLY, "2", "1", "", "2026-01-02", False),
    (WEST, LATE, "1", "1", "", "2026-01-01", True),
    (WEST, LATE, "2", "1", "", "2026-01-02", False),
    # The year begins earlier in the east, and the month with it.
    (EAST, "2025-12-31T11:30:00Z", "", "1", "", "2026-01", True),
    (EAST, "2025-12-31T11:30:00Z", "1", "1", "", "2026-01-01", True),
    (HERE, "2025-12-31T11:30:00Z", "", "1", "", "2025-01", True),
    (WEST, "2026-01-01T05:00:00Z", "", "12", "", "2025-12", True),
    (WEST, "2026-01-01T05:00:00Z", "", "12", "2025", "2025-12", True),
    (WEST, "2026-01-01T05:00:00Z", "", "1", "2026", "2026-01", False),
    (HERE, EARLY, "", "12", "", "2025-12", True),
    (HERE, EARLY, "", "", "", "", True),
    (HERE, EARLY, "29", "2", "2024", "2024-02-29", True),
    (HERE, EARLY, "29", "2", "2025", "2025-02-29", False),
    (HERE, EARLY, "31", "6", "2025", "2025-06-31", False),
    (HERE, EARLY, "5", "", "", "-00-05", False),
    (HERE, EARLY, "", "", "2024", "2024-00", False),
    (HERE, EARLY, "x", "1", "2025", "2025-01-0x", False),
]


@pytest.fixture(scope="module")
def happened():
    """What the script says of every case: one start of node for each zone."""
    node, _npm = machine_node() or packaged_node()
    found = {}
    for zone in (EAST, WEST, HERE):
        here = [n for n, case in enumerate(CASES) if case[0] == zone]
        cases = json.dumps(
            [dict(zip(("now", "day", "month", "year"), CASES[n][1:5], strict=True)) for n in here]
        )
        said = {"input": cases, "env": {**os.environ, "TZ": zone}}
        done = subprocess.run([node, TELLING], capture_output=True, text=True, check=True, **said)
        found |= dict(zip(here, json.loads(done.stdout), strict=True))
    return found


@pytest.mark.parametrize("n", range(len(CASES)), ids=["-".join(filter(None, one[:5])) for one in CASES])
def test_day_that_has_been_is_taken_where_the_phone_is(n, happened):
    assert happened[n] == list(CASES[n][5:])
