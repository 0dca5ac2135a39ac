"""A large town on PostgreSQL in minutes: what the actions made, multiplied by statements of a role that no fence stops.

`within` fills a project that people work in: every copy of a contact is of somebody else, in the same session, and what
was sealed is opened and sealed again for its own place, so every page opens. The trail has a row for each session.
`copy_project` copies a whole project under other ids. Nobody works there, and nothing sealed there opens: it was sealed
for another place. What it is for is the size of the tables, and how what is in them is spread.

Triggers and foreign keys are left out while this runs; `finish` reckons what the triggers keep.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connections, models, transaction
from django.db.backends.postgresql.base import DatabaseWrapper
from django.utils import timezone
from town import Town

from yarrow.contacts import reckoning
from yarrow.contacts.models import Contact, Session
from yarrow.staff.models import Project
from yarrow.vault import keyring, policies, trail
from yarrow.vault.models import TrailRow
from yarrow.vault.sealing_model import sealed_fields

# How many places further on in the list of people the next copy's person is: as regular, most likely.
STRIDE = 7
# Every copy of a contact: its new id, and whose it is.
COPIED = """CREATE TEMP TABLE copied AS
SELECT c.id AS was, gen_random_uuid() AS id, other.person FROM contacts_contact c
CROSS JOIN generate_series(1, %s) AS k
LEFT JOIN placed mine ON mine.person = c.person_id
LEFT JOIN placed other ON other.n = (mine.n - 1 + k * %s) %% %s + 1
WHERE c.project_id = %s AND c.session_id <> ALL(%s)"""
PLACED = (
    "CREATE TEMP TABLE placed AS SELECT person, n FROM unnest(%s::uuid[]) WITH ORDINALITY AS t(person, n)"
)
# What of a contact is sealed: column → where.
SEALED = {field.column: f"{field.compartment}.{field.name}" for field in sealed_fields(Contact)}
HELD = f"num_nonnulls({', '.join(f'c.{name}' for name in SEALED)}) > 0"
COPY_OF = "FROM copied JOIN contacts_contact c ON c.id = copied.was"
# In a copied project every id is made of the one that it was.
OTHER_ID = "md5({column}::text || '{number}')::uuid"


@contextmanager
def unfenced() -> Iterator[Any]:
    """A connection of the cluster's superuser, without triggers and foreign keys."""
    entry = {**connections["default"].settings_dict, "USER": os.environ["YARROW_BENCH_BARE"]}
    made = DatabaseWrapper(entry, "bench")
    try:
        run(made, "SET session_replication_role = replica; SET work_mem = '256MB'")
        yield made
    finally:
        made.close()


def run(connection: Any, statement: str, *values: Any) -> list[Any]:
    """One statement, and what it answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def within(town: Town, times: int) -> None:
    """Until there are `times` as many contacts as the actions made, those of tonight aside."""
    project = town.world.project
    tonight = list(Session.objects.of(project).open().values_list("id", flat=True))
    with unfenced() as db:
        run(db, PLACED, [person.id for person in town.people])
        run(db, COPIED, times - 1, STRIDE, town.n_people, project.id, tonight)
        run(db, "CREATE INDEX ON copied (was); ANALYZE copied")
        _seal_again(town, db)
        _add_copies(db)
        run(db, "ANALYZE")
    _note_sessions(town)


def _add_copies(db: Any) -> None:
    """The rows of what stands in `copied` and, sealed, in `again`."""
    given = {"id": "copied.id", "entry_id": "gen_random_uuid()", "person_id": "copied.person"}
    given |= {name: f"again.{name}" for name in SEALED}
    columns = [field.column for field in Contact._meta.concrete_fields]
    what = ", ".join(given.get(name, f"c.{name}") for name in columns)
    copies = f"SELECT {what} {COPY_OF} LEFT JOIN again ON again.id = copied.id"
    run(db, f"INSERT INTO contacts_contact ({', '.join(columns)}) {copies}")
    for table, told in {"contactsupply": "kind, n", "contactdone": "kind"}.items():
        lines = f"contacts_{table} (contact_id, {told}) SELECT copied.id, {told} FROM contacts_{table} line"  # noqa: S608 - our names
        run(db, f"INSERT INTO {lines} JOIN copied ON copied.was = line.contact_id")


def _seal_again(town: Town, db: Any) -> None:
    """What was sealed, opened once and sealed for each of its copies' places, into the table `again`."""
    by, project = town.world.worker("coordinator"), town.world.project
    copies = run(db, f"SELECT copied.id, copied.person, copied.was {COPY_OF} WHERE {HELD}")
    opened = {
        was: {path: contact.sealed.open_unrecorded(path, by.unlocked) for path in SEALED.values()}
        for was, contact in Contact.objects.in_bulk({was for _id, _person, was in copies}).items()
    }
    run(db, f"CREATE TEMP TABLE again (id uuid, {', '.join(f'{name} bytea' for name in SEALED)})")
    with db.cursor() as cursor, cursor.copy("COPY again FROM STDIN") as lines, keyring.together():
        for copy_id, person, was in copies:
            copy = Contact(id=copy_id, project=project, person_id=person)
            for path in SEALED.values():
                copy.sealed.put(path, opened[was][path], by.unlocked)
            held = [getattr(copy, name) for name in SEALED]
            lines.write_row([copy_id, *(one.ciphertext if one else None for one in held)])


