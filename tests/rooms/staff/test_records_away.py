"""PostgreSQL went: a calm page that keeps what was typed, and the next page goes on by itself, with no restart."""

import re
import socket
import time
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from django.db import OperationalError, close_old_connections, connection
from django.utils import timezone

from tests.worlds import make_project
from yarrow.contacts import actions
from yarrow.contacts.models import Contact
from yarrow.contacts.views import shift
from yarrow.staff.models import Worker
from yarrow.vault import trail
from yarrow.vault.sessions import SessionStore

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres_only(reason="a file does not go away by itself"),
]
OURS = {"sec-fetch-site": "same-origin"}
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def world():
    return make_project()


@pytest.fixture
def sheet(world):
    session = actions.open_session(
        project=world.project, by=world.worker("coordinator"), at=timezone.now(), kind="van"
    )
    return world.project.url("contacts:shift_sheet", session.id)


@pytest.fixture
def browser(world):
    """Somebody signed in, to whom a broken page is a page."""
    return world.client("outreach", raise_request_exception=False)


def end_connections():
    """What a server does to its connections when it goes, by another one of the same role.

    Only those to this test's own database: other tests run beside it.
    """
    entry = connection.settings_dict
    mine = (
        "FROM pg_stat_activity WHERE datname = current_database() "
        "AND usename = current_user AND pid <> pg_backend_pid()"
    )
    with psycopg.connect(dbname=entry["NAME"], user=entry["USER"], autocommit=True) as other:
        other.execute(f"SELECT pg_terminate_backend(pid) {mine}")
        ends = time.monotonic() + 10
        while other.execute(f"SELECT count(*) {mine}").fetchone()[0]:
            assert time.monotonic() < ends
            time.sleep(0.01)


def opened(browser, address):
    """A page as a server's process answers it: the test client leaves out what happens between requests."""
    close_old_connections()
    return browser.get(address, secure=True)


def sent(browser, address, fields):
    close_old_connections()
    return browser.post(address, fields, secure=True, headers=OURS)


@contextmanager
def nobody_there(*, listens=False):
    """Nobody listens where PostgreSQL should; or somebody does, and never says a word."""
    entry = connection.settings_dict
    kept = {key: entry[key] for key in ("HOST", "PORT")}
    connection.close()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        if listens:
            nobody.listen()
        entry.update(HOST="127.0.0.1", PORT=str(nobody.getsockname()[1]))
        try:
            yield
        finally:
            connection.close()
            entry.update(kept)


def met(**more):
    return {"who": "not_known:1", "supply_condoms": "6", "entry_id": str(uuid4()), "note": "Asks <b>", **more}


def test_connection_that_ended_between_two_pages_is_made_anew(browser, sheet):
    assert opened(browser, sheet).status_code == 200
    for _time in range(2):
        end_connections()
        assert opened(browser, sheet).status_code == 200


def test_twin_without_the_look_meets_the_ended_connection(browser, sheet, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", False)
    connection.close()
    assert opened(browser, sheet).status_code == 200
    end_connections()
    assert opened(browser, sheet).status_code == 503
    assert opened(browser, sheet).status_code == 200


def test_looking_costs_the_server_nothing(browser, sheet):
    assert opened(browser, sheet).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    connection.health_check_done = False
    asked = connection.connection.execute
    connection.connection.execute = lambda *_: pytest.fail("it was asked")
    try:
        assert connection.is_usable()
    finally:
        connection.connection.execute = asked


def test_page_while_away_is_calm_and_health_says_so(browser, client, sheet):
    with nobody_there():
        away = opened(browser, sheet)
        health = opened(client, "/health/")
    words = away.content.decode()
    assert away.status_code == 503 and "can't be reached just now" in words and f'href="{sheet}"' in words
    assert away["Retry-After"] == "10" and away["Cache-Control"] == "no-store"
    assert "Traceback" not in words and "psycopg" not in words and "<form" not in words
    assert (health.status_code, health.content) == (503, b"not ok\n")
    assert (opened(browser, sheet).status_code, opened(client, "/health/").content) == (200, b"ok\n")


def test_form_sent_while_away_is_kept_and_stands_once_when_sent_again(browser, sheet, world):
    token = FIELD.search(opened(browser, sheet).content.decode(), re.M)
    assert token and token[1] == "csrfmiddlewaretoken"
    fields = met(csrfmiddlewaretoken=token[2])
    with nobody_there():
        answers = [sent(browser, sheet, fields) for _time in range(2)]
    kept = dict(FIELD.findall(answers[1].content.decode()))
    assert [each.status_code for each in answers] == [503, 503]
    assert kept.pop("note") == "Asks &lt;b&gt;" and kept.items() <= fields.items() and len(kept) == 4
    assert "it is saved once" in answers[1].content.decode()
    for _time in range(2):
        assert sent(browser, sheet, {**kept, "note": "Asks <b>"}).status_code == 302
    assert Contact.objects.of(world.project).count() == 1 and trail.verify(world.project.id) == []


@pytest.mark.slow
def test_server_that_says_nothing_is_given_up(browser, client, sheet):
    for ask, address in ((browser, sheet), (client, "/health/")):
        with nobody_there(listens=True):
            started = time.monotonic()
            assert opened(ask, address).status_code == 503
            assert time.monotonic() - started < 15


def test_form_of_another_site_is_not_handed_back(browser, sheet):
    with nobody_there():
        words = browser.post(sheet, met(), secure=True).content.decode()
    assert "Asks" not in words and "go back one page" in words


def saved_and_lost(browser, sheet, monkeypatch):
    """It is saved, and the server goes before the page could say so."""

    def lose(_to):
        end_connections()
        Worker.objects.exists()

    fields = met()
    with monkeypatch.context() as patched:
        patched.setattr(shift, "redirect", lose)
        assert sent(browser, sheet, fields).status_code == 503
    return fields


def test_what_was_saved_and_not_said_stands_once_when_sent_again(browser, sheet, world, monkeypatch):
    fields = saved_and_lost(browser, sheet, monkeypatch)
    assert sent(browser, sheet, fields).status_code == 302
    assert Contact.objects.of(world.project).count() == 1


def test_twin_with_another_entry_id_stands_twice(browser, sheet, world, monkeypatch):
    fields = saved_and_lost(browser, sheet, monkeypatch)
    assert sent(browser, sheet, {**fields, "entry_id": str(uuid4())}).status_code == 302
    assert Contact.objects.of(world.project).count() == 2


def test_server_that_only_reads_is_left(browser, sheet):
    assert opened(browser, sheet).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    assert sent(browser, sheet, met()).status_code == 503
    assert sent(browser, sheet, met()).status_code == 302


def test_session_that_could_not_be_saved_was_not_ended_by_anybody():
    session = SessionStore()
    session.create()
    end_connections()
    with pytest.raises(OperationalError):
        session.save()


def test_fault_of_ours_is_still_called_one(browser, sheet, monkeypatch):
    monkeypatch.setattr(shift, "redirect", lambda _to: 1 / 0)
    answer = sent(browser, sheet, met())
    assert answer.status_code == 500 and b"our fault" in answer.content
