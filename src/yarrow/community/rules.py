"""Who may do what in this room, and what can be so. `check_*` raises with a sentence, `can_*` answers."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from yarrow.agencies.spelling import visible
from yarrow.community import lists
from yarrow.community.errors import CannotBe, Conflict, NotAllowed, NotHere
from yarrow.staff.models import Project
from yarrow.staff.roles import ARRANGERS, WORKERS
from yarrow.vault.actors import Actor

# Whoever meets people hears residents and police too, and holds the key that seals what they say.
TAKERS = WORKERS
KEEPERS = ARRANGERS
# Figures and public words: whoever evaluates reads them, without a key.
READERS = (*WORKERS, "evaluator")
LONGEST_LINK, LONGEST_TEXT = 500, 4_000
MOST_PEOPLE, MOST_DAYS, MOST_POINTS, MOST_STATEMENTS = 10_000, 365, 30, 10
# Nothing that a project writes down happened before this.
EARLIEST = date(1900, 1, 1)
FURTHEST = timedelta(days=3_660)


def check_may_take(by: Actor, project: Project) -> None:
    """Complaints, breaches and trainings are written down by whoever meets people, in a live project."""
    _check_live(project)
    if by.role not in TAKERS:
        raise NotAllowed()


def check_may_keep(by: Actor, project: Project) -> None:
    """Agreements, statements and outside events are kept by those who arrange the work."""
    _check_live(project)
    if by.role not in KEEPERS:
        raise NotAllowed()


def can_keep(by: Actor) -> bool:
    return by.role in KEEPERS


def can_take(by: Actor) -> bool:
    return by.role in TAKERS


def check_here(project: Project, *rows: Any) -> None:
    """Each row is this project's. Raises NotHere."""
    if any(row is not None and row.project_id != project.id for row in rows):
        raise NotHere()


def check_version(held: int, standing: int) -> None:
    """Nobody writes over a change they have not seen."""
    if held != standing:
        raise Conflict()


def one_of(name: str, field: str, code: str) -> str:
    """`code` when list `name` has it; refuses anything else."""
    if code not in lists.codes(name):
        raise CannotBe(_("Choose one of the answers offered."), field=field)
    return code


def some_of(name: str, field: str, chosen: Iterable[str]) -> list[str]:
    """The chosen codes, each once, in the order given; refuses none at all."""
    found = list(dict.fromkeys(one_of(name, field, code) for code in chosen))
    if not found:
        raise CannotBe(_("Choose one of the answers offered."), field=field)
    return found


def words(text: str, field: str, longest: int, *, may_be_empty: bool = False) -> str:
    """A text in one line or several without signs that can't be seen; refuses none, and too much."""
    said = visible(text.replace("\r\n", "\n"))
    if not any(sign.isprintable() for sign in said):
        said = ""
    if not said and not may_be_empty:
        raise CannotBe(_("Write what it is, in a few words."), field=field)
    if len(said) > longest:
        raise CannotBe(_("This is too long. Say it in fewer words."), field=field)
    return said


def happened(day: date, today: date, field: str) -> date:
    """A day that has come."""
    if day > today:
        raise CannotBe(_("That day has not come yet. Write today or an earlier day."), field=field)
    return some_day(day, today, field)


def some_day(day: date, today: date, field: str) -> date:
    """A day that somebody can have meant."""
    if not EARLIEST <= day <= today + FURTHEST:
        raise CannotBe(_("Look at the year again."), field=field)
    return day


def not_before(day: date | None, first: date, field: str) -> date | None:
    """A last day that is not before the first."""
    if day is not None and day < first:
        raise CannotBe(_("This is before the first day. Look at both again."), field=field)
    return day


def number(n: int, field: str, *, least: int = 0, most: int = MOST_PEOPLE) -> int:
    """How many, within what can be."""
    if not least <= n <= most:
        raise CannotBe(_("Look at this number again."), field=field)
    return n


def link(text: str) -> str:
    """An address on the web; refuses what a click could run."""
    said = text.strip()
    if said and (len(said) > LONGEST_LINK or not re.fullmatch(r"https?://[^\s<>\"'\x00-\x20]+", said, re.I)):
        raise CannotBe(_("Write an address that begins with https://"), field="link")
    return said


def _check_live(project: Project) -> None:
    if not project.is_live:
        raise CannotBe(_("This project is not live yet. Finish setting up first."))
