"""Registers of another generator, with other habits than the one that weights are learnt on: codes nobody trained,
almost nothing said, a flood from one source, a hotel's switchboard, hire cars, plates of another country."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from yarrow.methods.incidents import Book, Described

SWITCHBOARD, HIRE_PLATE = "+40 21 402 0000", "B 777 HRT"
PLACES = [f"sector-{n}" for n in range(1, 7)]
GAITS, VOICES = ["stoops", "strides", "shuffles"], ["hoarse", "soft", "loud", "foreign"]


def register(n, seed, *, said=0.5, chance=None):
    """`n` reports of `n // 3` men: (descriptions, key → man). Codes are of no list, plates and numbers Romanian."""
    chance = chance or random.Random(seed)
    men = [_man(chance) for _ in range(max(1, n // 3))]
    found, truth = [], {}
    for number in range(n):
        man = chance.randrange(len(men))
        key = f"{seed}/{number}"
        found.append(_report(key, men[man], chance, said))
        truth[key] = man
    return found, truth


def _man(chance):
    return {
        "phone": f"07{chance.randrange(20_000_000, 99_999_999):08d}",
        "plate": f"{chance.choice(['B', 'CJ', 'IS'])} {chance.randrange(10, 99)} "
        + "".join(chance.choices("ABCDEFGHJKLMNPRSTUVXYZ", k=3)),
        "gait": chance.choice(GAITS),
        "voice": chance.choice(VOICES),
        "place": chance.choice(PLACES),
        "age": chance.randrange(20, 65),
    }


def _report(key, man, chance, said):
    def says():
        return chance.random() < said

    return Described(
        key,
        report=key,
        phones=(man["phone"],) if says() else (),
        plates=(man["plate"].lower(),) if says() else (),
        age=(man["age"] - 4, man["age"] + 6) if says() else None,
        traits={name: man[name] for name in ("gait", "voice") if says()},
        place=man["place"] if says() else "",
        day=date(2025, 1, 1) + timedelta(days=chance.randrange(600)) if says() else None,
    )


def book_of(described, region="RO"):
    book = Book(region=region)
    for one in described:
        book.add(one)
    return book


def first(book, one, n=5):
    return [other.key for other in book.likest(one, n)]


def hit(described, truth, n=5):
    """Of those that share a number or a plate with a mate: for how many a mate is among the first `n`."""
    book, asked, right = book_of(described), 0, 0
    for one in described:
        mates = {key for key, man in truth.items() if man == truth[one.key]} - {one.key}
        shared = {
            other.key
            for other in described
            if set(other.phones) & set(one.phones) or set(other.plates) & set(one.plates)
        }
        if mates & shared:
            asked += 1
            right += bool(mates & set(first(book, one, n)))
    return right / max(asked, 1), asked


def test_numbers_and_plates_of_another_country_find_their_mates():
    share, asked = hit(*register(240, seed=1))
    assert asked > 60 and share > 0.97


@pytest.mark.parametrize("said", [0.0, 0.02, 0.1])
def test_reports_that_say_almost_nothing_are_not_suggested_for_it(said):
    described, truth = register(300, seed=2, said=said)
    book = book_of(described)
    for one in described:
        for other in book.likest(one, 5):
            if other.is_suggested:
                assert truth[other.key] == truth[one.key]


def with_number(described, number, every=2):
    return [replace(one, phones=(number,)) if n % every == 0 else one for n, one in enumerate(described)]


def test_a_number_that_very_many_share_suggests_nobody():
    """The switchboard of a hotel: half of the reports have it, and it is nobody's."""
    described, _truth = register(300, seed=3, said=0.3)
    shared = with_number(described, SWITCHBOARD)
    book = book_of(shared)
    alone = Described("q", report="q", phones=(SWITCHBOARD,))
    assert not any(other.is_suggested for other in book.likest(alone, 5))
    (reason,) = book.beside(alone, [shared[0].key])[0].reasons
    assert reason.bits < 1 and reason.n_alike > 100


