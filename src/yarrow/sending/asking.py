"""Rooms above that arm messages take back what may not leave any more, before anything that is due is begun.

For what they are not told of as it happens: rows of another project, which nobody changes on our side of the fence.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

# (project, at), inside the fence of the project. It needs nobody's key.
TakesBack = Callable[[UUID, datetime], None]
_asked: list[TakesBack] = []


def asks(takes_back: TakesBack) -> None:
    """Called once, as a room starts."""
    _asked.append(takes_back)


def ask(project_id: UUID, at: datetime) -> None:
    """Let them take back what may not leave now."""
    for each in _asked:
        each(project_id, at)
