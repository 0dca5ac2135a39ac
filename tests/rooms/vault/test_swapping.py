"""Swapping prepared files in: all old or all new, wherever it dies; and nobody serves meanwhile."""

from functools import partial
from pathlib import Path

import pytest

from tests import children
from yarrow.methods.refusals import Refusal
from yarrow.vault.backups import swapping

NAMES = ("records", "keyring", "anchors")


@pytest.fixture
def moves(tmp_path):
    """Three files in their places, each with a log, and three prepared ones."""
    for name in NAMES:
        (tmp_path / name).write_text("old")
        (tmp_path / f"{name}-wal").write_text("old log")
        (tmp_path / f"{name}.next").write_text("new")
    return [(tmp_path / f"{name}.next", tmp_path / name) for name in NAMES]


def standing(home):
    return {(home / name).read_text() for name in NAMES}


def die_at(calls, act):
    """Whether `act`, run in a child, was killed at its `calls`-th change of the disk."""
    left = [calls]

    def counted(real):
        def change(*args, **kwargs):
            if left[0] == 0:
                children.die()
            left[0] -= 1
            return real(*args, **kwargs)

        return change

    def counted_act():
        for name in ("replace", "unlink"):
            setattr(Path, name, counted(getattr(Path, name)))
        act()

    return children.killed(counted_act)


def test_swap_killed_at_every_step_ends_all_old_or_all_new(tmp_path, moves):
    ends = []
    for calls in range(100):
        for prepared, place in moves:
            prepared.write_text("new")
            place.write_text("old")
            place.with_name(f"{place.name}-wal").write_text("old log")

        def act():
            swapping.begin(tmp_path, moves)
            swapping.swap(tmp_path, moves)

        killed = die_at(calls, act)
        before = standing(tmp_path)
        swapping.finish(tmp_path)
        after = standing(tmp_path)
        assert after in ({"old"}, {"new"})
        assert len(before) == 1 or after == {"new"}
        assert not (tmp_path / swapping.JOURNAL).exists()
        if after == {"new"}:
            assert not any((tmp_path / f"{name}-wal").exists() for name in NAMES)
        ends.append(after)
        if not killed:
            break
        for prepared, _place in moves:
            assert calls == 0 or not prepared.exists()
    assert not killed and {"old"} in ends and {"new"} in ends and len(ends) > 10


def test_swap_that_was_only_begun_leaves_the_old_state_and_no_prepared_file(tmp_path, moves):
    swapping.begin(tmp_path, moves)
    Path(f"{moves[0][0]}-wal").write_text("log of a prepared file")
    assert swapping.finish(tmp_path) == "old"
    assert standing(tmp_path) == {"old"} and (tmp_path / "records-wal").exists()
    assert not list(tmp_path.glob("*.next*"))
    assert swapping.finish(tmp_path) == ""


def test_swap_waits_for_nobody_who_serves(tmp_path):
    with (
        children.holding(partial(swapping.hold_in_use, tmp_path)),
        pytest.raises(Refusal, match="Stop the server first"),
        swapping.alone(tmp_path),
    ):
        pytest.fail("two at once")
    with swapping.alone(tmp_path), pytest.raises(Refusal, match="being put back"):
        swapping.hold_in_use(tmp_path)
