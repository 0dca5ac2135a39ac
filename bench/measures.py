"""What is measured inside this process: queries a page, and what sealing and the trail cost of it."""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import town as towns
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from referrals import measure as among_referrals  # noqa: F401 - run.py asks for it here

from tests import weighing
from tests.worlds import client_of
from yarrow.people.queries import find_people
from yarrow.vault import books, keyring, opening, sealing, trail

ROUNDS = 15


def addresses(town: towns.Town, user: dict[str, Any]) -> dict[str, Callable[[Client], Any]]:
    """Page → asking for it."""
    home = f"/p/{town.world.project.code}"
    return {
        "today": lambda client: client.get(f"{home}/"),
        "list": lambda client: client.get(f"{home}/people/"),
        "person": lambda client: client.get(f"{home}/people/{user['people'][0]}/"),
        "session": lambda client: client.get(f"{home}/contacts/sessions/{user['sessions'][0]}/"),
        "sheet": lambda client: client.get(f"{home}/contacts/sessions/{user['tonight']}/sheet/"),
        "search": lambda client: client.post(f"{home}/people/search/", {"text": user["names"][0]}),
    }


@contextmanager
def timed(found: dict[str, float], name: str, owner: Any, function: str) -> Iterator[None]:
    """Add up what a function takes while the block runs."""
    before = getattr(owner, function)

    def around(*args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        try:
            return before(*args, **kwargs)
        finally:
            found[name] = found.get(name, 0.0) + time.perf_counter() - started

    setattr(owner, function, around)
    try:
        yield
    finally:
        setattr(owner, function, before)


def pages(town: towns.Town) -> None:
    """A line for each page: milliseconds in this process, of them sealing, keyring and trail; queries."""
    account = town.users[0]
    client, user = client_of(account), towns.users_of(town)[0]
    print(
        f"\n{'one page in this process':<26} {'all':>9} {'opening':>9} {'keyring':>9} {'trail':>9}   queries"
    )
    for page, ask in addresses(town, user).items():
        ask(client)
        with CaptureQueriesContext(connection) as ran:
            answer = ask(client)
        # Read at once: the next request empties the log.
        n_queries = len(ran)
        if answer.status_code != 200:
            raise SystemExit(f"{page} answered {answer.status_code}")
        rounds = [_one_round(client, ask) for _ in range(ROUNDS)]
        weight = sum(weighing.weigh(answer.content).values())
        of = {name: statistics.median(one.get(name, 0.0) for one in rounds) for name in ("all", *PARTS)}
        figures = " ".join(f"{of[name] * 1000:6.1f} ms" for name in ("all", *PARTS))
        print(f"  {page:<24} {figures}   {n_queries:>4}   {weight / 1024:5.1f} KiB")


PARTS = ("opening", "keyring", "trail")


def _one_round(client: Client, ask: Callable[[Client], Any]) -> dict[str, float]:
    found: dict[str, float] = {}
    with (
        timed(found, "opening", sealing, "open_sealed"),
        timed(found, "keyring", keyring, "find"),
        timed(found, "trail", trail, "note_look"),
    ):
        started = time.perf_counter()
        ask(client)
        found["all"] = time.perf_counter() - started
    return found


def searches(town: towns.Town) -> None:
    """What a search takes of the processor: with its book, after a name was written, after an erasure, without one."""
    by, project = town.world.worker("coordinator"), town.world.project
    name = towns.users_of(town)[0]["names"][0]
    person = project.people.exclude(called=None)[0]

    def write() -> None:
        person.sealed.put("identity.called", name, by.unlocked)
        person.save()

    def burn() -> None:
        books.burn(project.id, "identity")

    print(f"\na search among {project.people.count():,} people, processor alone")
    for before, what in ((bool, "book"), (write, "a name was written"), (burn, "the book was burnt")):
        print(f"  {what:<24} {_searched(town, name, before):6.1f} ms")
    fewest, books.FEWEST = books.FEWEST, sys.maxsize
    print(f"  {'each name by itself':<24} {_searched(town, name, bool):6.1f} ms")
    books.FEWEST = fewest


def _searched(town: towns.Town, name: str, before: Callable[[], Any]) -> float:
    """Milliseconds of CPU, the median of some rounds; each reader opens their keys anew, as a request does."""
    taken = []
    for _ in range(ROUNDS):
        before()
        by = town.world.worker("outreach")
        started = time.process_time()
        find_people(by, town.world.project, name)
        taken.append(time.process_time() - started)
    return statistics.median(taken) * 1000


def sealed_fields(town: towns.Town) -> None:
    """What one sealed field costs, put and opened."""
    by, project = town.world.worker("coordinator"), town.world.project
    person = town.people[0]
    started = time.perf_counter()
    for _ in range(500):
        person.sealed.put("identity.called", "Somebody to be called", by.unlocked)
    put = (time.perf_counter() - started) / 500
    some = list(project.people.all()[:2_000])
    started = time.perf_counter()
    with opening.reading(by, project.id, act="people.show_person") as page:
        page.open_many(some, "identity.called")
    opened = (time.perf_counter() - started) / len(some)
    print(f"\nsealing one field {put * 1e6:.0f} µs, opening one of {len(some):,} {opened * 1e6:.0f} µs")
