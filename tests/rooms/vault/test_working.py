"""Workers in processes of their own: killed at any moment, each effect happens exactly once."""

import os
import signal
import time
from uuid import uuid4

import pytest
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from tests.children import die, ended
from tests.rooms.vault import counting
from yarrow.vault import due, working


@pytest.fixture
def counted(transactional_db, monkeypatch):
    counting.known(monkeypatch)


def test_workers_killed_at_random_leave_every_effect_exactly_once(counted):
    asked = counting.ask_for(2_000)
    n_killed, n_left = counting.kill_at_random(3, 100, (0.02, 0.09), seed=6)
    assert counting.effects() == asked
    assert n_killed >= 2 and n_left
    assert counting.jobs().exclude(done_at=None).filter(claimed_by=None).count() == 2_000


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_workers_killed_for_long_leave_every_effect_exactly_once(counted, seed):
    asked = counting.ask_for(40_000)
    n_killed, n_left = counting.kill_at_random(4, 50, (0.01, 0.2), seed)
    assert counting.effects() == asked
    assert n_killed > 20 and n_left


def killed_before_done(monkeypatch):
    """One worker dies after the effect and before the completion; then another comes."""
    asked = counting.ask_for(20)
    with monkeypatch.context() as patched:
        patched.setattr(due, "_done", lambda rows, at: die())
        assert ended(counting.a_worker(10)) == -signal.SIGKILL
    assert counting.jobs().exclude(claimed_by=None).count() == 10
    time.sleep(counting.LEASE.total_seconds())
    assert ended(counting.a_worker(10)) == 0
    return asked, counting.effects()


def test_worker_killed_between_effect_and_completion_leaves_no_effect(counted, monkeypatch):
    asked, effects = killed_before_done(monkeypatch)
    assert effects == asked


def test_twin_with_two_transactions_has_an_effect_twice(counted, monkeypatch):
    def in_two(kind, rows, worker):
        kind.hand(rows, timezone.now())
        return due._done(due._held(rows, worker), timezone.now())

    monkeypatch.setattr(due, "_in_one_transaction", in_two)
    asked, effects = killed_before_done(monkeypatch)
    assert effects != asked and set(effects) == set(asked)


def test_worker_that_was_stopped_past_its_lease_does_nothing_twice(counted, monkeypatch):
    asked = counting.ask_for(30)
    claimed = due.claim(first := uuid4(), timezone.now())
    time.sleep(counting.LEASE.total_seconds())
    assert ended(counting.a_worker(30)) == 0
    assert due.carry_out(claimed, first) == 0
    assert counting.effects() == asked


def test_worker_told_to_stop_finishes_what_it_began_and_gives_the_rest_back(counted, monkeypatch):
    due.carries(
        due.Kind("test.slow", "wait", lambda rows, at: os.kill(os.getpid(), signal.SIGTERM), alone=True)
    )
    due.add("test.slow", [(None, str(number)) for number in range(3)], due_at=timezone.now())
    assert ended(counting.a_worker(10)) == 0
    assert counting.jobs().exclude(done_at=None).count() == 1
    waiting = counting.jobs().filter(done_at=None)
    assert [row.claimed_by for row in waiting] == [None, None]
    assert all(row.due_at <= timezone.now() for row in waiting)


@pytest.mark.parametrize("gone", [OperationalError, InterfaceError])
def test_worker_whose_records_go_waits_for_them(gone, monkeypatch):
    waited, batches = [], iter([gone(), gone(), (3, 3), (0, 0)])

    def batch(*_args):
        came = next(batches)
        if isinstance(came, Exception):
            raise came
        return came

    class Told:
        """Told to stop once nothing is due any more."""

        def look(self, seconds=0.0):
            if seconds:
                waited.append(seconds)
            return len(waited) > 2

    monkeypatch.setattr(working, "batch", batch)
    monkeypatch.setattr(working, "close_old_connections", lambda: None)
    monkeypatch.setattr(working.connection, "close", lambda: None)
    assert working.work(Told(), pause=7) == 3
    assert waited == [7, 7, 7]
    batches = iter([gone()])
    waited.clear()
    with pytest.raises(gone):
        working.work(Told(), once=True)
