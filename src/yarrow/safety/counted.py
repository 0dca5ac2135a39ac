"""Rooms above that keep codes of reports, or whose they are, follow as these are put right."""

from collections.abc import Callable
from uuid import UUID

from yarrow.staff.models import Project

# (project, the reporter of what was put right, whether reports of two became theirs), in the transaction of the change.
Follows = Callable[[Project, UUID, bool], None]
_follow: list[Follows] = []


def followed_by(follows: Follows) -> None:
    """Called once, as a room starts."""
    _follow.append(follows)


def follow(project: Project, reporter_id: UUID, *, were_joined: bool = False) -> None:
    """Tell the rooms above that reports of this reporter have other codes, or were another's before."""
    for each in _follow:
        each(project, reporter_id, were_joined)
