"""Projects of a size, made through the actions: sealed fields, keyring and trail are real.

Only sessions are copied, from one that the actions made: nothing of an empty session is sealed. What is larger than
the actions make in an hour, `multiply` makes of it.
"""

import copy
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from tests.worlds import Account, World, accept, client_of, make_project
from yarrow.contacts import actions
from yarrow.contacts.models import Session
from yarrow.contacts.told import Told
from yarrow.people.actions import add_person, assign_key_worker
from yarrow.people.models import Person
from yarrow.staff.actions import keys
from yarrow.vault import fence, keyring, trail

YEARS, A_SESSION, AT_ONCE = 2, 40, 250
ROLES = ("case_worker", "outreach", "coordinator", "outreach", "peer")
STARTS = ("Ka", "Le", "Mi", "No", "Ro", "Sa", "Te", "Vi", "Be", "Da")
ENDS = ("na", "lia", "ra", "sha", "mi", "tte", "ry", "lou", "nka", "dra")


def invented(number: int) -> str:
    """A first and a family name that nobody has, the same for the same number."""
    digits = [number // 10**place % 10 for place in range(4)]
    first, last = STARTS[digits[0]] + ENDS[digits[1]], STARTS[digits[2]] + ENDS[digits[3]] + "son"
    return f"{first} {last.capitalize()}"


@dataclass
class Town:
    """One project while it is made: its world, chance, zones, people and those who will use it."""

    world: World
    n_people: int
    n_contacts: int
    n_users: int
    chance: random.Random
    people: list[Person] = field(default_factory=list)
    users: list[Account] = field(default_factory=list)

    def act(self, at: datetime, role: str = "coordinator") -> dict[str, object]:
        """The arguments that every action takes."""
        return {"project": self.world.project, "by": self.world.worker(role), "at": at}


@fence.gate()
def make(
    code: str, n_people: int, n_contacts: int, n_users: int, say: Callable[[str], None], *, times: int = 1
) -> Town:
    """A live project over two years, with an open session tonight, follow-ups, a cupboard and `n_users` workers.

    `times`: of the contacts only one in so many; `multiply.within` adds the others.
    """
    now = timezone.now()
    began = now - timedelta(days=365 * YEARS)
    town = Town(make_project(code, at=began), n_people, n_contacts, n_users, random.Random(code))
    _people(town, began)
    _workers(town, now)
    say(f"{code}: {n_people:,} people")
    sessions = _sessions(town, began, now)
    # Before the contacts: a count looks at everything that was given out until then.
    _cupboard(town, began, now)
    _contacts(town, sessions, n_contacts // times, say)
    _tonight(town, now)
    say(f"{code}: {n_contacts // times:,} contacts")
    return town


def _together(town: Town, numbers: range) -> Iterator[range]:
    """Parts of a long run, each in one transaction that waits for the disk once."""
    for start in range(0, len(numbers), AT_ONCE):
        with transaction.atomic():
            trail.hold(town.world.project.id)
            with keyring.together():
                yield numbers[start : start + AT_ONCE]


def _people(town: Town, began: datetime) -> None:
    act = town.act(began)
    for part in _together(town, range(town.n_people)):
        for number in part:
            met = (began + timedelta(days=number % 700)).date()
            told = {"called": invented(number), "first_met_on": min(met, began.date())}
            town.people.append(add_person(**act, **told))


def _workers(town: Town, now: datetime) -> None:
    manager = town.world.worker("manager")
    about = {"by": manager, "at": now, "project": town.world.project}
    for number in range(town.n_users):
        role = ROLES[number % len(ROLES)]
        account = accept(town.world.project, role, by=manager, at=now, name=f"Worker {number}")
        keys.grant_keys(membership=account.place, names=sorted(account.place.compartments), **about)
        town.users.append(account)
    for place, person in enumerate(town.people):
        if town.users and place % 5 < 2:
            worker = town.users[place % len(town.users)].worker
            assign_key_worker(**town.act(now), person=person, worker=worker)


def _sessions(town: Town, began: datetime, now: datetime) -> list[Session]:
    """Copies of one that was planned, opened and closed, spread over the years."""
    zones = [actions.add_zone(**town.act(began), label=label) for label in ("Docks", "Station", "Park")]
    act = town.act(began)
    first = actions.open_session(**act, kind="van", zones=[zones[0]])
    actions.close_session(**act, session=first)
    first.refresh_from_db()
    n = max(1, town.n_contacts // A_SESSION)
    days = [began.date() + timedelta(days=place * (365 * YEARS - 1) // n) for place in range(n)]
    rows = [first]
    for day in days[1:]:
        row = copy.copy(first)
        row.pk, row.planned_on, row._state = uuid4(), day, copy.copy(first._state)
        row._state.adding = True
        rows.append(row)
    Session.objects.bulk_create(rows[1:], batch_size=500)
    through = Session.zones.through
    placed = [through(session=row, zone=town.chance.choice(zones)) for row in rows[1:]]
    through.objects.bulk_create(placed, batch_size=500)
    return rows


def _contacts(town: Town, sessions: list[Session], n: int, say: Callable[[str], None]) -> None:
    done = 0
    for start in range(0, len(sessions), 25):
        some = sessions[start : start + 25]
        left = n - done
        each = -(-left // max(1, len(sessions) - start))
        told = [_told(town, session) for session in some for _ in range(each)][:left]
        at = timezone.now() - timedelta(days=(timezone.now().date() - some[-1].planned_on).days)
        entries = [(uuid4(), one) for one in told]
        actions.record_contacts(**town.act(at, "coordinator"), entries=entries)
        if done // 50_000 != (done + len(told)) // 50_000:
            say(f"  {done + len(told):,} contacts")
        done += len(told)


def _told(town: Town, session: Session) -> Told:
    """Somebody known, the regulars most, or people not known; a note now and then."""
    chance = town.chance
    known = chance.random() < 0.85
    return Told(
        session=session,
        person=town.people[int(len(town.people) * chance.random() ** 1.5)] if known else None,
        n_people=1 if known else chance.choice((1, 1, 2, 3)),
        supplies={"condoms": chance.choice((6, 12, 24)), "lube": chance.choice((0, 2, 4))},
        done=("listening",) if chance.random() < 0.4 else (),
        seemed=chance.choice(("", "fine", "worried")),
        note="Asked about the room on Mill Street." if chance.random() < 0.1 else "",
    )


def _tonight(town: Town, now: datetime) -> None:
    van = actions.open_session(**town.act(now), kind="van")
    entries = [(uuid4(), _told(town, van)) for _ in range(A_SESSION)]
    actions.record_contacts(**town.act(now), entries=entries)
    for person in town.people[:60]:
        due = now.date() - timedelta(days=town.chance.choice((0, 0, 1, 3)))
        actions.add_follow_up(**town.act(now), person=person, due_on=due, what="Ring back about the letter")


def _cupboard(town: Town, began: datetime, now: datetime) -> None:
    """A delivery and a count every month."""
    for month in range(YEARS * 12):
        on = began.date() + timedelta(days=30 * month)
        at = now - (now.date() - on)
        for supply in ("condoms", "lube"):
            line = {"supply": supply, "moved_on": on}
            actions.move_stock(**town.act(at), **line, what="delivery", n=20_000)
            actions.move_stock(**town.act(at), **line, what="count", n=9_000, reason="miscounted")


def users_of(town: Town) -> list[dict[str, object]]:
    """What the load needs of each worker: cookies, addresses they may open, words they look for."""
    project, chance = town.world.project, town.chance
    past = list(Session.objects.of(project).order_by("-planned_on").values_list("id", flat=True)[:30])
    found = []
    for number, account in enumerate(town.users):
        cookies = client_of(account).cookies
        # Their own caseload, and those on nobody's.
        theirs = [
            person.id
            for place, person in enumerate(town.people)
            if place % 5 >= 2 or place % len(town.users) == number
        ]
        found.append(
            {
                "cookie": "; ".join(f"{name}={one.value}" for name, one in cookies.items()),
                "code": project.code,
                "people": [str(key) for key in chance.sample(theirs, min(40, len(theirs)))],
                "sessions": [str(key) for key in past[1:]],
                "tonight": str(past[0]),
                # A digit and a letter of a code: about thirty of 5,000 have them, as many as a name finds.
                "signs": [person.code[3:5] for person in chance.sample(town.people, 20)],
                "names": [invented(chance.randrange(town.n_people)) for _ in range(20)],
            }
        )
    return found


def write_users(towns: list[Town]) -> Path:
    """The users of all towns, for the process that drives the load."""
    path = Path(settings.HOME) / "bench-users.json"
    found = []
    for town in towns:
        with town.world.inside():
            found += users_of(town)
    path.write_text(json.dumps(found), encoding="utf-8")
    # From here on others ask.
    connection.close()
    return path
