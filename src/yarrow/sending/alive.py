"""Whether the sender that has a message still lives: each holds a lock on a file of its own for as long as it does.

The files stand beside the sender's keys, so whoever can send can see them. The system lets go of a lock when a
process ends, however it ends.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

from yarrow.sending import keyfile


class Life:
    """This sender, from now until it ends."""

    def __init__(self) -> None:
        for left in keyfile.path().parent.glob("sender-*"):
            # Whatever else has such a name is nobody's.
            with suppress(ValueError):
                is_alive(UUID(left.name.removeprefix("sender-")))
        self.id = uuid4()
        self.file = _file_of(self.id)
        # Locked before it has its name: nobody finds it unlocked.
        part = self.file.with_name(f"{self.id}.sender")
        self._held = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(self._held, fcntl.LOCK_EX)
        part.rename(self.file)

    def end(self) -> None:
        """Nothing is in its hands any more."""
        self.file.unlink(missing_ok=True)
        os.close(self._held)


def is_alive(sender: UUID) -> bool:
    """Whether that sender has not ended. What a dead one left behind is cleared away."""
    try:
        handle = os.open(_file_of(sender), os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _file_of(sender).unlink(missing_ok=True)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _file_of(sender: UUID) -> Path:
    return keyfile.path().with_name(f"sender-{sender}")
