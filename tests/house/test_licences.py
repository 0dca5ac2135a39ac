"""Every locked package may be combined with our licence, and the page that says so is fresh."""

import subprocess
import sys

import pytest

from licences import fits, misfits
from tests.house.tree import ROOT


def test_licences_all_fit_and_the_page_is_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/licences.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "licence", ["GPL-2.0-only", "SSPL-1.0", "unknown", "MIT AND CC-BY-NC-4.0", "BUSL-1.1", ""]
)
def test_licences_misfit_is_found(licence: str) -> None:
    assert misfits([("planted", "1.0", licence, "server")]) == [f"planted 1.0: {licence}"]


@pytest.mark.parametrize("licence", ["MIT", "GPL-2.0-only OR MIT", "(MIT AND BSD-3-Clause)", "LGPL-3.0-only"])
def test_licences_fitting_one_is_left_alone(licence: str) -> None:
    assert fits(licence)


def test_licence_of_our_own_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text.splitlines()[0]
    assert "END OF TERMS AND CONDITIONS" in text
    assert 'license = "AGPL-3.0-or-later"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