def _note_sessions(town: Town) -> None:
    """A row of the trail for each session's copies."""
    by, project, now = town.world.worker("coordinator"), town.world.project, timezone.now()
    with transaction.atomic():
        for _session in range(Session.objects.of(project).count()):
            trail.note(project.id, by=by, act="contacts.record_contacts", at=now)


def copy_project(project: Project, number: int) -> None:
    """The same project once more: every row of every table, under ids of its own."""
    with unfenced() as db:
        for statement in _copies(project.id, number):
            run(db, statement)


def _copies(project_id: UUID, number: int) -> Iterator[str]:
    fences = {each.table: each for each in policies.fences()}
    for model in [Project, *(one for one in _fenced())]:
        given = dict(_column(field, number, fences) for field in model._meta.concrete_fields)
        given = {name: what for name, what in given.items() if what}
        names, what = ", ".join(given), ", ".join(given.values())
        table = model._meta.db_table
        where = _condition(fences, table, project_id) if table in fences else f"id = '{project_id}'"
        # What may be there once only (the hash of an invitation) is not there again.
        yield f"INSERT INTO {table} ({names}) SELECT {what} FROM {table} WHERE {where} ON CONFLICT DO NOTHING"  # noqa: S608 - our names


def _fenced() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if policies.is_fenced(model) and model is not Project:
            yield model


def _column(field: Any, number: int, fences: dict[str, policies.Fence]) -> tuple[str, str]:
    """(column, what a copy has in it); nothing where the database counts."""
    column, target = f'"{field.column}"', field.related_model
    if isinstance(field, models.AutoField):
        return column, ""
    ours = target is not None and (target is Project or target._meta.db_table in fences)
    own = field.primary_key and target is None
    fence = fences.get(field.model._meta.db_table)
    # The vault knows projects as ids only.
    is_project = fence is not None and fence.column == field.column and not fence.parent
    if ours or own or is_project or (field.model is TrailRow and field.name == "subject"):
        return column, OTHER_ID.format(column=column, number=number)
    if field.model is Project and field.name == "code":
        return column, f"code || '-{number}'"
    return column, column


def _condition(fences: dict[str, policies.Fence], table: str, project_id: UUID) -> str:
    """Which rows of a table are of the project."""
    fence = fences[table]
    if not fence.parent:
        return f"{fence.column} = '{project_id}'"
    up = (
        f"id = '{project_id}'"
        if fence.parent == Project._meta.db_table
        else _condition(fences, fence.parent, project_id)
    )
    return f"{fence.column} IN (SELECT {fence.parents_key} FROM {fence.parent} WHERE {up})"  # noqa: S608 - our names


def finish() -> None:
    """What the triggers would have kept, reckoned of everything; then what the planner wants to know."""
    with unfenced() as db:
        reckoning.reckon_all(db)
        run(db, "VACUUM ANALYZE")
