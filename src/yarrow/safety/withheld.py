"""Rooms above that let out what reports say follow at once where one may not be told any further."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

# (project, ids of reports, by, at), in the transaction of the change.
Follows = Callable[[Project, Collection[UUID], Actor, datetime], None]
_follow: list[Follows] = []


def followed_by(follows: Follows) -> None:
    """Called once, as a room starts."""
    _follow.append(follows)


def follow(project: Project, report_ids: Collection[UUID], by: Actor, at: datetime) -> None:
    """Tell the rooms above that how far these reports may go has changed, or that they go. Inside a transaction.

    Whoever lets something out of them just now is waited for.
    """
    trail.hold(project.id)
    for each in _follow:
        each(project, report_ids, by, at)
