"""Invented people: names in eight languages, settings that change, ways to reach them."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from yarrow.demo.scales import SMALL, Scale
from yarrow.demo.town import WORDS, PlannedPerson, PlannedSetting

# Of sixty.
GENDERS = ("woman",) * 43 + ("man",) * 9 + ("non_binary",) * 5 + ("another",) + ("not_said",) * 2
GENDER_SAID = {"non_binary": ("non-binary", "enby", "neither"), "another": ("genderfluid",)}
N_TRANS = 8
KEYED, REACHED, CHANGING = 21, 38, 45
AGES = ("18_24", "25_34", "25_34", "35_44", "35_44", "45_54", "55_plus", "not_said")
FIRST_SETTINGS = (
    ("street",) * 9
    + ("parlour", "parlour", "shared_flat", "shared_flat", "independent", "independent")
    + ("online_adverts", "online_adverts", "massage", "dancing", "webcam", "outcalls")
)
LATER_SETTINGS = ("independent", "online_adverts", "subscription", "webcam", "outcalls", "shared_flat")
# Known by name to nobody, where there are more people than names to give.
UNNAMED_SHARE = 0.08
# Has no divisor in common with a thousand, so that a thousand people have a thousand numbers.
SPREAD = 617
# Places among sixty: somebody's partner, somebody's family, and where those who are under 18 begin.
PARTNER, FAMILY, YOUNG = 40, 44, 46
KEY_WORKERS = ("case_worker", "leaver", "case_worker", "coordinator", "leaver", "adviser")


def plan_people(
    rng: random.Random, start: date, today: date, scale: Scale = SMALL
) -> tuple[PlannedPerson, ...]:
    """The people in order of how often they are met."""
    genders = [GENDERS[_of_sixty(n, scale)] for n in range(scale.n_people)]
    rng.shuffle(genders)
    names = {gender: _names(rng, gender, genders.count(gender)) for gender in sorted(set(genders))}
    said = [n for n, gender in enumerate(genders) if gender != "not_said"]
    trans = set(rng.sample(said, N_TRANS * scale.n_people // len(GENDERS)))
    return tuple(
        _person(rng, number, genders[number], names[genders[number]], number in trans, (start, today, scale))
        for number in range(scale.n_people)
    )


def _of_sixty(number: int, scale: Scale) -> int:
    """Where somebody would stand among sixty people."""
    return number * len(GENDERS) // scale.n_people


def _names(rng: random.Random, gender: str, n: int) -> list[tuple[str, str]]:
    """(name, language) pairs to draw from; whoever comes after the last has not said a name.

    Where many share few names they are told apart as people do it: by an initial.
    """
    by_language = WORDS["names"].items()
    pairs = [(name, language) for language, lists in by_language for name in lists.get(gender, ())]
    rng.shuffle(pairs)
    if not pairs or n < 2 * len(pairs):
        return pairs
    more = [
        (f"{name} {chr(65 + rng.randrange(26))}.", language) for name, language in pairs * (n // len(pairs))
    ]
    rng.shuffle(more)
    return [*more[: round(n * (1 - UNNAMED_SHARE)) - len(pairs)], *pairs]


def _person(
    rng: random.Random,
    number: int,
    gender: str,
    names: list[tuple[str, str]],
    is_trans: bool,
    frame: tuple[date, date, Scale],
) -> PlannedPerson:
    start, today, scale = frame
    place = _of_sixty(number, scale)
    called, language = names.pop() if names else ("", rng.choice(("English", "English", "Romanian")))
    begins = first_day(rng, number, start, today, scale)
    apart = _apart(number, place, scale)
    settings = () if apart else _settings(rng, place, begins, today)
    keyed = (*KEY_WORKERS, *(key for key, role in scale.extra if role == "case_worker"))
    return PlannedPerson(
        number=number,
        called=called,
        gender=gender,
        gender_said=rng.choice(GENDER_SAID.get(gender, ("",))),
        trans="yes" if is_trans else rng.choice(("no", "", "")),
        languages=_languages(rng, language),
        interpreter="" if language == "English" else rng.choice(("no", "sometimes", "yes", "woman_only")),
        age_band=apart.get("age_band", rng.choice(AGES)),
        other_name=WORDS["other_names"].get(called.partition(" ")[0], ""),
        settings=settings,
        begins_on=begins,
        n_contacts=scale.counts[number],
        key_worker=keyed[number % len(keyed)] if place < KEYED else "",
        way=_way(rng, number) if place < REACHED and number % 5 else {},
        supported_as=apart.get("supported_as", "self"),
    )


def _apart(number: int, place: int, scale: Scale) -> dict[str, str]:
    """What is said of somebody who is counted apart; nothing of the others."""
    first_young = -(-YOUNG * scale.n_people // len(GENDERS))
    if first_young <= number < first_young + scale.n_young:
        return {"age_band": "under_18"}
    as_whose = {PARTNER: "partner", FAMILY: "family"}.get(place)
    return {"supported_as": as_whose} if as_whose else {}


def first_day(rng: random.Random, number: int, start: date, today: date, scale: Scale = SMALL) -> date:
    """The day from which a person can be met: those met often are known for long."""
    room = (today - start).days
    share = 0.25 if number < scale.n_often else 0.75 if number < scale.n_regular else 0.95
    return start + timedelta(days=int(rng.random() * room * share))


def _languages(rng: random.Random, first: str) -> tuple[str, ...]:
    if first == "English":
        return ("English",)
    return (first, "English") if rng.random() < 0.6 else (first,)


def _settings(rng: random.Random, place: int, begins: date, today: date) -> tuple[PlannedSetting, ...]:
    """One setting; a third change to another half-way, a few work in two at once."""
    code = rng.choice(FIRST_SETTINGS)
    draw = rng.random()
    half = begins + (today - begins) / 2
    if place < CHANGING and draw < 0.33 and (today - begins).days > 120:
        later = rng.choice([one for one in LATER_SETTINGS if one != code])
        return (_setting(rng, code, None, half), _setting(rng, later, half + timedelta(days=1), None))
    if draw < 0.5:
        second = rng.choice([one for one in LATER_SETTINGS if one != code])
        return (_setting(rng, code, None, None), _setting(rng, second, begins, None))
    return (_setting(rng, code, None, None),) if draw < 0.93 else ()


def _setting(rng: random.Random, code: str, from_on: date | None, until_on: date | None) -> PlannedSetting:
    own: Sequence[str] = WORDS["own_words"].get(code, ())
    return PlannedSetting(code, rng.choice(own) if own and rng.random() < 0.5 else "", from_on, until_on)


def _way(rng: random.Random, number: int) -> dict[str, Any]:
    """A way to reach; numbers are from the thousand that Ofcom keeps free for invented people, one for each."""
    if number % 6 == 1:
        return {
            "kind": "leave_word",
            "value": rng.choice(WORDS["leave_word"]),
            "safe_times": "",
            "cautions": (),
        }
    cautions = rng.choice((("never_text",), ("never_voicemail",), ("others_see", "never_name_project"), ()))
    return {
        "kind": "phone",
        "value": f"07700 900{(number * SPREAD + 41) % 1000:03d}",
        "safe_times": rng.choice(WORDS["safe_times"]),
        "cautions": cautions,
    }
