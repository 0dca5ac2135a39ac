"""Who may do what in this room. `check_*` raises with a sentence, `can_*` answers."""

from typing import Any

from django.utils.translation import gettext as _

from yarrow.safety import lists
from yarrow.safety.errors import CannotBe, Closed, NotAllowed, NotHere
from yarrow.safety.told import Chosen
from yarrow.staff.models import Project
from yarrow.staff.roles import ARRANGERS, CASE, WORKERS
from yarrow.vault.actors import Actor

# Whoever meets people takes a report with them; who reads reports holds their key besides.
TAKERS = WORKERS
READERS = ("adviser", *CASE)
KEEPERS = ARRANGERS
# Nothing of theirs leaves these rooms unless the reporter said one of these.
WARNING = (lists.WARN, lists.INTELLIGENCE, lists.FULL)


def check_may_take(by: Actor, project: Project) -> None:
    """A report is taken in a live project, by whoever meets people."""
    _check_live(project)
    if by.role not in TAKERS:
        raise NotAllowed()


def check_may_read(by: Actor, project: Project) -> None:
    """Reports are read by advisers, and by others whom a grant names. Raises NotAllowed; the key itself NoGrant."""
    _check_live(project)
    if by.role not in READERS:
        raise NotAllowed()
    by.key.secret(project.id, "incident")


def can_read(by: Actor, project: Project) -> bool:
    return by.role in READERS and by.holds(project.id, "incident")


def check_may_keep(by: Actor, project: Project) -> None:
    """The public page is opened and closed by those who arrange the work."""
    _check_live(project)
    if by.role not in KEEPERS:
        raise NotAllowed()


def check_here(project: Project, *rows: Any) -> None:
    """Each row is this project's. Raises NotHere."""
    if any(row is not None and row.project_id != project.id for row in rows):
        raise NotHere()


def is_text_open(chosen: Chosen) -> bool:
    """Whether anybody may read what happened; in escrow only the machine compares, and only who it was."""
    return chosen.level != lists.ESCROW


def check_text_is_open(chosen: Chosen) -> None:
    if not is_text_open(chosen):
        raise Closed()


def may_match(chosen: Chosen) -> bool:
    """Whether anybody may hear that a report is like another. Where nobody may, it is not even compared."""
    return chosen.tell != lists.NOBODY


def is_more_to_compare(before: Chosen, after: Chosen) -> bool:
    """Whether more of a report may be compared than before: it as a whole, or its words."""
    is_opened = is_text_open(after) and not is_text_open(before)
    return may_match(after) and (is_opened or not may_match(before))


def may_warn(chosen: Chosen, kinds: list[str]) -> bool:
    """Whether anything of a report may be in an alert: the reporter said so, and nobody under eighteen is in it."""
    return chosen.level in WARNING and lists.YOUNG not in kinds


def _check_live(project: Project) -> None:
    if not project.is_live:
        raise CannotBe(_("This project is not set up yet."))
