"""Who may do what in this room, and what can be so. `check_*` raises with a sentence, `can_*` answers."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from yarrow.agencies import lists
from yarrow.agencies.errors import CannotBe, Conflict, NotAllowed, NotHere
from yarrow.agencies.spelling import visible
from yarrow.staff.models import Project
from yarrow.staff.roles import ARRANGERS, CASE, WORKERS
from yarrow.vault.actors import Actor

READERS = WORKERS
KEEPERS = ARRANGERS
NOTERS = CASE
MOST_DAYS = 3_650
MOST_PLACES, LONGEST_PLACE, LONGEST_LINK = 20, 60, 500


def check_may_keep(by: Actor, project: Project) -> None:
    """The directory is kept by those who arrange, in a live project."""
    _check_live(project)
    if by.role not in KEEPERS:
        raise NotAllowed()


def can_keep(by: Actor) -> bool:
    return by.role in KEEPERS


def check_may_note(by: Actor, project: Project) -> None:
    """What was learned about a service is noted by those who do case work."""
    _check_live(project)
    if by.role not in NOTERS:
        raise NotAllowed()


def can_note(by: Actor) -> bool:
    return by.role in NOTERS


def check_here(project: Project, *rows: Any) -> None:
    """Each row is this project's. Raises NotHere."""
    if any(row.project_id != project.id for row in rows):
        raise NotHere()


def check_version(held: int, standing: int) -> None:
    """Nobody writes over a change they have not seen."""
    if held != standing:
        raise Conflict()


def named(text: str) -> str:
    """A name; refuses none."""
    name = visible(text)
    if not name:
        raise CannotBe(_("Give it the name by which it is known."), field="name")
    return name


def one_of(name: str, field: str, code: str) -> str:
    """`code` when list `name` has it; refuses anything else."""
    if code not in lists.codes(name):
        raise CannotBe(_("Choose one of the answers offered."), field=field)
    return code


def some_of(name: str, field: str, chosen: Iterable[str]) -> list[str]:
    """The chosen codes, each once, in the order given."""
    return list(dict.fromkeys(one_of(name, field, code) for code in chosen))


def places_of(chosen: Iterable[str]) -> list[str]:
    """Places, each once; a few, each in a few words."""
    places = list(dict.fromkeys(place.strip() for place in chosen if place.strip()))
    if len(places) > MOST_PLACES or any(len(place) > LONGEST_PLACE for place in places):
        raise CannotBe(_("Write up to 20 places, each in a few words."), field="places")
    return places


def link(text: str) -> str:
    """An address on the web; refuses what a click could run."""
    said = text.strip()
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+([/?#]\S*)?", said):
        said = f"https://{said}"
    if said and not re.fullmatch(r"https?://[^\s<>\"']+", said, re.I):
        raise CannotBe(_("Write an address that begins with https://"), field="url")
    if len(said) > LONGEST_LINK:
        raise CannotBe(_("This address is too long. Write a shorter one that leads there."), field="url")
    return said


def feed_address(text: str) -> str:
    """The address of a feed, or none: https, a name and no password in it."""
    said = text.strip()
    if said and not _is_feed_address(said):
        raise CannotBe(_("Write an address that begins with https://"), field="address")
    return said


def _is_feed_address(said: str) -> bool:
    try:
        parts, port = urlsplit(said), urlsplit(said).port
    except ValueError:
        return False
    is_named = bool(parts.hostname) and port != 0
    return parts.scheme == "https" and is_named and not (parts.username or parts.password)


def assured(day: date | None, today: date) -> date | None:
    """The day for which somebody said that it is right."""
    if day is not None and day > today:
        raise CannotBe(_("That day has not come yet. Write today or an earlier day."), field="assured_on")
    return day


def waiting(said: str) -> int | None:
    """Days, or "" for not known any more."""
    if said == "":
        return None
    if not said.isascii() or not said.isdigit() or int(said) > MOST_DAYS:
        raise CannotBe(_("Write how many days people really wait, like 63."), field="days")
    return int(said)


def _check_live(project: Project) -> None:
    if not project.is_live:
        raise CannotBe(_("This project is not live yet. Finish setting up first."))
