"""Today among very many referrals, in the same run: before, after, and beside a bare view of the same rows.

All but the first are copies of one that the actions made: nothing of a referral without words is sealed.
"""

import copy
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import peer
import town as towns
from django.db import connection
from django.test import RequestFactory
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
    roles = ("coordinator", "case_worker")
    account = min((one for one in town.users if one.role in roles), key=lambda one: roles.index(one.role))
    client = client_of(account)
    pages: dict[str, Callable[[], Any]] = {
        "today": lambda: client.get(f"{home}/"),
        "open": lambda: client.get(f"{home}/referrals/?whose=all"),
    }
    before = {page: _took(ask) for page, ask in pages.items()}
    _make(town, n, today)
    asked, code = RequestFactory().get("/"), town.world.project.code
    bare = _took(lambda: (peer.show_today(asked, code), peer.silent(asked, code))[1])
    print(f"\namong {n:,} referrals {'before':>9} {'after':>9}    ratio     bare    ratio   queries")
    for page, ask in pages.items():
        ask()
        with CaptureQueriesContext(connection) as ran:
            ask()
        n_queries, after = len(ran), _took(ask)
        print(
            f"  {page:<20} {before[page]:6.1f} ms {after:6.1f} ms   {after / before[page]:5.2f} × "
            f"{bare:5.1f} ms   {bare / after:5.2f}   {n_queries:>4}"
        )
    _figures(client, home)


def _figures(client: Any, home: str) -> None:
    """Pages that count every referral: seconds, once, and what they ask the database."""
    for page in ("referrals/answers/", "referrals/gaps/"):
        started = time.process_time()
        with CaptureQueriesContext(connection) as ran:
            answer = client.get(f"{home}/{page}")
        took = time.process_time() - started
        if answer.status_code not in (200, 403):
            raise SystemExit(f"{answer.status_code} is no page")
        print(f"  {page:<20} {took:6.2f} s   {len(ran):>4} queries, {answer.status_code}")


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
