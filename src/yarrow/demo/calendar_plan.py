"""The sessions of two years: the van, the drop-in, and how they changed."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from yarrow.demo.scales import FRIDAY, MONDAY, SMALL, THURSDAY, TUESDAY, WEDNESDAY, Scale
from yarrow.demo.town import WORDS

# In months since the beginning.
SECOND_VAN_NIGHT, WEEKLY_DROP_IN, STREET_ENDS, NETREACH_BEGINS = 10, 8, 14, 4
SKIPPED = 0.06


@dataclass(frozen=True)
class Slot:
    """One session, before anybody is met."""

    kind: str
    on: date
    zones: tuple[str, ...]
    agency: str


def plan_calendar(rng: random.Random, start: date, today: date, scale: Scale = SMALL) -> list[Slot]:
    """Every session from `start` to the day before `today`; some nights nobody can go out."""
    slots = []
    for n in range((today - start).days):
        day = start + timedelta(days=n)
        slots += [_slot(rng, kind, day) for kind in _kinds_on(day, start, scale) if rng.random() > SKIPPED]
    return slots


def _kinds_on(day: date, start: date, scale: Scale) -> list[str]:
    if scale.week:
        return [kind for kind, weekdays in scale.week if day.weekday() in weekdays]
    month = (day.year - start.year) * 12 + day.month - start.month
    week = day.toordinal() // 7
    is_first, is_third = day.day <= 7, 15 <= day.day <= 21
    wanted = {
        "van": day.weekday() == FRIDAY or (day.weekday() == TUESDAY and month >= SECOND_VAN_NIGHT),
        "drop_in": day.weekday() == WEDNESDAY and (month >= WEEKLY_DROP_IN or week % 2 == 0),
        "street": day.weekday() == THURSDAY and week % 2 == 0 and month < STREET_ENDS,
        "indoor": day.weekday() == MONDAY and is_first,
        "netreach": day.weekday() == MONDAY and is_third and month >= NETREACH_BEGINS,
        "clinic": day.weekday() == THURSDAY and is_third,
    }
    return [kind for kind, holds in wanted.items() if holds]


def _slot(rng: random.Random, kind: str, day: date) -> Slot:
    codes = [zone["code"] for zone in WORDS["zones"]]
    n_zones = {"van": 2, "street": 1, "indoor": 1}.get(kind, 0)
    agency = rng.choice(WORDS["agencies"]) if rng.random() < 0.2 else ""
    return Slot(kind, day, tuple(sorted(rng.sample(codes, n_zones))), agency)


def coming_nights(today: date) -> list[date]:
    """Van nights of the two weeks after tonight."""
    days = (today + timedelta(days=n) for n in range(1, 15))
    return [day for day in days if day.weekday() in (TUESDAY, FRIDAY)]