def test_a_number_that_very_many_share_does_not_hide_the_mate_behind_it():
    described, _truth = register(300, seed=4, said=0.3)
    shared = with_number(described, SWITCHBOARD)
    mate = Described("mate", report="mate", phones=(SWITCHBOARD,), plates=("CJ 42 XYZ",))
    asked = Described("q", report="q", phones=(SWITCHBOARD,), plates=("CJ 42 XYZ",))
    assert first(book_of([*shared, mate]), asked, 1) == ["mate"]


def test_a_hire_car_that_many_drove_is_worth_less_than_somebodys_own():
    described, _truth = register(200, seed=5)
    hired = [replace(one, plates=(HIRE_PLATE,)) if n % 5 == 0 else one for n, one in enumerate(described)]
    own = Described("own", report="own", plates=("IS 55 QQQ",))
    book = book_of([*hired, own])
    for asked, least, most in ((HIRE_PLATE, -2, 5), ("IS 55 QQQ", 8, 20)):
        best = book.likest(Described("q", report="q", plates=(asked,)), 1)[0]
        assert least <= best.bits <= most, asked


def flooded(n, source="flood"):
    """The same report over and over, with small differences, as one source sends it."""
    chance = random.Random(6)
    return [
        Described(
            f"{source}-{number}",
            report=f"{source}-{number}",
            source=source,
            phones=("0722 111 333",),
            age=(30 + chance.randrange(3), 36),
            traits={"gait": "stoops", "voice": "hoarse"},
            place="sector-1",
        )
        for number in range(n)
    ]


def test_a_flood_from_one_source_is_one_voice():
    """It neither makes what it says common for others, nor takes every place among the first five."""
    described, _truth = register(200, seed=7)
    mate = Described(
        "mate", report="mate", source="elsewhere", phones=("0722 111 333",), traits={"gait": "strides"}
    )
    asked = Described("q", report="q", source="asks", phones=("0722 111 333",), traits={"gait": "stoops"})
    quiet = book_of([*described, *flooded(1), mate]).likest(asked, 5)
    loud = book_of([*described, *flooded(150), mate]).likest(asked, 5)
    assert "mate" in [one.key for one in loud] and "mate" in [one.key for one in quiet]
    bits = {one.key: one.bits for one in quiet}["mate"], {one.key: one.bits for one in loud}["mate"]
    assert abs(bits[0] - bits[1]) < 2.5
    assert sum(one.key.startswith("flood") for one in loud) <= 2


@pytest.mark.parametrize(("n_floods", "n"), [(1, 3), (2, 5), (3, 7), (12, 25)])
def test_floods_from_several_sources_push_nobody_out(n_floods, n):
    floods = [one for flood in range(n_floods) for one in flooded(40, source=f"flood {flood}")]
    mate = Described("mate", report="mate", source="elsewhere", phones=("0722 111 333",))
    asked = Described("q", report="q", source="asks", phones=("0722 111 333",), traits={"gait": "stoops"})
    shown = first(book_of([*floods, mate]), asked, n)
    told = [key.rpartition("-")[0] for key in shown if key != "mate"]
    assert "mate" in shown and len(shown) == n
    assert max(map(told.count, told)) == 2


def test_three_floods_leave_no_place_empty():
    floods = [one for flood in "xyz" for one in flooded(40, source=flood)]
    assert len(first(book_of(floods), replace(floods[0], key="q", report="q", source="asks"), 5)) == 5


def test_without_sources_everybody_is_one_of_their_own():
    described, _truth = register(120, seed=8)
    named = [replace(one, source=one.key) for one in described]
    for one, same in zip(described[:20], named[:20], strict=True):
        plain, told = book_of(described).likest(one, 5), book_of(named).likest(same, 5)
        assert [(x.key, x.bits) for x in plain] == [(x.key, x.bits) for x in told]
