"""What is on its way to a member is taken back as soon as they leave, are put out, pause or change where it goes.

Whatever in this room arms messages says, as the room starts, how those of a member are taken back.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from yarrow.vault.actors import Actor

# (member, by, at): inside the transaction of the change.
TakeBack = Callable[[Any, Actor, datetime], None]
_takers: list[TakeBack] = []


def taken_back_by(act: TakeBack) -> None:
    """Called once, as the room starts."""
    _takers.append(act)


def take_back(member: Any, by: Actor, at: datetime) -> None:
    """Nothing that was armed for this member leaves any more."""
    for act in _takers:
        act(member, by, at)
