"""Eleven hundred invented people of whom some are known twice, under the mistakes that records have."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from yarrow.methods.matching import Known

FIRST = """
Ana Maria Elena Ioana Andreea Mirela Daniela Cristina Alina Roxana Nicoleta Simona Larisa Denisa Georgiana
Sarah Emma Chloe Jessica Sophie Katie Lauren Megan Hannah Amy Rebecca Gemma Kelly Stacey Donna Tracy Michelle
Leanne Joanna Agnieszka Katarzyna Malgorzata Magdalena Ewa Monika Beata Dorota Justyna Renata Zofia Oksana
Svetlana Natalia Yulia Tatiana Irina Olga Svitlana Ludmila Fatima Aisha Khadija Amina Zainab Mei Ling Xiaomei
Nok Ploy Siriporn Thuy Linh Blessing Precious Joy Grace Patience Esther Juliana Camila Fernanda Bruna Larissa
Valentina Luciana Rosa Carmen Jade Amber Ruby Crystal Destiny Angel Scarlett Kim Jo Sam Alex Charlie Robin
Marcus Daniel Michael Andrei Luca
""".split()  # noqa: SIM905
LAST = """
Popescu Ionescu Popa Radu Dumitru Stan Stoica Gheorghe Rusu Munteanu Matei Marin Tudor Dobre Barbu Nistor
Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts
Green Hall Wood Jackson Clarke Nowak Kowalska Wisniewska Wojcik Kowalczyk Kaminska Lewandowska Zielinska
Szymanska Wozniak Ivanova Petrova Shevchenko Bondarenko Kovalenko Tkachenko Nguyen Tran Pham Wang Chen Zhang
Saetang Okafor Adeyemi Osagie Silva Santos Oliveira Souza Pereira Costa Fletcher Ashdown Mercer Hollis Pryor
Teague Vance Whitlock
""".split()  # noqa: SIM905
SETTINGS = ("street", "parlour", "independent", "online_adverts", "massage", "webcam")
SHORT = {"Joanna": "Jo", "Rebecca": "Becky", "Katarzyna": "Kasia", "Malgorzata": "Gosia", "Jessica": "Jess"}


@dataclass(frozen=True)
class Crowd:
    """The people, and the pairs that are one."""

    people: list[Known]
    twins: set[frozenset[str]]


def crowd(seed: int = 7, n: int = 1_100, n_twice: int = 110) -> Crowd:
    """`n` records, of which `n_twice` are somebody else's second one."""
    rng = random.Random(seed)
    people = [_person(rng, f"p{number:04d}") for number in range(n - n_twice)]
    _share_phones(rng, people)
    twins = set()
    for number, one in enumerate(rng.sample(people, n_twice)):
        again = _again(rng, one, f"q{number:04d}")
        people.append(again)
        twins.add(frozenset((one.key, again.key)))
    rng.shuffle(people)
    return Crowd(people, twins)


def _person(rng: random.Random, key: str) -> Known:
    """Half are known by a first name alone, four in ten with a birth date, half with a phone."""
    first = FIRST[min(int(rng.expovariate(1 / 28)), len(FIRST) - 1)]
    full = f"{first} {rng.choice(LAST)}"
    born = date(1960, 1, 1) + timedelta(days=rng.randrange(45 * 365)) if rng.random() < 0.5 else None
    if born and rng.random() < 0.15:
        born = born.replace(month=1, day=1)
    alias = (rng.choice(FIRST),) if rng.random() < 0.15 else ()
    return Known(
        key=key,
        names=(*((first,) if rng.random() < 0.45 else (first, full)), *alias),
        born_on=born,
        ways=(_phone(rng),) if rng.random() < 0.6 else (),
        numbers=(f"A{rng.randrange(10**6):06d}",) if rng.random() < 0.2 else (),
        gender=rng.choices(("woman", "man", "non_binary", ""), (80, 10, 3, 7))[0],
        settings=frozenset(rng.sample(SETTINGS, rng.choice((0, 1, 1, 1, 2)))),
    )


def _phone(rng: random.Random) -> str:
    return f"07{rng.randrange(10**9):09d}"


def _share_phones(rng: random.Random, people: list[Known]) -> None:
    """A parlour's phone that twelve give, and thirty pairs who share one."""
    house = _phone(rng)
    for place in rng.sample(range(len(people)), 12):
        people[place] = replace(people[place], ways=(house,))
    for _ in range(30):
        a, b = rng.sample(range(len(people)), 2)
        shared = _phone(rng)
        people[a], people[b] = replace(people[a], ways=(shared,)), replace(people[b], ways=(shared,))


def _again(rng: random.Random, one: Known, key: str) -> Known:
    """The same person written down by somebody else, who knew less of them and heard it otherwise."""
    name = rng.choice(one.names[:2])
    slip = rng.choice((_same, _same, _slip, _heard, _shortened, _turned))
    first = one.names[0]
    return Known(
        key=key,
        names=(slip(rng, name),) if rng.random() < 0.9 else (rng.choice(FIRST), first),
        born_on=_born(rng, one.born_on),
        ways=tuple(_written(rng, way) for way in one.ways if rng.random() < 0.8),
        numbers=tuple(number for number in one.numbers if rng.random() < 0.5),
        gender=one.gender if rng.random() < 0.9 else "",
        settings=one.settings if rng.random() < 0.7 else frozenset(),
    )


def _same(rng: random.Random, name: str) -> str:
    return name


def _slip(rng: random.Random, name: str) -> str:
    place = rng.randrange(1, max(len(name) - 1, 2))
    return name[:place] + name[place + 1 :] if len(name) > 4 else name


def _heard(rng: random.Random, name: str) -> str:
    swaps: tuple[tuple[str, str], ...] = (
        ("ph", "f"),
        ("ch", "sh"),
        ("c", "k"),
        ("w", "v"),
        ("ie", "i"),
        ("y", "i"),
    )
    for old, new in swaps:
        if old in name:
            return name.replace(old, new, 1)
    return name


def _shortened(rng: random.Random, name: str) -> str:
    first, _, rest = name.partition(" ")
    return f"{SHORT.get(first, first)} {rest}".strip()


def _turned(rng: random.Random, name: str) -> str:
    return " ".join(reversed(name.split()))


def _born(rng: random.Random, born: date | None) -> date | None:
    if born is None or rng.random() < 0.25:
        return None
    draw = rng.random()
    if draw < 0.1 and born.day <= 12:
        return born.replace(day=born.month, month=born.day)
    if draw < 0.2:
        return born.replace(year=born.year + rng.choice((1, 2)) if born.day < 29 else born.year)
    return born


def _written(rng: random.Random, way: str) -> str:
    how: tuple[Callable[[str], str], ...] = (
        lambda text: text,
        lambda text: f"+44 {text[1:5]} {text[5:]}",
        lambda text: f"{text[:5]} {text[5:8]} {text[8:]}",
    )
    return rng.choice(how)(way)
