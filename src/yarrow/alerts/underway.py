"""What is on its way to a member is taken back as soon as they leave, are put out, pause or change where it goes.
Of whoever stays it is planned anew, as they want it now: somebody with the key to their ways goes on with it.

Whatever in this room arms messages says, as the room starts, how those of a member are taken back.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from yarrow.vault.actors import Actor

# A channel for each way by which it is planned anew, none where it is not; None: by the same ways as before.
Again = Sequence[str] | None
# (member, by, at, again): inside the transaction of the change.
TakeBack = Callable[[Any, Actor, datetime, Again], None]
_takers: list[TakeBack] = []


def taken_back_by(act: TakeBack) -> None:
    """Called once, as the room starts."""
    _takers.append(act)


def take_back(member: Any, by: Actor, at: datetime, again: Again = ()) -> None:
    """Nothing leaves any more as it was armed for this member. `again`: the channels of the ways that they have now."""
    for act in _takers:
        act(member, by, at, again)
