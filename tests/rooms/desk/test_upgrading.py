"""An installation that began with the first version of every room is brought up to date with its people in it."""

from contextlib import nullcontext

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from tests.attacks import town
from tests.attacks.disk import installation
from tests.hurrying import hurrying
from tests.rooms.vault.homes import at_home, backup
from tests.worlds import _build
from yarrow.people.actions import add_person, erase_person
from yarrow.people.models import Person
from yarrow.vault import append_only, doctor, forgetting, keyring, ledgers, trail
from yarrow.vault.backups.restoring import Asked, restore
from yarrow.vault.errors import NoGrant
from yarrow.vault.sealing_model import SealedModel, sealed_fields

# Rooms from the top down, so that none is taken back under another's feet.
ROOMS = ("evaluation", "contacts", "people", "vault")
pytestmark = pytest.mark.sqlite_only(reason="it works with files of its own")


@pytest.fixture
def old(transactional_db, settings, tmp_path, monkeypatch):
    """A home with what the first version knew, taken back to the first migration of each room; what it said before.

    Without merged records: what a later version did with rows of the first is no state that the first could be in.
    """
    with installation(tmp_path / "home", settings, monkeypatch):
        world = _build("small", True, None, {})
        given = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
        ayo = town._someone(world, given, word)
        for part in (town._about, town._met):
            part(ayo, given, word)
        town._vault(world, given, word)
        gone = add_person(called="Gone", **given)
        erase_person(person=gone, reason="asked", **given)
        said = everything_said(world)
        with hurrying():
            for room in ROOMS:
                call_command("migrate", room, "0001", verbosity=0)
        # These records are a file of this test's own: nobody else's are taken back.
        yield world, {place: value for place, value in said.items() if stands(place)}, gone.pk


def word(name):
    return f"words of {name}"


def everything_said(world):
    """(model, row, field) → value, of every sealed field that the adviser or the co-ordinator can open."""
    readers = [world.worker(role).unlocked for role in ("coordinator", "adviser")]
    found = {}
    for model in apps.get_models():
        for field in sealed_fields(model) if issubclass(model, SealedModel) else []:
            for row in model._base_manager.exclude(**{field.name: None}):
                found[(model, row.pk, field.name)] = opened(row, field, readers)
    return found


def opened(row, field, readers):
    for unlocked in readers:
        try:
            return row.sealed.open_unrecorded(f"{field.compartment}.{field.name}", unlocked)
        except NoGrant:
            continue
    return None


def stands(place):
    """Whether the database has this column at this moment."""
    model, _pk, name = place
    table, column = model._meta.db_table, model._meta.get_field(name).column
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return False
        return column in {each.name for each in connection.introspection.get_table_description(cursor, table)}


def check_whole(world, said, gone):
    """Everything that stood in the old installation opens as it was, nothing is at risk, and who was erased is."""
    forgetting.catch_up(timezone.now())
    now = everything_said(world)
    assert {place: now.get(place) for place in said} == said
    assert len({model for model, _pk, _name in said}) >= 5 and len(said) > 15
    assert Person.objects.get(pk=gone).called is None
    assert trail.verify(world.project.id) == []
    assert not append_only.wanted(connection) - append_only.standing(connection)
    assert not ledgers.missing(connection)
    assert not [
        risk for risk in doctor.risks(timezone.now()) if "no key" in risk.what or "missing" in risk.what
    ]


def applied():
    return set(MigrationRecorder(connection).applied_migrations())


# Drawing every model anew at each of fifty steps is nine tenths of it: test_serving does that with a new installation,
# `make test-slow` with this one.
@pytest.mark.parametrize("drawing", [hurrying, pytest.param(nullcontext, marks=pytest.mark.slow)])
def test_upgrade_of_a_populated_installation_keeps_everything_and_may_be_repeated(old, drawing):
    world, said, gone = old
    assert ("people", "0002_merging") not in applied()
    with drawing():
        call_command("setup", verbosity=0)
    check_whole(world, said, gone)
    after, keys = applied(), keyring.count()
    assert ("people", "0002_merging") in after
    call_command("setup", verbosity=0)
    assert (applied(), keyring.count()) == (after, keys)
    check_whole(world, said, gone)
    # And work goes on.
    given = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    assert add_person(called="Later", **given).pk


def test_backup_of_an_older_version_is_brought_up_to_date_when_it_is_restored(old, settings, tmp_path):
    world, said, gone = old
    taken = backup(tmp_path, timezone.now())
    with at_home(tmp_path / "new", settings):
        with hurrying():
            done = restore(Asked(taken.records, taken.keyring), at=timezone.now())
        assert done.n_cleared == 1
        check_whole(world, said, gone)
    assert ("people", "0002_merging") not in applied()
