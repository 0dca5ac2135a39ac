"""A stolen session table logs nobody in and opens nothing."""

import base64
import json

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse

from tests.attacks.guessing import as_bytes
from yarrow.vault import sessions
from yarrow.vault.models import SealedSession

PROMISE = "A stolen session table logs nobody in and opens nothing."
LOCKED_TEXT = "unlock"


@pytest.fixture
def signed_in(world):
    """A worker at work, and the values of their session row as a thief copies them."""
    client = world.client("coordinator")
    assert client.get(world.project.url("people:list_people")).status_code == 200
    return client


def loot() -> set[str]:
    """Every stored value, and what it carries inside, in every spelling a cookie could take."""
    values: set[str] = set()
    for row in SealedSession.objects.values():
        for value in row.values():
            raw = as_bytes(value)
            values |= {raw.hex(), base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode()}
            values.add(raw.decode(errors="ignore"))
    for contents in SealedSession.objects.values_list("contents", flat=True):
        inner = signing.loads(contents, salt="django.contrib.sessions.SessionStore")
        values |= {str(value) for value in inner.values()} | {json.dumps(inner)}
    return {value for value in values if value.isascii() and "\x00" not in value and 0 < len(value) < 3000}


def state_with(world, session: str, seal: str = "") -> str:
    """What a browser with these cookies meets on a page that needs the key: out, locked or open."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    if seal:
        client.cookies[settings.SEAL_COOKIE_NAME] = seal
    answer = client.get(world.project.url("people:list_people"))
    if answer.status_code == 200:
        return "open"
    where = answer.headers.get("Location", "")
    return "locked" if where.startswith(reverse("entrance:unlock_session")) else "out"


def test_stolen_session_values_as_cookies_log_nobody_in(world, signed_in):
    values = loot()
    assert len(values) > 10
    assert {state_with(world, value) for value in values} == {"out"}
    assert {state_with(world, value, value) for value in values} == {"out"}


def test_stolen_session_id_without_its_seal_is_locked_and_ends_nothing(world, signed_in):
    session = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
    assert state_with(world, session) == "locked"
    assert {state_with(world, session, value) for value in loot()} == {"locked"}
    wrong = base64.urlsafe_b64encode(bytes(32)).decode()
    assert state_with(world, session, wrong) == "locked"
    # The worker whose session it is goes on as before.
    assert signed_in.get(world.project.url("people:list_people")).status_code == 200


def test_stolen_sessions_twin_with_ids_kept_as_they_are_is_caught(world, monkeypatch):
    monkeypatch.setattr(sessions, "hashed", lambda session_key: session_key)
    world.client("coordinator")
    assert "locked" in {state_with(world, value) for value in loot()}


def test_stolen_sessions_twin_with_the_seal_kept_is_caught(world, monkeypatch):
    client = world.client("coordinator")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    seal = client.cookies[settings.SEAL_COOKIE_NAME].value
    # The control off: the seal is written beside what it seals.
    row = SealedSession.objects.get(key_hash=sessions.hashed(session))
    SealedSession.objects.filter(pk=row.pk).update(pending_key=base64.urlsafe_b64decode(seal))
    assert "open" in {state_with(world, session, value) for value in loot()}
