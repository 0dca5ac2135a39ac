"""What is measured: our pages against bare ones in the same run, and what sealing costs."""

import statistics
import time
from collections.abc import Callable
from uuid import uuid4

import peer
from django.test import Client, override_settings
from django.utils import timezone

from tests.worlds import World, make_project
from yarrow.contacts.actions import record_contact
from yarrow.people.actions import add_person
from yarrow.people.queries import find_people
from yarrow.vault.opening import reading

N_PEOPLE = 5_000
ROUNDS = 30


STARTS = ("Ka", "Le", "Mi", "No", "Ro", "Sa", "Te", "Vi", "Be", "Da")
ENDS = ("na", "lia", "ra", "sha", "mi", "tte", "ry", "lou", "nka", "dra")


def invented(number: int) -> str:
    """A first and a family name that nobody has, the same for the same number."""
    digits = [number // 10**place % 10 for place in range(4)]
    first, last = STARTS[digits[0]] + ENDS[digits[1]], STARTS[digits[2]] + ENDS[digits[3]] + "son"
    return f"{first} {last.capitalize()}"


def clocked(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median milliseconds of `work`, after one round to warm up."""
    work()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def line(what: str, ours: float, bare: float) -> None:
    """One ratio."""
    print(f"{what:<46} {ours:8.1f} ms {bare:8.1f} ms   {ours / bare:6.1f} ×")


def populate(world: World) -> None:
    """Five thousand invented people, through the action."""
    by, at = world.worker("outreach"), timezone.now()
    started = time.perf_counter()
    for number in range(N_PEOPLE):
        called = invented(number)
        add_person(project=world.project, by=by, at=at, called=called)
    each = (time.perf_counter() - started) * 1000 / N_PEOPLE
    print(f"{N_PEOPLE} people added through the action, {each:.1f} ms each")


def pages(world: World) -> None:
    """The list of people, and writing a contact down, beside their bare peers."""
    client, bare = world.client("outreach"), Client()
    address = world.project.url("people:list_people")
    by = world.worker("outreach")

    def ours() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")

    def contact() -> None:
        record_contact(
            project=world.project,
            by=by,
            at=timezone.now(),
            entry_id=uuid4(),
            kind="phone",
            supplies={},
            note="Well.",
        )

    with override_settings(ROOT_URLCONF=peer, MIDDLEWARE=[]):
        bare_list, bare_write = clocked(lambda: bare.get("/list/")), clocked(lambda: bare.post("/write/"))
    print(f"\n{'':<46} {'ours':>11} {'bare':>11}    ratio")
    line("a page of the list of people", clocked(ours), bare_list)
    line("writing one contact with a note", clocked(contact), bare_write)


def sealing(world: World) -> None:
    """What one sealed field costs, put and opened, and a search over every name."""
    by, project = world.worker("outreach"), world.project
    person = project.people.first()

    def put() -> None:
        for _ in range(100):
            person.sealed.put("identity.called", "Somebody to be called", by.unlocked)

    def opened() -> None:
        with reading(by, project.id, act="people.show_person", reason="") as page:
            page.open_many(project.people.all(), "identity.called")

    print(f"\nsealing one field            {clocked(put, 10) / 100 * 1000:8.0f} µs")
    everyone = clocked(opened, 5)
    print(
        f"opening one of {N_PEOPLE} fields   {everyone / N_PEOPLE * 1000:8.0f} µs   (all: {everyone:.0f} ms)"
    )
    search = clocked(lambda: find_people(by, project, "Leenah Micknason"), 5)
    print(f"finding a misspelt name in {N_PEOPLE}: {search:.0f} ms")


def measure() -> None:
    """Everything, in order."""
    world = make_project()
    populate(world)
    pages(world)
    sealing(world)
