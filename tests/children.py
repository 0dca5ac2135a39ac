"""Child processes of a test: one that fails says so and ends. It never goes on as a second run of the tests."""

import os
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

# Longer than any child needs on a busy machine.
PATIENCE = 120


def begin(act: Callable[[], Any]) -> int:
    """Run `act` in a child, which shares every open connection: close those that it uses first. The child's id."""
    here = {alias: connections[alias] for alias in connections}
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        # Once a browser's event loop runs in this thread, Django keeps connections apart by it. The loop is the
        # parent's alone, so the child would find those of before, to the empty records in memory.
        for alias, connection in here.items():
            connections[alias] = connection
        act()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def ended(child: int) -> int:
    """How a child ended: 0, 1 when it failed, a negative signal when one killed it. Waits for it, not for ever."""
    ends = time.monotonic() + PATIENCE
    while True:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > ends:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise AssertionError(f"a child did not end within {PATIENCE} seconds")
        time.sleep(0.005)


def run(act: Callable[[], Any]) -> int:
    """Run `act` in a child and wait for it; how it ended."""
    return ended(begin(act))


def killed(act: Callable[[], Any]) -> bool:
    """Whether `act`, run in a child, was ended by SIGKILL."""
    return run(act) == -signal.SIGKILL


@contextmanager
def holding(take: Callable[[], Any]) -> Iterator[None]:
    """While the block runs, a child holds what `take` took; the block begins when it has it."""
    says, told = os.pipe()

    def holds() -> None:
        held = take()
        os.write(told, b"held")
        signal.pause()
        del held

    child = begin(holds)
    os.close(told)
    try:
        assert os.read(says, 4) == b"held", "the child took nothing"
        yield
    finally:
        os.close(says)
        os.kill(child, signal.SIGKILL)
        ended(child)


def die() -> None:
    """SIGKILL for this process."""
    os.kill(os.getpid(), signal.SIGKILL)
