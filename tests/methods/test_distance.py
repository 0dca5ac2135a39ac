"""Distance travelled: who moved, who stayed, of whom nothing is known; and tenancies that still hold."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from yarrow.methods.distance import FEW, Rated, Travelled, held_for, travelled

JAN = date(2026, 1, 5)


def rated(*said, person=1, domain="housing", rater="self"):
    """(days after the first of the period, step) each."""
    return [Rated(UUID(int=person), domain, rater, JAN + timedelta(days=day), step) for day, step in said]


@pytest.mark.parametrize(
    ("said", "move"),
    [
        (((0, 2), (30, 4)), "up"),
        (((0, 4), (30, 2)), "down"),
        (((0, 3), (30, 3)), "stayed"),
        (((0, 2), (10, 5), (30, 2)), "stayed"),
        (((0, 2),), "not_known"),
        (((0, None),), "not_known"),
        (((0, None), (30, 3)), "not_known"),
        (((0, 2), (30, None)), "not_known"),
        (((0, 1), (10, None), (20, 2)), "up"),
        (((0, 1), (10, 4), (20, None)), "up"),
        # Of one day the last answer holds: put right at once, it is no distance.
        (((0, 1), (0, 4)), "not_known"),
        (((0, 1), (0, 4), (9, 3)), "down"),
        (((0, 1), (9, 5), (9, None)), "not_known"),
    ],
)
def test_travelled_first_step_against_the_latest(said, move):
    found = travelled(rated(*said))[("housing", "self")]
    assert {name: getattr(found, name) for name in ("up", "stayed", "down", "not_known")} == {
        **dict.fromkeys(("up", "stayed", "down", "not_known"), 0),
        move: 1,
    }


def test_travelled_never_mixes_raters_domains_or_people():
    answers = [
        *rated((0, 1), rater="self"),
        *rated((30, 5), rater="worker"),
        *rated((30, 5), domain="money"),
        *rated((30, 5), person=2),
    ]
    found = travelled(answers)
    assert set(found) == {("housing", "self"), ("housing", "worker"), ("money", "self")}
    assert found["housing", "self"] == Travelled(not_known=2)
    assert all(one.up == one.down == one.stayed == 0 for one in found.values())


def test_travelled_counts_everybody_once():
    answers = [a for n in range(FEW) for a in rated((0, 2), (30, 1 + n % 3), person=n)]
    answers += rated((0, 2), person=99)
    found = travelled(answers)["housing", "self"]
    assert (found.up, found.stayed, found.down, found.not_known) == (3, 3, 4, 1)
    assert found.n == FEW + 1 and found.n_known == FEW and not found.is_few


def test_travelled_few_are_few_by_those_known():
    assert Travelled(up=FEW - 1, not_known=50).is_few and not Travelled(up=FEW).is_few


def test_travelled_of_nobody_is_nothing():
    assert travelled([]) == {}


@pytest.mark.parametrize(
    ("until_on", "known_on", "today", "held"),
    [
        (None, date(2026, 7, 5), date(2026, 7, 5), True),
        (None, date(2026, 7, 4), date(2026, 12, 1), None),
        (None, date(2026, 3, 1), date(2026, 4, 1), None),
        (date(2026, 7, 4), date(2026, 7, 4), date(2026, 12, 1), False),
        (date(2026, 7, 5), date(2026, 7, 5), date(2026, 12, 1), True),
        (date(2026, 3, 1), date(2026, 3, 1), date(2026, 4, 1), False),
    ],
    ids=[
        "known on the day",
        "silence is no proof",
        "not yet",
        "ended a day before",
        "held that day",
        "ended early",
    ],
)
def test_held_for_six_months(until_on, known_on, today, held):
    assert held_for(JAN, until_on, known_on, 6, today) is held


@pytest.mark.parametrize(
    ("from_on", "months", "first_day_held"),
    [
        (date(2025, 8, 31), 6, date(2026, 3, 1)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2025, 12, 15), 12, date(2026, 12, 15)),
    ],
)
def test_held_for_months_of_any_length(from_on, months, first_day_held):
    before = first_day_held - timedelta(days=1)
    late = first_day_held + timedelta(days=300)
    assert held_for(from_on, before, before, months, late) is False
    assert held_for(from_on, first_day_held, first_day_held, months, late) is True
