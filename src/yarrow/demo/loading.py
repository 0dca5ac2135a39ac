"""Loads the invented projects: all or nothing, once."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from yarrow.contacts.actions import record_contact
from yarrow.demo import happening, putting_right, staffing
from yarrow.demo.building import Building
from yarrow.demo.planning import plan_town
from yarrow.demo.releasing import release_numbers
from yarrow.demo.scales import SCALES, SMALL, Scale
from yarrow.demo.sign_ins import OTHER_MANAGER, OTHER_SECOND
from yarrow.demo.staffing import Crew
from yarrow.demo.town import WORDS, months_before
from yarrow.demo.warning_others import warn_others
from yarrow.people.actions import add_person
from yarrow.staff.actions.founding import NewProject
from yarrow.staff.queries import project_of_code
from yarrow.vault import fence

ZONE = ZoneInfo("Europe/London")
OTHERS = ("Nadia", "Pip", "Cheryl", "Wes")

Say = Callable[[str], None]


def is_loaded(scale: Scale = SMALL) -> bool:
    """Whether this invented project stands already."""
    return project_of_code(scale.code) is not None


def loaded() -> list[Scale]:
    """The invented projects that stand, the smallest first."""
    return [scale for scale in SCALES.values() if is_loaded(scale)]


def day_of(now: datetime) -> date:
    """The day of the town, on which what is loaded now ends."""
    return now.astimezone(ZONE).date()


def load(scale: Scale, now: datetime, say: Say) -> Crew:
    """Build one project; beside `small` a second one that shares a worker with it and nothing else."""
    with fence.gate():
        with transaction.atomic():
            built = _build(scale, now, say)
        say("people known twice, somebody who asked to be forgotten, and alerts")
        putting_right.settle(built)
        if scale is SMALL:
            warn_others(built)
            release_numbers(built)
    return built.crew


def _build(scale: Scale, now: datetime, say: Say) -> Building:
    here = now.astimezone(ZONE)
    town = plan_town(here.date(), scale)
    say(f"planned {len(town.people)} people, {len(town.sessions)} sessions, {len(town.contacts)} contacts")
    built = happening.found(town, scale, here)
    say("keys are made, recovery is proven, the project is live")
    happening.happen(built, say)
    if scale is SMALL:
        with fence.gate():
            _load_other(built.crew, here)
        say("a second project, `other`, shares one worker and nothing else")
    return built


def _load_other(small: Crew, now: datetime) -> Crew:
    """A project with four people, in which the case worker of `small` works as well."""
    first = datetime.combine(months_before(now.date(), 6), now.time(), now.tzinfo)
    new = NewProject(name=WORDS["other"]["name"], code=WORDS["other"]["code"])
    other = staffing.found(new, OTHER_MANAGER, OTHER_SECOND, at=first, live_at=first)
    key = "case_worker"
    staffing.join_again(other, key, small.sign_ins[key], small.places[key], at=first)
    by = other.actor(key)
    for n, name in enumerate(OTHERS):
        at = first + timedelta(days=20 * n + 1)
        about: dict[str, Any] = {"project": other.project, "by": by, "at": at}
        person = add_person(**about, called=name, entry_id=uuid5(other.project.id, name))
        for m in range(3):
            entry_id = uuid5(other.project.id, f"{name} {m}")
            record_contact(**about, entry_id=entry_id, kind="office", person=person, done=["listening"])
    return other
