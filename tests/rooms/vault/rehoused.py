"""Records as a file, and empty PostgreSQL databases beside the one that the tests work with."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.contrib.auth.models import Group
from django.db import connection
from django.db.utils import ConnectionHandler
from django.test import override_settings
from django.utils import timezone

from tests import children
from tests.photos import photo
from tests.worlds import World, _build
from yarrow.contacts.actions import move_stock, take_back_movement
from yarrow.people.actions import add_paper, add_person, erase_person
from yarrow.vault import owning
from yarrow.vault.rehousing import tables

# The role that owns the tables (scripts/postgres.py).
OWNER = "yarrow_owner"


def live() -> World:
    """A project in which every kind of column gets something: sealed words and files, instants, days, JSON, rows
    that name rows of their own table."""
    world = _build("small", True, None, {})
    given: Any = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    people = [add_person(called=f"Ayo {n}", **given) for n in range(9)]
    for person in people[:6]:
        add_paper(person=person, title="letter", content=photo(), **given)
    erase_person(person=people[-1], reason="asked", **given)
    for _each in range(4):
        came = move_stock(supply="condoms", what="delivery", n=5, moved_on=timezone.now().date(), **given)
        take_back_movement(movement=came, **given)
    Group.objects.create(name="kept")
    return world


def write_file(path: Path) -> None:
    """The records of this process as an SQLite file, as this version keeps them there."""
    named = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}
    with closing(ConnectionHandler({"default": named})["default"]) as file:
        with file.schema_editor() as editor:
            for each in tables.tables():
                if not each.model._meta.auto_created:
                    editor.create_model(each.model)
        with file.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("PRAGMA defer_foreign_keys=ON")
            for each in tables.tables():
                _write_rows(file, cursor, each)
            # A number that was given out and went.
            cursor.execute("UPDATE sqlite_sequence SET seq = 41 WHERE name = 'auth_group'")
            cursor.execute("COMMIT")


def _write_rows(file: Any, cursor: Any, table: tables.Table) -> None:
    marks = ", ".join(["%s"] * len(table.fields))
    columns = ", ".join(map(file.ops.quote_name, table.columns))
    for rows in tables.every(connection, table):
        for row in rows:
            stored = [
                each.get_db_prep_save(value, file) for each, value in zip(table.fields, row, strict=True)
            ]
            cursor.execute(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", stored)


def change_file(path: Path, statement: str) -> None:
    """Somebody writes to the file."""
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(statement)


@contextmanager
def database(word: str, like: str = "template0") -> Iterator[str]:
    """A database of this name and process, made like another, which this process works with as its owner."""
    kept = {key: connection.settings_dict[key] for key in ("NAME", "USER")}
    name = f"{word}_{os.getpid()}"
    connection.close()
    with (
        psycopg.connect(dbname="postgres", user=OWNER, autocommit=True) as server,
        override_settings(DATABASE_OWNER={}),
    ):
        server.execute(f"CREATE DATABASE {name} TEMPLATE {like} ENCODING 'UTF8'")
        connection.settings_dict.update(NAME=name, USER=OWNER)
        try:
            with owning.as_owner():
                yield name
        finally:
            connection.close()
            connection.settings_dict.update(kept)
            # Not by force: that would need a right over PostgreSQL's own housekeeping. It waits for the killed.
            server.execute(f"DROP DATABASE {name}")


def killed_after(calls: int, module: Any, name: str, act: Callable[[], Any]) -> bool:
    """Run `act` in a child that is killed when it comes to its next call after `calls` calls of a function."""

    def counted_act() -> None:
        whole, left = getattr(module, name), [calls]

        def counted(*args: Any, **kwargs: Any) -> Any:
            if not left[0]:
                children.die()
            left[0] -= 1
            return whole(*args, **kwargs)

        setattr(module, name, counted)
        act()

    connection.close()
    return children.killed(counted_act)
