"""Rooms above that keep codes of reports, whose they are, or that two tell of one person, follow as that changes."""

from collections.abc import Callable
from uuid import UUID

from yarrow.staff.models import Project

# (project, the reporter of what was put right, whether reports of two became theirs), in the transaction of the change.
Follows = Callable[[Project, UUID, bool], None]
# (project, two descriptions), as nobody calls them one person's any more.
Parts = Callable[[Project, UUID, UUID], None]
_follow: list[Follows] = []
_part: list[Parts] = []


def followed_by(follows: Follows) -> None:
    """Called once, as a room starts."""
    _follow.append(follows)


def parted_by(parts: Parts) -> None:
    """Called once, as a room starts."""
    _part.append(parts)


def parted(project: Project, one: UUID, other: UUID) -> None:
    """Tell the rooms above that a link was taken back."""
    for each in _part:
        each(project, one, other)


def follow(project: Project, reporter_id: UUID, *, were_joined: bool = False) -> None:
    """Tell the rooms above that reports of this reporter have other codes, or were another's before."""
    for each in _follow:
        each(project, reporter_id, were_joined)
