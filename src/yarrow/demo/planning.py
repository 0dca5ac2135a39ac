"""What will have happened in the invented town: a pure plan, the same for the same day.

Proportions from research over real projects: contacts per person heavy-tailed (median 3, the top tenth hold half),
a fifth of all contacts with people not known, women, men, trans and non-binary people, eight languages, settings that
change, workers who leave and come, mistakes that are put right.
"""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from yarrow.demo import calendar_plan, contact_plan, people_plan, twice_plan
from yarrow.demo.scales import SMALL, Scale
from yarrow.demo.town import PlannedContact, PlannedPerson, PlannedSession, Town, months_before

N_MONTHS = 24
# Nobody is erased in whose record anything happened since.
QUIET_FOR = timedelta(days=60)


def plan_town(today: date, scale: Scale = SMALL) -> Town:
    """The plan of a project for a demo that is loaded on `today`; it ends the day before."""
    rng = random.Random(scale.seed)
    start = months_before(today, N_MONTHS)
    people = people_plan.plan_people(rng, start, today, scale)
    twice = twice_plan.plan_twice(rng, people, today, scale)
    calendar = calendar_plan.plan_calendar(rng, start, today, scale)
    shifts, meetings = contact_plan.plan_contacts(rng, (*people, *twice), calendar, today)
    sessions = tuple(
        PlannedSession(slot.kind, slot.on, slot.zones, slot.agency, tuple(contacts))
        for slot, contacts in zip(calendar, shifts, strict=True)
    )
    contacts = [*meetings, *(contact for shift in shifts for contact in shift)]
    erased = _to_be_erased(people, {one.twice_of for one in twice}, contacts, today)
    return Town(today, start, people, sessions, tuple(meetings), twice, erased)


def _to_be_erased(
    people: Sequence[PlannedPerson],
    known_twice: set[int | None],
    contacts: Sequence[PlannedContact],
    today: date,
) -> int | None:
    """Somebody met a few times, a while ago, who then asked to be forgotten."""
    lately = {contact.person for contact in contacts if contact.on > today - QUIET_FOR}
    kept = lately | known_twice
    able = [
        one.number
        for one in people
        if one.called and not one.key_worker and not one.is_apart and one.number not in kept
    ]
    return able[-1] if able else None
