"""What will have happened in the invented town: a pure plan, the same for the same day.

Proportions from research over real projects: contacts per person heavy-tailed (median 3, the top tenth hold half),
a fifth of all contacts with people not known, women, men, trans and non-binary people, eight languages, settings that
change, workers who leave and come, mistakes that are put right.
"""

import random
from datetime import date

from yarrow.demo import calendar_plan, contact_plan, people_plan
from yarrow.demo.scales import SMALL, Scale
from yarrow.demo.town import PlannedSession, Town, months_before

N_MONTHS = 24


def plan_town(today: date, scale: Scale = SMALL) -> Town:
    """The plan of a project for a demo that is loaded on `today`; it ends the day before."""
    rng = random.Random(scale.seed)
    start = months_before(today, N_MONTHS)
    people = people_plan.plan_people(rng, start, today, scale)
    calendar = calendar_plan.plan_calendar(rng, start, today, scale)
    shifts, meetings = contact_plan.plan_contacts(rng, people, calendar, today)
    sessions = tuple(
        PlannedSession(slot.kind, slot.on, slot.zones, slot.agency, tuple(contacts))
        for slot, contacts in zip(calendar, shifts, strict=True)
    )
    return Town(today, start, people, sessions, tuple(meetings))
