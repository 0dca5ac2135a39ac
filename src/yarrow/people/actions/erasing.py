"""Erasing a person: everything sealed becomes unreadable, every row goes or is emptied, past totals stay true."""

from datetime import datetime

from yarrow.people import clock, holds, rules
from yarrow.people.errors import NotYet
from yarrow.people.models import Person
from yarrow.people.said import one_of
from yarrow.staff.models import Project
from yarrow.vault import forgetting
from yarrow.vault.actors import Actor
from yarrow.vault.clock import BY


def erase_person(*, person: Person, reason: str, project: Project, by: Actor, at: datetime) -> None:
    """Erase a person for good, for a reason of list "erase_reason". Returns once nothing of their keys is left.

    Not one transaction: the tombstone is committed before the rows are cleared (see `vault.forgetting`), so that
    a process that dies in between is finished by the next start. Raises Refusal, NotHere, NotForYou, Erased,
    MergedAway, Held, and KeyringBusy when the record is closed and only its last bytes wait.
    """
    rules.check_may_erase(by, project)
    rules.check_here(person, project)
    rules.check_stands(person)
    holds.check_not_held(person, at)
    why = one_of("erase_reason", "reason", reason)
    _forget(person, by=by, act="people.erase_person", reason=why, at=at)


def reduce_person(*, person: Person, project: Project, at: datetime) -> None:
    """Erase a person whose clock has ended: the same, done by the clock, which holds no key.

    Raises NotHere, Erased, MergedAway, Held, NotYet when somebody met them or kept them longer meanwhile.
    """
    rules.check_here(person, project)
    rules.check_stands(person)
    holds.check_not_held(person, at)
    ending = clock.ending_of(person)
    if ending is None or ending.ends_on > at.astimezone(project.zone).date():
        raise NotYet()
    _forget(person, by=BY, act="people.reduce_person", reason="last_contact", at=at)


def _forget(person: Person, *, by: Actor, act: str, reason: str, at: datetime) -> None:
    # Records that became one with this one are sealed with its key; each says who it was on its own.
    rows = (*person.merged_rows.filter(erased_at=None), person)
    for row in rows:
        forgetting.forget(row, by=by, act=act, reason=reason, at=at)
