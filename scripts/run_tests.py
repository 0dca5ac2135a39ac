"""Run the suite on SQLite, then the same suite on PostgreSQL, and say honestly what ran.

    python scripts/run_tests.py [--slow] [pytest arguments]

House tests run once, in `make check`. A test is left out of one run only by a `sqlite_only` or `postgres_only` mark
that gives a reason; any other skip fails the whole.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from browser import find_browser
from postgres import cluster
from stamps import ROOT

MARKS = ("Skipped: sqlite_only: ", "Skipped: postgres_only: ")
# Whatever the machine is set to: the file.
SQLITE = {name: "" for name in ("YARROW_DATABASE", "YARROW_DATABASE_OWNER", "PGHOST")}
HOUSE = "--ignore=tests/house"
PROCESSES = min(os.cpu_count() or 1, 8)
# A test that stands still for this many seconds is ended with its process, and said by name.
PATIENCE = ("-o", "faulthandler_timeout=300", "-o", "faulthandler_exit_on_timeout=true")
# Where the suite's throw-away files lie: what is written to the end (each key, each backup) waits for no disk here.
MEMORY = Path("/dev") / "shm"
ENOUGH = 4 << 30


@dataclass
class Run:
    """One run of the suite on one database."""

    database: str
    passed: int = 0
    failed: int = 0
    seconds: float = 0
    left_out: list[dict[str, str]] = field(default_factory=list)

    @property
    def unexplained(self) -> list[str]:
        """Tests that did not run and whose reason is not one of the two marks."""
        return [row["test"] for row in self.left_out if not row["reason"].startswith(MARKS)]

    @property
    def is_good(self) -> bool:
        return self.passed > 0 and self.failed == 0 and not self.unexplained


def in_memory() -> Path | None:
    """The folder that is kept in memory, where there is one with room enough; None: the usual place."""
    has_room = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ENOUGH
    return MEMORY if has_room else None


def run(database: str, arguments: list[str], variables: dict[str, str]) -> Run:
    """Run pytest once; its own output goes straight through."""
    print(f"\n=== Tests on {database}", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(
        prefix="yarrow-run-", dir=in_memory(), ignore_cleanup_errors=True
    ) as folder:
        counts = Path(folder) / "counts.json"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", f"-n{PROCESSES}", "--dist=worksteal", *arguments],
            cwd=ROOT,
            env={**os.environ, **variables, "TMPDIR": folder, "YARROW_TEST_COUNTS": str(counts)},
            check=False,
        )
        said = json.loads(counts.read_text(encoding="utf-8")) if counts.exists() else {}
    result = Run(database, seconds=time.monotonic() - started, **said)
    if done.returncode and not result.failed:
        result.failed = 1  # the run itself broke: a collection error, a usage error, an interruption
    return result


def tell(runs: list[Run]) -> None:
    """The two counts, what explains their difference, and one closing line."""
    print("\n=== What ran")
    for one in runs:
        print(
            f"{one.database}: {one.passed} passed, {one.failed} failed, "
            f"{len(one.left_out)} left to the other database ({one.seconds:.0f} s)"
        )
        for row in one.left_out:
            if row["test"] in one.unexplained:
                print(f"  {row['test']}: NOT ALLOWED: {row['reason']}")
        reasons = Counter(
            row["reason"].removeprefix("Skipped: ")
            for row in one.left_out
            if row["test"] not in one.unexplained
        )
        for reason, n in sorted(reasons.items()):
            print(f"  {n} × {reason}")
    passed = sum(one.passed for one in runs)
    failed = sum(one.failed + len(one.unexplained) for one in runs)
    print(f"{passed} passed, {failed} failed")


def main() -> int:
    """0 when everything passed on both databases."""
    # Ended from outside, it still stops the database it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    arguments = sys.argv[1:]
    chosen = ["-m", "not slow", *([] if "tests/house" in " ".join(arguments) else [HOUSE])]
    chosen += [*PATIENCE, *arguments]
    if "--slow" in arguments:
        chosen = ["-m", "slow", *(word for word in arguments if word != "--slow")]
    browser = find_browser().variables()
    runs = [run("SQLite", chosen, {**browser, **SQLITE})]
    with cluster() as postgres:
        runs.append(run("PostgreSQL", chosen, {**browser, **postgres}))
    tell(runs)
    return 0 if all(one.is_good for one in runs) else 1


if __name__ == "__main__":
    sys.exit(main())
