"""Backups of records in PostgreSQL: its own programs copy them, into a database that is empty."""

import sqlite3
from dataclasses import replace

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from tests.rooms.vault.homes import backup
from tests.worlds import _build
from yarrow.methods.refusals import Refusal
from yarrow.people.actions import add_person
from yarrow.people.models import Person
from yarrow.vault import keyring, policies
from yarrow.vault.backups import archives, taking
from yarrow.vault.backups.restoring import Asked, restore

NOW = timezone.now()


@pytest.fixture
def home(transactional_db, settings, tmp_path):
    keyring.close()
    settings.HOME, settings.KEYRING = tmp_path / "home", tmp_path / "home" / "keyring.sqlite3"
    settings.ANCHORS = tmp_path / "home" / "anchors.jsonl"
    settings.HOME.mkdir(mode=0o700)
    yield settings.HOME
    keyring.close()


@pytest.fixture
def another_database(home, settings):
    """A second, empty database of the same server, which this process works with."""
    name = connection.settings_dict["NAME"]
    owner = settings.DATABASE_OWNER["USER"]
    with psycopg.connect(dbname="postgres", user=owner, autocommit=True) as server:
        server.execute("CREATE DATABASE put_back")
        yield lambda: _use("put_back")
        _use(name)
        # Not by force: that would need a right over PostgreSQL's own housekeeping.
        server.execute("DROP DATABASE put_back")


def backup_of_nothing(folder, settings):
    """A copy of a keyring in which nothing stands."""
    kept, settings.KEYRING = settings.KEYRING, folder / "nothing.sqlite3"
    files = taking._keyring_files(folder, taking._anchors(folder))
    manifest = taking._manifest(NOW, files[archives.KEYRING_FILE], files[archives.ANCHORS_FILE])
    path = folder / archives.name_of(archives.KEYRING, NOW)
    archives.write(path, replace(manifest, kind=archives.KEYRING), files)
    keyring.close()
    settings.KEYRING = kept
    return path


def _use(name):
    connection.close()
    connection.settings_dict["NAME"] = name


@pytest.mark.postgres_only(reason="SQLite's file is copied another way")
def test_backup_of_postgres_is_put_back_into_an_empty_database(home, another_database, settings, tmp_path):
    world = _build("small", True, None, {})
    by = world.worker("coordinator")
    ayo = add_person(project=world.project, by=by, at=NOW, called="Ayo")
    taken = backup(tmp_path, NOW)
    assert archives.check(taken.records).engine == "postgresql"
    with pytest.raises(Refusal, match="records here already"):
        restore(Asked(taken.records, taken.keyring), at=NOW)
    with pytest.raises(Refusal, match="new, empty database"):
        restore(Asked(taken.records, over=True), at=NOW)
    nothing = backup_of_nothing(tmp_path, settings)
    another_database()
    keyring.close()
    settings.HOME = tmp_path / "new"
    settings.KEYRING, settings.ANCHORS = settings.HOME / "keyring.sqlite3", settings.HOME / "anchors.jsonl"
    with pytest.raises(Refusal, match="no key in this keyring"):
        restore(Asked(taken.records, nothing), at=NOW)
    assert "people_person" not in connection.introspection.table_names()
    restore(Asked(taken.records, taken.keyring), at=NOW)
    assert policies.missing(connection) == set()
    person = Person.objects.get(pk=ayo.pk)
    assert (
        person.sealed.open_unrecorded("identity.called", world.account("coordinator").actor().unlocked)
        == "Ayo"
    )
    assert sqlite3.connect(settings.KEYRING).execute("SELECT COUNT(*) FROM subject_key").fetchone()[0] == 1


@pytest.mark.postgres_only(reason="SQLite has no roles")
def test_copying_and_setting_up_need_the_owner(home, tmp_path):
    with override_settings(DATABASE_OWNER={}):
        with pytest.raises(Refusal, match="YARROW_DATABASE_OWNER"):
            backup(tmp_path, NOW)
        with pytest.raises(CommandError, match="YARROW_DATABASE_OWNER"):
            call_command("setup")


@pytest.mark.postgres_only(reason="SQLite needs no program")
def test_backup_of_postgres_without_its_programs_is_refused(home, tmp_path, monkeypatch):
    monkeypatch.setattr(taking.shutil, "which", lambda _name: None)
    with pytest.raises(Refusal, match="install postgresql-client"):
        backup(tmp_path, NOW)
    assert not list(tmp_path.rglob("*.tar.gz*"))


@pytest.mark.postgres_only(reason="SQLite needs no program")
def test_backup_of_postgres_that_fails_says_so_and_leaves_nothing(home, tmp_path, monkeypatch):
    real = taking.run_postgres
    monkeypatch.setattr(
        taking, "run_postgres", lambda program, *more: real(program, "--no-such-thing", *more)
    )
    with pytest.raises(Refusal, match=r"pg_dump failed: .*no-such-thing"):
        backup(tmp_path, NOW)
    assert not list(tmp_path.rglob("*.tar.gz*"))
