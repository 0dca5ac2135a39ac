"""An invented register of incident reports, with the truth of who did what: for measuring and for training.

Sparse as real ones are: a name in fewer than half of the reports, a number in half (one to four a man, some
mistyped, some only in part), a plate in 15 % (half of those in part), guesses of age and height, and decoys: others
of the same common name, the same make and colour of car, the same habit in the same area. All of it is invented.
"""

import json
import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from yarrow.methods.incidents import Described

_LISTS = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
NAMES, RARE_NAMES, MARKS, METHODS, KINDS, HOURS, FILLER = (
    _LISTS[name].split() for name in ("names", "rare_names", "marks", "methods", "kinds", "hours", "filler")
)
PHRASES: list[str] = _LISTS["phrases"]
TRAITS: dict[str, list[str]] = _LISTS["traits"]
# How often a trait is said, and how often what is said is right.
SAID: dict[str, float] = _LISTS["said"]
RIGHT: dict[str, float] = _LISTS["right"]


@dataclass(frozen=True)
class Corpus:
    """Reports in the order they came in, and for each description's key who it truly is about."""

    reports: list[Described]
    offender: dict[str, int]

    def mates(self) -> dict[str, set[str]]:
        """For every key that has any: the other keys of the same offender."""
        of: dict[int, set[str]] = {}
        for key, number in self.offender.items():
            of.setdefault(number, set()).add(key)
        return {key: of[n] - {key} for key, n in self.offender.items() if len(of[n]) > 1}


@dataclass(frozen=True)
class Settings:
    """How well people see and how much they say; a seed makes the same register again."""

    phone: float = 0.5
    alias: float = 0.44
    plate: float = 0.15
    mistyped: float = 0.06
    said: float = 1.0
    right: float = 1.0
    areas: int = 60
    years: int = 6


@dataclass
class _Man:
    number: int
    phones: list[str]
    handle: str
    names: list[str]
    plate: str
    age: int
    height: int
    traits: dict[str, str]
    marks: set[str]
    methods: list[str]
    kinds: list[str]
    area: int
    roams: float
    hours: str
    phrases: list[str]
    first: date
    months: int = 12


def corpus(n: int, seed: int = 1, settings: Settings | None = None) -> Corpus:
    """`n` reports of about half as many offenders, most of whom are reported once."""
    chance, how = random.Random(seed), settings or Settings()
    reports: list[Described] = []
    truth: dict[str, int] = {}
    number = 0
    while len(reports) < n:
        man = _man(number, chance, how)
        for _ in range(min(_times(chance), n - len(reports))):
            key = f"{seed}-{len(reports)}"
            reports.append(_report(man, key, chance, how))
            truth[key] = number
        number += 1
    chance.shuffle(reports)
    return Corpus(reports, truth)


def _times(chance: random.Random) -> int:
    """How often one man is reported: once for most, a dozen times for a few."""
    weights = [k**-2.5 for k in range(1, 13)]
    return chance.choices(range(1, 13), weights)[0]


def _draw(trait: str, chance: random.Random) -> str:
    pairs = [one.split() for one in TRAITS[trait]]
    return chance.choices([code for code, _ in pairs], [int(share) for _, share in pairs])[0]


def _phone(chance: random.Random) -> str:
    return f"07{chance.randrange(300_000_000, 999_999_999)}"


def _plate(chance: random.Random) -> str:
    letters = "ABCDEFGHJKLMNOPRSTUVWXY"
    year = chance.choice(range(5, 26)) + chance.choice((0, 50))
    return (
        chance.choice(letters)
        + chance.choice(letters)
        + f"{year:02d}"
        + "".join(chance.choices(letters, k=3))
    )


def _man(number: int, chance: random.Random, how: Settings) -> _Man:
    common = chance.choices(NAMES, [1 / (rank + 4) for rank in range(len(NAMES))], k=2)
    nick = [chance.choice(RARE_NAMES)] if chance.random() < 0.12 else []
    return _Man(
        number=number,
        phones=[_phone(chance) for _ in range(chance.choices((1, 2, 3, 4), (50, 28, 14, 8))[0])],
        handle=f"{chance.choice(NAMES)}{chance.choice(('_', '', '.'))}{chance.randrange(10, 999)}",
        names=[*nick, *dict.fromkeys(common)][: 1 + (chance.random() < 0.35)],
        plate=_plate(chance),
        age=min(70, max(18, round(chance.gauss(37, 10)))),
        height=round(chance.gauss(177, 7)),
        traits={trait: _draw(trait, chance) for trait in TRAITS},
        marks={mark for mark in MARKS if chance.random() < 0.09},
        methods=chance.sample(METHODS, 3),
        kinds=chance.choices(KINDS, (16, 12, 20, 24, 6, 9, 4, 4, 5), k=2),
        area=min(how.areas - 1, int(chance.expovariate(1 / (how.areas / 4)))),
        roams=chance.choice((0.1, 0.3, 0.7)),
        hours=chance.choices(HOURS, (6, 14, 30, 34, 16))[0],
        phrases=chance.sample(PHRASES, 2),
        first=date(2020, 1, 1) + timedelta(days=chance.randrange(365 * how.years)),
        months=chance.choice((2, 6, 12, 24, 48)),
    )


