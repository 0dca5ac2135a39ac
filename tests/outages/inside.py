"""What is done inside an installation of its own, in a process of its own: build, work or count. Prints JSON."""

import json
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

from tests.outages import on_a_day as on_a_day  # sets the clock

django.setup()

from django.core.management import call_command  # noqa: E402 - only after the settings are read
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests.outages import days  # noqa: E402
from tests.rooms.vault import counting  # noqa: E402
from tests.worlds import accept, make_project  # noqa: E402
from yarrow.contacts import actions  # noqa: E402
from yarrow.contacts.models import Contact  # noqa: E402
from yarrow.staff.actions import keys  # noqa: E402
from yarrow.vault import due, erasing, trail, working  # noqa: E402
from yarrow.vault.due import Kind  # noqa: E402

N_USERS, N_JOBS, BATCH = 5, 600, 3


def build() -> dict[str, Any]:
    """A live project with an open shift; how each of its workers' browsers asks, and what is due."""
    call_command("setup", verbosity=0)
    world, now = make_project(), timezone.now()
    manager, users = world.worker("manager"), []
    session = actions.open_session(project=world.project, by=world.worker("coordinator"), at=now, kind="van")
    for number in range(N_USERS):
        account = accept(world.project, "outreach", by=manager, at=now, name=f"Worker {number}")
        names = sorted(account.place.compartments)
        keys.grant_keys(project=world.project, membership=account.place, names=names, by=manager, at=now)
        users.append(days.cookie_of(account))
    return {
        "users": users,
        "sheet": world.project.url("contacts:shift_sheet", session.id),
        "list": world.project.url("people:list_people"),
    }


def ask() -> dict[str, Any]:
    """Work that is due from now on; the rows of it."""
    _know_the_kind()
    return {"asked": counting.ask_for(N_JOBS)}


def work() -> None:
    """A worker as `yarrow work` runs it, with one more kind of job, small portions and short pauses."""
    _know_the_kind()
    due.claim.__wrapped__.__defaults__ = (BATCH,)  # type: ignore[attr-defined]
    working.work(working.only_work_here(), pause=0.2)


def _know_the_kind() -> None:
    due.LEASE, due.PAUSES = timedelta(seconds=3), (timedelta(seconds=0.5),)

    def slowly(rows: list[Any], at: Any) -> None:
        counting.count(rows, at)
        time.sleep(0.1)

    due.carries(Kind(counting.NAME, "count", slowly))


def count(entry_ids: list[str]) -> dict[str, Any]:
    """What stands: each entry, everything, whether all of it opens, and whether trail and keyring agree with it."""
    project, by = days.project_and_manager()
    contacts = list(Contact.objects.of(project))
    standing = [str(one.entry_id) for one in contacts]
    opened = [one.sealed.open_unrecorded("identity.text_digest", by.unlocked) for one in contacts]
    return {
        "times": {one: standing.count(one) for one in entry_ids},
        "contacts": len(contacts),
        "opened": sum(map(bool, opened)),
        "trail": [str(one) for one in trail.verify(project.id)],
        "n_trail": trail.anchor(project.id)[0],
        "without_key": len(erasing.lost_places()),
        "keys_of_nothing": len(erasing.orphans(timezone.now() + timedelta(days=2))),
        "effects": counting.effects(),
    }


def main(what: str) -> None:
    if what == "work":
        work()
    elif what == "count":
        print(json.dumps(count(json.load(sys.stdin))))
    else:
        acts: dict[str, Callable[[], Any]] = {
            "build": build,
            "ask": ask,
            "morning": days.morning,
            "tally": days.tally,
        }
        print(json.dumps(acts[what]()))
    connection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
