"""Who has two records: the same person, written down again by another worker who heard the name otherwise."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from yarrow.demo.scales import Scale
from yarrow.demo.town import WORDS, PlannedPerson, PlannedSetting

KNOWN_FOR, LATELY = timedelta(days=30), timedelta(days=60)


def plan_twice(
    rng: random.Random, people: Sequence[PlannedPerson], today: date, scale: Scale
) -> tuple[PlannedPerson, ...]:
    """Second records, numbered on from the people; each was met once under it."""
    able = [
        one
        for one in people
        if misheard(one.called)
        and one.way.get("kind") == "phone"
        and one.begins_on + KNOWN_FOR < today - LATELY
    ]
    chosen = sorted(rng.sample(able, min(scale.n_twice, len(able))), key=lambda one: one.number)
    return tuple(_again(rng, one, len(people) + n, today) for n, one in enumerate(chosen))


def _again(rng: random.Random, person: PlannedPerson, number: int, today: date) -> PlannedPerson:
    first, last = person.begins_on + KNOWN_FOR, today - LATELY
    day = first + timedelta(days=int(rng.random() * (last - first).days))
    code = person.setting_on(day)
    return replace(
        person,
        number=number,
        called=misheard(person.called),
        gender_said="",
        trans="",
        interpreter="",
        age_band="not_said",
        other_name="",
        settings=(PlannedSetting(code, "", None, None),) if code else (),
        begins_on=day,
        n_contacts=1,
        key_worker="",
        way={**person.way, "safe_times": "", "cautions": ()},
        twice_of=person.number,
    )


def misheard(name: str) -> str:
    """The name as somebody else wrote it down; "" where nobody would write it otherwise."""
    first, space, rest = name.partition(" ")
    heard = WORDS["misheard"].get(first, "")
    return f"{heard}{space}{rest}" if heard else ""
