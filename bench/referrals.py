"""Today among very many referrals: the page before they are there and after, in the same run, as a ratio.

All but the first are copies of one that the actions made: nothing of a referral without words is sealed.
"""

import copy
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import town as towns
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.worlds import client_of
from yarrow.agencies.actions import add_agency
from yarrow.referrals import actions
from yarrow.referrals.models import Move, Referral

ROUNDS, PART = 15, 5_000
# Of a hundred: silent, open and not yet expected, ended.
SILENT, OPEN = 4, 20


def measure(town: towns.Town, n: int) -> None:
    """A line for Today and one for what referrals came to."""
    home, today = f"/p/{town.world.project.code}", timezone.localdate()
    account = next(one for one in town.users if one.role in ("case_worker", "coordinator"))
    client = client_of(account)
    pages: dict[str, Callable[[], Any]] = {
        "today": lambda: client.get(f"{home}/"),
        "open": lambda: client.get(f"{home}/referrals/?whose=all"),
    }
    before = {page: _took(ask) for page, ask in pages.items()}
    _make(town, n, today)
    print(f"\namong {n:,} referrals {'before':>9} {'after':>9}    ratio   queries")
    for page, ask in pages.items():
        ask()
        with CaptureQueriesContext(connection) as ran:
            ask()
        n_queries, after = len(ran), _took(ask)
        print(
            f"  {page:<20} {before[page]:6.1f} ms {after:6.1f} ms   {after / before[page]:5.2f} ×   {n_queries:>4}"
        )


def _took(ask: Callable[[], Any]) -> float:
    """Milliseconds of the processor, the median of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        started = time.process_time()
        answer = ask()
        taken.append(time.process_time() - started)
        if answer.status_code != 200:
            raise SystemExit(f"{answer.status_code} is no page")
    return statistics.median(taken) * 1000


def _make(town: towns.Town, n: int, today: date) -> None:
    act: dict[str, Any] = town.act(timezone.now())
    agency = add_agency(name="Clinic by the Canal", kind="clinic", **act)
    first = actions.offer(person=town.people[0], agency=agency, need="sexual_health", **act)
    workers = [one.worker.id for one in town.users]
    rows = [
        _copy(first, town.people[place % len(town.people)], workers, place, today) for place in range(1, n)
    ]
    Referral.objects.bulk_create(rows, batch_size=PART)
    offered = first.moves.get()
    moves = [_moved(offered, row) for row in rows]
    Move.objects.bulk_create(moves, batch_size=PART)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy(first: Referral, person: Any, workers: list[Any], place: int, today: date) -> Referral:
    row = copy.copy(first)
    row.pk, row.person, row._state = uuid4(), person, copy.copy(first._state)
    row._state.adding = True
    row.worker = workers[place % len(workers)] if workers else first.worker
    row.offered_on = row.since_on = today - timedelta(days=place % 700)
    kind = place % 100
    row.state = "sent" if kind < OPEN else "completed"
    late = -(place % 60) - 1 if kind < SILENT else place % 40
    row.expected_on = today + timedelta(days=late) if kind < OPEN else None
    return row


def _moved(first: Move, referral: Referral) -> Move:
    row = copy.copy(first)
    row.pk, row.referral, row.person, row._state = uuid4(), referral, referral.person, copy.copy(first._state)
    row._state.adding = True
    return row
