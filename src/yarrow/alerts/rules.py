"""Who may do what in this room. `check_*` raises with a sentence, `can_*` answers."""

from typing import Any

from django.utils.translation import gettext as _

from yarrow.alerts.errors import CannotBe, Conflict, NotAllowed, NotHere
from yarrow.staff.models import Project
from yarrow.staff.roles import ARRANGERS, WORKERS
from yarrow.vault.actors import Actor

# Whoever meets people vouches for a member; to put one out is for those who arrange the work.
VOUCHERS = WORKERS
KEEPERS = ARRANGERS


def check_may_vouch(by: Actor, project: Project) -> None:
    """Members are vouched for and looked after by whoever meets people, in a live project."""
    _check_live(project)
    if by.role not in VOUCHERS:
        raise NotAllowed()


def check_may_put_out(by: Actor, project: Project) -> None:
    """A member is put out, and taken in again, by those who arrange the work."""
    _check_live(project)
    if by.role not in KEEPERS:
        raise NotAllowed()


def can_put_out(by: Actor) -> bool:
    return by.role in KEEPERS


def check_here(project: Project, *rows: Any) -> None:
    """Each row is this project's. Raises NotHere."""
    if any(row is not None and row.project_id != project.id for row in rows):
        raise NotHere()


def check_version(held: int, standing: int) -> None:
    """Nobody writes over a change they have not seen."""
    if held != standing:
        raise Conflict()


def check_is_in(member: Any) -> None:
    """They are a member still."""
    if member.left_on is not None:
        raise CannotBe(_("This member was put out. Take them in again first."))


def _check_live(project: Project) -> None:
    if not project.is_live:
        raise CannotBe(_("This project is not live yet. Finish setting up first."))
