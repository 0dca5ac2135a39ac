"""For real: built twice, compared, installed by hashes, set up and served where there is no checkout."""

from pathlib import Path

import pytest

import check_wheel


@pytest.mark.slow
@pytest.mark.sqlite_only(reason="a new installation begins with a file")
def test_wheel_is_the_same_twice_and_serves_without_the_checkout(tmp_path: Path) -> None:
    said: list[str] = []
    check_wheel.check(tmp_path, None, said.append)
    assert "Two builds are the same" in said[0]
    assert sum("/static/" in line for line in said) >= 2 and said[-1].startswith("Set up and served")
