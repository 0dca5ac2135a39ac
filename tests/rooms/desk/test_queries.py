"""What the desk's pages list, always within one project."""

import base64
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.desk.browser_sealing import Browser
from yarrow.contacts.errors import NotHere
from yarrow.desk import queries
from yarrow.desk.actions import settle_again
from yarrow.desk.devices import take_check
from yarrow.desk.errors import NotTaken
from yarrow.methods.refusals import Refusal
from yarrow.staff.actions.rekeying import rekey
from yarrow.vault import devices, inbox
from yarrow.vault.actors import Actor
from yarrow.vault.models import Compartment

pytestmark = pytest.mark.django_db
KIND = "test.note"


@pytest.fixture
def by(world):
    return world.worker("coordinator")


def leave(world, compartment="identity", at=None, entry_id=None, **payload):
    by = world.account("outreach").actor()
    return inbox.leave(
        world.project.id,
        compartment,
        kind=KIND,
        payload=payload or {"text": "x"},
        by=Actor(by.id, by.role),
        at=at or timezone.now(),
        entry_id=entry_id or uuid4(),
    )


@pytest.fixture
def refusing(monkeypatch):
    def refuse(payload, **about):
        raise Refusal("Not like this.")

    monkeypatch.setitem(inbox._openers, KIND, refuse)


def test_device_lines_put_those_in_use_first(world, by, browser):
    now = timezone.now()
    second = devices.add_device(
        world.project.id, name="Old phone", public_key=Browser().point, by=by, at=now + timedelta(hours=1)
    )
    devices.revoke_device(second, by=by, at=now + timedelta(hours=2))
    lines = queries.device_lines(world.project)
    assert [line.device.name for line in lines] == ["Van tablet", "Old phone"]
    assert {line.added_by for line in lines} == {"Sam Coordinator"}
    assert [line.n_left for line in lines] == [0, 0]


def test_device_in_finds_only_ones_own(world, browser):
    assert queries.device_in(world.project, browser.id).name == "Van tablet"
    assert queries.device_in(world.other.project, browser.id) is None
    assert queries.device_in(world.project, uuid4()) is None


def test_intake_keys_are_public_points_of_what_devices_seal_to(world):
    keys = queries.intake_keys(world.project)
    assert [key["compartment"] for key in keys] == ["identity", "notes"]
    for key in keys:
        assert set(key) == {"compartment", "key", "point"}
        assert len(base64.b64decode(key["point"])) == 65


def test_intake_keys_leave_out_a_retired_key(world):
    old = Compartment.current(world.project.id, "notes")
    Compartment.objects.filter(id=old.id).update(retired_at=timezone.now())
    assert [key["compartment"] for key in queries.intake_keys(world.project)] == ["identity"]


def test_waiting_lines_say_which_are_mine(world, by):
    early = timezone.now() - timedelta(hours=3)
    leave(world, at=early)
    leave(world)
    leave(world, "notes")
    lines = queries.waiting_lines(world.project, world.worker("outreach"))
    assert [(line.label, line.n, line.is_mine) for line in lines] == [
        ("Names and ways to reach", 2, True),
        ("Case notes", 1, False),
    ]
    assert lines[0].oldest_at == early
    assert all(line.is_mine for line in queries.waiting_lines(world.project, by))


def test_waiting_lines_of_a_locked_worker_are_nobodys(world):
    leave(world)
    account = world.account("coordinator")
    lines = queries.waiting_lines(world.project, Actor(account.worker.id, account.role))
    assert [line.is_mine for line in lines] == [False]


def test_look_lines_say_who_left_it(world, by, refusing):
    leave(world)
    inbox.open_waiting(world.project.id, by=by, at=timezone.now())
    line = queries.look_lines(world.project, by)[0]
    assert (line.left_by, line.is_mine, line.entry.state) == ("Sam Outreach", True, "needs_a_look")
    assert queries.look_lines(world.other.project, by) == []


def test_entry_in_finds_only_what_needs_a_look_here(world, by, refusing):
    entry = leave(world)
    assert queries.entry_in(world.project, entry.pk) is None
    inbox.open_waiting(world.project.id, by=by, at=timezone.now())
    assert queries.entry_in(world.project, entry.pk) == entry
    assert queries.entry_in(world.other.project, entry.pk) is None


def test_payload_of_a_damaged_entry_is_refused_in_a_sentence(world, by, refusing):
    entry = leave(world)
    assert queries.payload_of(entry, by) == {"text": "x"}
    entry.kind = "test.other"
    with pytest.raises(NotTaken, match="can't be read"):
        queries.payload_of(entry, by)


def settled(project, entry, by):
    return settle_again(project=project, by=by, at=timezone.now(), entry=entry, payload={"text": "y"})


def test_settle_again_keeps_the_id_of_an_entry_that_was_refused(world, by, refusing, monkeypatch):
    entry, seen = leave(world), []
    inbox.open_waiting(world.project.id, by=by, at=timezone.now())
    entry.refresh_from_db()
    monkeypatch.setitem(
        inbox._openers, KIND, lambda payload, **about: seen.append((payload, about["entry_id"]))
    )
    assert settled(world.project, entry, by)
    assert seen == [({"text": "y"}, entry.entry_id)]


def test_settle_again_says_when_it_is_refused_once_more(world, by, refusing):
    entry = leave(world)
    inbox.open_waiting(world.project.id, by=by, at=timezone.now())
    entry.refresh_from_db()
    assert not settled(world.project, entry, by)
    entry.refresh_from_db()
    assert entry.state == "needs_a_look"


def test_settle_again_of_another_projects_entry_finds_nothing(world, by, refusing):
    entry = leave(world)
    with pytest.raises(NotHere):
        settled(world.other.project, entry, by)


def test_take_check_knows_the_devices_of_its_project(world, by, browser):
    about = {"project_id": world.project.id, "by": by, "at": timezone.now(), "entry_id": uuid4()}
    assert take_check({"device": str(browser.id)}, **about) is None
    with pytest.raises(NotTaken):
        take_check({"device": str(uuid4())}, **about)
    with pytest.raises(NotTaken):
        take_check({"device": str(browser.id)}, **{**about, "project_id": world.other.project.id})


def test_intake_keys_are_the_new_ones_as_soon_as_a_key_is_renewed(world, by):
    before = queries.intake_keys(world.project)
    old = Compartment.current(world.project.id, "identity")
    rekey(
        project=world.project,
        name="identity",
        instead_of=old.id,
        by=by,
        at=timezone.now(),
    )
    after = queries.intake_keys(world.project)
    ids = [{key["compartment"]: key["key"] for key in keys} for keys in (before, after)]
    assert ids[0]["identity"] == str(old.id) != ids[1]["identity"]
    assert {key["point"] for key in before} != {key["point"] for key in after}
