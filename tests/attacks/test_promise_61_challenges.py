"""Whoever challenges a record learns nothing of whether there is one: not by the words, the size, or the work done."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.rooms.safety.conftest import NOW, SAID
from yarrow.pocket import challenging
from yarrow.safety import actions, challenges
from yarrow.safety.models import Offender
from yarrow.safety.told import read
from yarrow.vault import inbox
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

PROMISE = "A challenge to a record is answered in one way, whether there is one or not"
LISTED, NOT_LISTED = "07700 900123", "07700 900456"


@pytest.fixture
def address(world):
    act = {"project": world.project, "at": NOW}
    adviser = world.worker("adviser")
    actions.take_report(
        told=read(SAID, NOW.date()), way="phone", received_at=NOW, entry_id=uuid4(), by=adviser, **act
    )
    door = actions.open_challenges(by=world.worker("manager"), **act)
    return reverse("challenges:challenge", args=[door.token])


def seen(address, which):
    """What a visitor gets, and what was asked of the database for it, without what differs each time."""
    sent = {"which": which, "words": "That was not me", "reach": "", "entry_id": str(uuid4())}
    with CaptureQueriesContext(connection) as asked:
        page = Client().post(address, sent)
    headers = {name: value for name, value in page.headers.items() if "nonce" not in value}
    shapes = [re.sub(r"'[^']*'|\b[0-9a-f]{32}\b|\d+", "?", each["sql"])[:60] for each in asked]
    return page.status_code, page.content, headers, shapes


def test_challenge_of_what_is_listed_and_of_what_is_not_look_alike(world, address):
    seen(address, NOT_LISTED)  # whatever the first of a process does once
    assert seen(address, LISTED) == seen(address, NOT_LISTED)


def test_challenge_twin_that_looks_it_up_at_once_is_caught(world, address, monkeypatch):
    project, adviser = world.project, world.worker("adviser")

    def looked_up(found, sent, entry_id):
        rows = list(Offender.objects.filter(project=project))
        with reading(adviser, project.id, act="safety.show_challenge") as page:
            described = page.open_many(rows, "incident.described")
        is_listed = any(sent["which"] in one.value.get("phones", ()) for one in described.values())
        response = _taken(found, sent, entry_id)
        return challenging.showing.page("challenge", {}) if is_listed else response

    _taken = challenging._taken
    seen(address, NOT_LISTED)
    monkeypatch.setattr(challenging, "_taken", looked_up)
    assert seen(address, LISTED) != seen(address, NOT_LISTED)


def test_challenge_is_opened_by_no_key_but_that_to_reports(world, address):
    entry_id = uuid4()
    sent = {"which": LISTED, "words": "wrong", "reach": ""}
    actions.leave_challenge(
        sent=sent, project=world.project, by=Actor.system("challenge"), at=NOW, entry_id=entry_id
    )
    settled = inbox.open_waiting(world.project.id, by=world.worker("coordinator"), at=NOW)
    assert settled.n_opened == 0
    assert challenges.waiting(world.project) == (0, None)
    assert inbox.open_waiting(world.project.id, by=world.worker("adviser"), at=NOW).n_opened == 1