def _report(man: _Man, key: str, chance: random.Random, how: Settings) -> Described:
    day = man.first + timedelta(days=int(chance.random() * man.months * 30))
    beside = chance.choice((-1, 1)) if chance.random() < 0.2 else 0
    area = man.area + beside if chance.random() > man.roams else chance.randrange(how.areas)
    middle = man.age + (day - man.first).days // 365 + round(chance.gauss(0, 4))
    tall = man.height + round(chance.gauss(0, 5))
    says = chance.random
    return Described(
        key=key,
        report=key,
        phones=(_typed_phone(man, chance, how),) if says() < how.phone else (),
        plates=(_typed_plate(man, chance),) if says() < how.plate * how.said else (),
        online=(_typed_handle(man, chance),) if says() < 0.06 * how.said else (),
        names=(_typed_name(man, chance),) if says() < how.alias else (),
        age=(middle // 5 * 5, middle // 5 * 5 + 5) if says() < 0.8 * how.said else None,
        height=(tall - 3, tall + 3) if says() < 0.45 * how.said else None,
        traits={
            trait: code if says() < RIGHT[trait] * how.right else _draw(trait, chance)
            for trait, code in man.traits.items()
            if says() < SAID[trait] * how.said
        },
        marks=frozenset(mark for mark in man.marks if says() < 0.5 * how.said),
        methods=frozenset(
            [
                *(one for one in man.methods if says() < 0.45),
                *chance.sample(METHODS, chance.choice((0, 1, 1, 2))),
            ]
        ),
        kinds=frozenset([chance.choice(man.kinds)] if says() < 0.7 else [chance.choice(KINDS)]),
        place=f"z{area}" if says() < 0.9 else "",
        near=frozenset({f"z{area - 1}", f"z{area + 1}"}),
        day=day if says() < 0.95 else None,
        hours=man.hours if says() < 0.6 else chance.choice((*HOURS, "")),
        words=_told(man, chance),
    )


def _typed_phone(man: _Man, chance: random.Random, how: Settings) -> str:
    number = chance.choice(man.phones)
    if chance.random() < how.mistyped:
        place = chance.randrange(4, 11)
        return number[:place] + str(chance.randrange(10)) + number[place + 1 :]
    if chance.random() < 0.06:
        return "ends " + number[-chance.choice((3, 4, 4, 5, 6)) :]
    return number if chance.random() < 0.6 else f"+44 {number[1:5]} {number[5:]}"


def _typed_handle(man: _Man, chance: random.Random) -> str:
    if chance.random() < 0.1:
        return man.handle[:2] + man.handle[3:]
    return f"{man.handle}@example.com" if chance.random() < 0.2 else man.handle


def _typed_plate(man: _Man, chance: random.Random) -> str:
    if chance.random() < 0.5:
        slip = chance.random() < 0.06
        return man.plate if not slip else man.plate[:5] + chance.choice("BDPRX") + man.plate[6:]
    kept = chance.choice(("first", "last", "some"))
    if kept == "first":
        return man.plate[:4] + "*"
    if kept == "last":
        return "*" + man.plate[4:]
    return "".join(sign if chance.random() < 0.55 else "?" for sign in man.plate)


def _typed_name(man: _Man, chance: random.Random) -> str:
    name = chance.choice(man.names)
    if chance.random() < 0.08 and len(name) > 3:
        place = chance.randrange(1, len(name) - 1)
        return name[:place] + name[place + 1 :]
    return name if chance.random() < 0.85 else chance.choice(NAMES)


def _told(man: _Man, chance: random.Random) -> str:
    said = [phrase for phrase in man.phrases if chance.random() < 0.3]
    if chance.random() < 0.3:
        said.append(chance.choice(PHRASES))
    return " ".join([*chance.sample(FILLER, 20), *said])
