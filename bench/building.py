"""Which projects a bench needs, and making them."""

import argparse
import time

import multiply
import town as towns
from django.db import connection


def build(wanted: argparse.Namespace) -> list[towns.Town]:
    """The towns in which somebody works. Where contacts are multiplied, the other projects are copies of the last."""
    made: list[towns.Town] = []
    for number, (n_people, n_contacts) in enumerate(sizes(wanted)):
        started, n_users = time.perf_counter(), users_in(wanted, number)
        if n_users or wanted.times == 1:
            talks = say if number == 0 else quiet
            town = towns.make(f"bench-{number}", n_people, n_contacts, n_users, talks, times=wanted.times)
            made += [town]
            if wanted.times > 1:
                with town.world.inside():
                    multiply.within(town, wanted.times)
        else:
            multiply.copy_project(made[-1].world.project, number)
        say(f"project {number + 1}: {n_people:,} people, {n_contacts:,} contacts, "
            f"{time.perf_counter() - started:.0f} s")  # fmt: skip
    if wanted.times > 1:
        multiply.finish()
    multiply.run(connection, "ANALYZE" if connection.vendor == "postgresql" else "PRAGMA optimize=0x10002")
    return made


def sizes(wanted: argparse.Namespace) -> list[tuple[int, int]]:
    """(people, contacts) of each project: the largest, and the rest evenly."""
    people, contacts = int(wanted.people * wanted.share), int(wanted.contacts * wanted.share)
    if wanted.projects == 1:
        return [(people, contacts)]
    first = int(wanted.largest * wanted.share)
    each = (people - first) // (wanted.projects - 1)
    return [(n, contacts * n // people) for n in [first, *[each] * (wanted.projects - 1)]]


def users_in(wanted: argparse.Namespace, number: int) -> int:
    """Half of the users work in the largest project, the others in the next two, and nobody in the rest."""
    if wanted.projects == 1:
        return int(wanted.users)
    half = wanted.users // 2
    return {0: half, 1: half // 2, 2: wanted.users - half - half // 2}.get(number, 0)


def say(words: str) -> None:
    """For the largest, and for what is done."""
    print(words, flush=True)


def quiet(words: str) -> None:
    """For all projects but the first."""
