"""The doctor and PostgreSQL's own promises: a commit stays, and another server has it before it is told."""

import pytest
from django.db import connection
from django.utils import timezone

from yarrow.vault import lasting

pytestmark = pytest.mark.django_db
SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "synchronous_standby_names": ""}


def found(monkeypatch, host="db", **differs):
    """What is found in a server with such settings."""
    monkeypatch.setattr(lasting, "_setting", {**SAFE, **differs}.__getitem__)
    monkeypatch.setitem(connection.settings_dict, "HOST", host)
    return [each.what for each in lasting.lasting(timezone.now())]


@pytest.mark.sqlite_only(reason="a file has none of these settings")
def test_file_is_not_looked_at(monkeypatch):
    assert found(monkeypatch, fsync="off") == []


@pytest.mark.postgres_only(reason="they are PostgreSQL's settings")
@pytest.mark.parametrize(
    ("differs", "names"),
    [
        ({}, []),
        ({"fsync": "off"}, ["fsync"]),
        (
            {"synchronous_commit": "off", "full_page_writes": "off"},
            ["full_page_writes", "synchronous_commit"],
        ),
        ({"host": "one,two"}, ["waits for no other"]),
        ({"host": "one,two", "synchronous_standby_names": "*"}, []),
        ({"host": "one,two", "synchronous_standby_names": "*", "synchronous_commit": "local"}, ["no other"]),
    ],
)
def test_server_that_may_forget_is_found(monkeypatch, differs, names):
    said = found(monkeypatch, **differs)
    assert len(said) == len(names) and all(name in words for name, words in zip(names, said, strict=True))


@pytest.mark.postgres_only(reason="they are PostgreSQL's settings")
def test_settings_are_the_server_s_own():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = 'off'")
    assert "PostgreSQL runs with synchronous_commit off." in [
        each.what for each in lasting.lasting(timezone.now())
    ]
    assert lasting._setting(lasting.FOLLOWS) == ""
