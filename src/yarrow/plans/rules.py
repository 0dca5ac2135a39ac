"""Who may do what in this room, and what can be so. `check_*` raises with a sentence, `can_*` answers.

Plans are case work: everything in words is sealed like notes. Nothing here asks whether, or how, somebody works.
"""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.people import rules as people
from yarrow.people.errors import NotForYou
from yarrow.people.said import words as said_words
from yarrow.plans import lists
from yarrow.plans.errors import CannotBe
from yarrow.staff.models import Project
from yarrow.staff.roles import ARRANGERS, CASE
from yarrow.vault.actors import Actor

KEEPERS = CASE
COUNTERS = ("coordinator", "manager", "evaluator")
EARLIEST = date(1980, 1, 1)
SHORT, LONG = "title", "note"


def check_may_keep(by: Actor, project: Project) -> None:
    """Plans and ratings are kept by those whose role can hold the key to case notes."""
    people.check_may_write(by, project)
    if by.role not in KEEPERS:
        raise NotForYou()


def can_plan(by: Actor, project: Project) -> bool:
    """Whether this worker's role keeps plans, and they hold the key that plans are sealed with."""
    return by.role in KEEPERS and by.holds(project.id, "notes")


def check_may_arrange(by: Actor, project: Project) -> None:
    """What comes first, and who signs off, is written down by those who arrange, once the project has agreed it."""
    people.check_may_write(by, project)
    if by.role not in ARRANGERS:
        raise NotForYou()


def can_arrange(by: Actor) -> bool:
    return by.role in ARRANGERS


def check_sign_off(by: Actor, project: Project) -> None:
    """Plans are signed off by those who arrange, and only where the project wants that."""
    check_may_arrange(by, project)
    arrangement = getattr(project, "plan_arrangement", None)
    if arrangement is None or not arrangement.wants_sign_off:
        raise CannotBe(_("Plans are not signed off in this project."))


def tidied(field: str, text: str | None, limit: str = LONG) -> str | None:
    """`text` in one form, None when empty. Refuses at `field` what would not read right."""
    try:
        return said_words(limit, text)
    except Refusal as refusal:
        raise CannotBe(refusal.message, field=field) from None


def one_of(name: str, field: str, code: str | None) -> str:
    """`code` when list `name` has it; refuses anything else."""
    if not code or code not in lists.codes(name):
        raise CannotBe(_("Choose one of the answers offered."), field=field)
    return code


def some_of(name: str, field: str, chosen: Iterable[str]) -> list[str]:
    """The chosen codes, each once, in the order given."""
    return list(dict.fromkeys(one_of(name, field, code) for code in chosen))


def past_day(field: str, day: date | None, today: date) -> date:
    """A day on which something can have happened."""
    if day is None:
        raise CannotBe(_("Say which day."), field=field)
    if day > today:
        raise CannotBe(_("That day has not come yet. Write today or an earlier day."), field=field)
    return any_day(field, day)


def any_day(field: str, day: date) -> date:
    """A day in living memory, or to come."""
    if day < EARLIEST:
        raise CannotBe(_("That is before 1980. Check the year."), field=field)
    return day


def coming_day(field: str, day: date | None, today: date) -> date | None:
    """A day to come, today included; none is fine."""
    if day is not None and day < today:
        raise CannotBe(_("That day is over. Choose today or a later day."), field=field)
    return day
