"""What tests reach: the share of lines and of branches that they run, by room and by drawer.

    python scripts/reach.py [pytest arguments]

Runs the suite on SQLite without the walks (a page that a browser opens is passed, not proven) and without the
house tests (they read the code and don't run it). What a test starts as a process of its own is not seen. The whole
suite is held to the stops of `[tool.yarrow.reach]` in pyproject.toml; given arguments, it only tells.
"""

import json
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from run_tests import SQLITE, run
from stamps import ROOT

SOURCE = PurePosixPath("src/yarrow")
DRAWERS = ("rules", "actions", "methods", "vault", "extract", "queries", "views", "forms", "reading")
EVERYTHING, BESIDE = "everything", "beside them"
LEFT_OUT = ("-m", "not slow and not browser", "--ignore=tests/walks", "--ignore=tests/house")
LEAST = 20


@dataclass(frozen=True)
class Reach:
    """How many lines and branches there are, and how many of them tests run."""

    n_lines: int = 0
    lines_run: int = 0
    n_branches: int = 0
    branches_run: int = 0

    def __add__(self, other: "Reach") -> "Reach":
        return Reach(
            self.n_lines + other.n_lines,
            self.lines_run + other.lines_run,
            self.n_branches + other.n_branches,
            self.branches_run + other.branches_run,
        )

    @property
    def lines(self) -> float:
        """In percent; of no lines at all, all are reached."""
        return 100 * self.lines_run / self.n_lines if self.n_lines else 100

    @property
    def branches(self) -> float:
        """In percent; of no branches at all, all are reached."""
        return 100 * self.branches_run / self.n_branches if self.n_branches else 100

    @property
    def both(self) -> float:
        """Of lines and branches together."""
        n = self.n_lines + self.n_branches
        return 100 * (self.lines_run + self.branches_run) / n if n else 100


@dataclass(frozen=True)
class File:
    """One file of the source, by its path below the rooms."""

    path: str
    reach: Reach
    missed: tuple[int, ...]

    @property
    def room(self) -> str:
        return self.path.split("/")[0].removesuffix(".py")

    @property
    def drawer(self) -> str:
        """The drawer it lies in; what is no drawer of these lies beside them."""
        inside = [part.removesuffix(".py") for part in self.path.split("/")]
        return next((name for name in DRAWERS if name in inside), BESIDE)


def files_of(report: Mapping[str, Any]) -> list[File]:
    """The files of coverage's own report."""
    found = []
    for name, said in report["files"].items():
        counted = said["summary"]
        reach = Reach(
            counted["num_statements"],
            counted["covered_lines"],
            counted["num_branches"],
            counted["covered_branches"],
        )
        path = PurePosixPath(name).relative_to(SOURCE).as_posix()
        found.append(File(path, reach, tuple(said["missing_lines"])))
    return found


def by(key: Callable[[File], str], files: Iterable[File]) -> dict[str, Reach]:
    """What is reached of each kind of file that has a line to reach."""
    sums: dict[str, Reach] = {}
    for one in files:
        if one.reach.n_lines:
            sums[key(one)] = sums.get(key(one), Reach()) + one.reach
    return dict(sorted(sums.items()))


def spans(lines: Iterable[int]) -> str:
    """`3, 7-9`"""
    runs: list[list[int]] = []
    for line in sorted(lines):
        if runs and line == runs[-1][-1] + 1:
            runs[-1][1:] = [line]
        else:
            runs.append([line])
    return ", ".join("-".join(map(str, one)) for one in runs)


def shortfalls(reached: Mapping[str, Reach], stops: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Where less is reached than the stop says; a stop for what is not there falls short as well."""
    short = []
    for name, stop in stops.items():
        for what in ("lines", "branches"):
            share = getattr(reached[name], what) if name in reached else 0
            if share < stop[what]:
                short.append(f"{name}: {share:.1f} % of {what} (stop {stop[what]})")
    return short


def tell(files: list[File]) -> dict[str, Reach]:
    """Print the tables; returns what the stops are held against."""
    drawers = by(lambda one: one.drawer, files)
    reached = {EVERYTHING: sum((one.reach for one in files), Reach()), **drawers}
    for title, rows in {"By room": by(lambda one: one.room, files), "By drawer": reached}.items():
        print(f"\n{title:24}{'lines':>16}{'branches':>20}")
        for name, reach in rows.items():
            lines, branches = f"{reach.lines:.1f} % of {reach.n_lines}", f"of {reach.n_branches}"
            print(f"{name:24}{lines:>16}{f'{reach.branches:.1f} % {branches}':>20}")
    least = sorted((one for one in files if one.reach.both < 100), key=lambda one: one.reach.both)
    print(f"\nLeast reached ({min(LEAST, len(least))} of {len(least)} files with something missed)")
    for one in least[:LEAST]:
        reach, lines = one.reach, spans(one.missed) or "no line, a branch"
        print(f"  {reach.lines:5.1f} % {reach.branches:5.1f} %  {one.path}: {lines}")
    return reached


def stops() -> dict[str, dict[str, float]]:
    """The stops that are kept in pyproject.toml."""
    read = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    kept: dict[str, dict[str, float]] = read["tool"]["yarrow"]["reach"]
    return kept


def measure(arguments: list[str]) -> tuple[bool, list[File]]:
    """Run the tests under coverage: whether they passed, and what they reached."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "reach.json"
        watching = ("--cov=yarrow", "--cov-branch", f"--cov-report=json:{report}")
        variables = {**SQLITE, "COVERAGE_FILE": f"{folder}/coverage"}
        ran = run("SQLite, watched", [*LEFT_OUT, *watching, *arguments], variables)
        files = files_of(json.loads(report.read_text(encoding="utf-8"))) if report.exists() else []
    return ran.is_good, files


def main() -> int:
    """0 when every test passed and, of the whole suite, no stop is missed."""
    arguments = sys.argv[1:]
    is_good, files = measure(arguments)
    if not files:
        print("\nThe run broke before anything was measured.")
        return 1
    reached = tell(files)
    if arguments:
        print("\nA part of the suite: the stops are for all of it.")
        return 0 if is_good else 1
    short = shortfalls(reached, stops())
    print("\n" + ("\n".join(["Below the stop:", *short]) if short else "No stop is missed."))
    return 0 if is_good and not short else 1


if __name__ == "__main__":
    sys.exit(main())
