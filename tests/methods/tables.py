"""Random contacts for the publish gate: a town in which some zones and months are nearly empty."""

import random
from datetime import date, timedelta

from yarrow.methods.activity import Met, Period
from yarrow.methods.breakdowns import Definition

YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
PEOPLE_MEASURES = ("n_contacts", "n_people", "n_new", "n_repeat", "n_unnamed")
ZONES = ("harbour", "mills", "quay", "station", "")
WEIGHTS = (40, 25, 6, 3, 2)


def contacts(seed, n=400, n_people=60):
    """So many contacts over 2025: heavy-tailed by person, uneven by zone, a fifth with people not known."""
    dice = random.Random(seed)
    firsts, rows = {}, []
    for _ in range(n):
        day = date(2025, 1, 1) + timedelta(int(365 * dice.random() ** 1.3))
        unnamed = dice.random() < 0.2
        person = None if unnamed else f"p{int(n_people * dice.random() ** 2)}"
        if person and (person not in firsts or day < firsts[person]):
            firsts[person] = day
        rows.append((day, person, dice.choice((1, 1, 2, 3)) if unnamed else 1))
    return [_met(dice, day, person, n_met, firsts) for day, person, n_met in rows]


def _met(dice, day, person, n_met, firsts):
    earlier = date(2024, 5, 1) if person and int(person[1:]) % 3 == 0 else None
    return Met(
        on=day,
        kind=dice.choices(("van", "phone", "home"), (60, 30, 4))[0],
        person=person,
        n_people=n_met,
        zone=dice.choices(ZONES, WEIGHTS)[0],
        gender=("woman", "man", "non_binary")[int(person[1:]) % 7 % 3] if person else "woman",
        settings=("street", "online")[: 1 + (int(person[1:]) % 2)] if person else (),
        first_on=earlier or (firsts[person] if person else None),
        given={"condoms": dice.randint(1, 20)} | ({"alarm": 1} if dice.random() < 0.03 else {}),
        done=("information",) if dice.random() < 0.5 else ("crisis",) if dice.random() < 0.1 else (),
    )


def definition(*by, measures=PEOPLE_MEASURES, period=YEAR, where=()):
    return Definition(period, by, measures, where)
