"""Who was met when, what was given and done, and what was left to do."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from yarrow.demo.calendar_plan import Slot
from yarrow.demo.town import WORDS, PlannedContact, PlannedPerson

SESSIONS_OF = {
    "street": ("van", "street", "drop_in"),
    "parlour": ("indoor", "drop_in", "clinic"),
    "shared_flat": ("indoor", "netreach", "drop_in"),
    "independent": ("netreach", "clinic", "drop_in"),
    "online_adverts": ("netreach", "drop_in"),
    "webcam": ("netreach", "drop_in"),
    "subscription": ("netreach", "drop_in"),
    "dancing": ("indoor", "clinic", "drop_in"),
    "massage": ("indoor", "netreach", "drop_in"),
    "outcalls": ("netreach", "van", "drop_in"),
}
ANYWHERE = ("van", "drop_in")
ONE_TO_ONE = (
    "phone",
    "phone",
    "phone",
    "text",
    "office",
    "chosen_place",
    "home",
    "hospital",
    "court",
    "prison",
)
OUTSIDE = ("van", "street")
ONE_TO_ONE_SHARE, NOTE_SHARE, FOLLOW_UP_SHARE = 0.18, 0.14, 0.05
SEEMED = ("fine",) * 6 + ("low", "low", "worried", "worried", "unwell", "hurt", "in_danger", "", "", "")
DONE_OF = {
    "van": ("information", "listening", "safety_advice", "warning_shared", "wound_care"),
    "street": ("information", "listening", "safety_advice", "warning_shared"),
    "drop_in": ("listening", "shower", "laundry", "rest", "form_filling", "housing_help"),
    "indoor": ("information", "safety_advice", "sexual_health"),
    "netreach": ("information", "warning_shared", "signposting"),
    "clinic": ("test", "vaccination", "sexual_health"),
}
DONE_ALONE = ("listening", "benefits_help", "legal_help", "housing_help", "went_along", "crisis_intervention")

Shifts = list[list[PlannedContact]]


def plan_contacts(
    rng: random.Random, people: Sequence[PlannedPerson], calendar: Sequence[Slot], today: date
) -> tuple[Shifts, list[PlannedContact]]:
    """(contacts of each session, in order; meetings outside sessions, by day)."""
    shifts: Shifts = [[] for _slot in calendar]
    meetings: list[PlannedContact] = []
    for person in people:
        _meet(rng, person, calendar, shifts, meetings, today)
    _meet_unknown(rng, calendar, shifts, sum(person.n_contacts for person in people) // 4)
    for contacts in shifts:
        rng.shuffle(contacts)
    return shifts, sorted(meetings, key=lambda one: (one.on, one.person or 0))


def _meet(
    rng: random.Random,
    person: PlannedPerson,
    calendar: Sequence[Slot],
    shifts: Shifts,
    meetings: list[PlannedContact],
    today: date,
) -> None:
    """Spread a person's contacts over the sessions where they can be met and over meetings of their own."""
    suitable = [n for n, slot in enumerate(calendar) if slot.on >= person.begins_on and _suits(person, slot)]
    n_alone = sum(rng.random() < ONE_TO_ONE_SHARE for _ in range(person.n_contacts - 1))
    n_inside = min(person.n_contacts - n_alone, len(suitable))
    chosen = sorted(rng.sample(suitable, n_inside))
    for n in chosen:
        shifts[n].append(_told(rng, person, calendar[n]))
    first = calendar[chosen[0]].on if chosen else person.begins_on
    for _ in range(person.n_contacts - n_inside):
        day = first + timedelta(days=int(rng.random() * max(1, (today - first).days)))
        meetings.append(_alone(rng, person, day))


def _suits(person: PlannedPerson, slot: Slot) -> bool:
    if person.is_apart:
        return slot.kind == "drop_in"
    return slot.kind in SESSIONS_OF.get(person.setting_on(slot.on), ANYWHERE)


def _told(rng: random.Random, person: PlannedPerson, slot: Slot) -> PlannedContact:
    return PlannedContact(
        on=slot.on,
        person=person.number,
        zone=rng.choice(slot.zones) if slot.zones else "",
        supplies={} if person.is_apart else _supplies(rng, slot.kind, 1, uses_needles=person.number % 4 == 0),
        done=_some(rng, DONE_OF[slot.kind], 2),
        seemed=rng.choice(SEEMED),
        **_afterwards(rng),
        **_talk(rng, person),
    )


def _alone(rng: random.Random, person: PlannedPerson, day: date) -> PlannedContact:
    return PlannedContact(
        on=day,
        person=person.number,
        kind=rng.choice(ONE_TO_ONE),
        done=_some(rng, DONE_ALONE, 2),
        seemed=rng.choice(SEEMED),
        minutes=rng.choice((5, 10, 15, 20, 30, 45, 60, 90)),
        **_afterwards(rng),
        **_talk(rng, person),
    )


def _afterwards(rng: random.Random) -> dict[str, Any]:
    """A note on some contacts, something to do after a few."""
    said: dict[str, Any] = {}
    if rng.random() < NOTE_SHARE:
        said["note"] = rng.choice(WORDS["notes"])
    if rng.random() < FOLLOW_UP_SHARE:
        said |= {"follow_up": rng.choice(WORDS["follow_ups"]), "follow_up_days": rng.choice((2, 5, 7, 14))}
    return said


def _talk(rng: random.Random, person: PlannedPerson) -> dict[str, Any]:
    if "English" in person.languages and rng.random() < 0.7:
        return {}
    how = rng.choice(("own", "bilingual", "mediator", "phone_line", "none"))
    return {"language": person.languages[0], "language_how": how}


def _meet_unknown(rng: random.Random, calendar: Sequence[Slot], shifts: Shifts, n_people: int) -> None:
    """A fifth of all contacts: people met outside and indoors who are not known."""
    open_to_all = [n for n, slot in enumerate(calendar) if slot.zones]
    while n_people > 0:
        n = rng.choice(open_to_all)
        slot, group = calendar[n], min(n_people, rng.choice((1, 1, 1, 2, 2, 3)))
        shifts[n].append(
            PlannedContact(
                on=slot.on,
                person=None,
                n_people=group,
                gender_seen=rng.choice(("woman",) * 8 + ("man", "other", "")),
                zone=rng.choice(slot.zones),
                supplies=_supplies(rng, slot.kind, group, uses_needles=False),
                done=_some(rng, DONE_OF[slot.kind], 1),
            )
        )
        n_people -= group


def _supplies(rng: random.Random, kind: str, n: int, *, uses_needles: bool) -> dict[str, int]:
    given: dict[str, int] = {}
    if kind in OUTSIDE or kind == "indoor":
        given |= {"condoms": n * rng.choice((6, 12, 12, 24)), "lube": n * rng.choice((0, 3, 6))}
    if kind in OUTSIDE:
        given |= {"hot_drink": n * rng.choice((0, 1, 1, 2)), "food": n * rng.choice((0, 0, 1))}
    if kind == "drop_in":
        given |= {"hot_drink": n, "food": n * rng.choice((0, 1, 1)), "toiletries": rng.choice((0, 0, 1))}
    if uses_needles and kind in (*OUTSIDE, "drop_in") and rng.random() < 0.5:
        given |= {"needles_out": rng.choice((10, 20, 30)), "needles_in": rng.choice((0, 5, 10, 15))}
    if rng.random() < 0.03:
        given["alarm"] = 1
    return {code: amount for code, amount in given.items() if amount}


def _some(rng: random.Random, codes: Sequence[str], most: int) -> tuple[str, ...]:
    return tuple(sorted(rng.sample(codes, rng.randint(0, most))))
