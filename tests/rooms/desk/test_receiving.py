"""The receiving URL: signed, blind, receipted after the commit; and it tells a stranger nothing."""

import hashlib
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.rooms.desk.browser_sealing import Browser, seal
from yarrow.desk import receiving
from yarrow.vault import devices, inbox, trail
from yarrow.vault.models import Compartment, InboxEntry

pytestmark = pytest.mark.django_db
KIND = "test.note"


def leave(browser, entry_id, body, *, kind=KIND, signature=None, client=None):
    headers = {
        "Yarrow-Entry": str(entry_id),
        "Yarrow-Kind": kind,
        "Yarrow-Signature": signature if signature is not None else browser.sign(entry_id, kind, body),
    }
    client = client or Client(enforce_csrf_checks=True)
    return client.post(
        f"/in/{browser.id}/", body, content_type="application/octet-stream", headers=headers, secure=True
    )


@pytest.fixture
def entry_id():
    return uuid4()


@pytest.fixture
def envelope(identity, entry_id):
    return seal(identity, entry_id, KIND, {"text": "two women at the quay"})


def test_receive_entry_gives_a_receipt_for_what_is_stored(world, browser, entry_id, envelope):
    answer = leave(browser, entry_id, envelope)
    assert answer.status_code == 200
    assert answer.json() == {"entry_id": str(entry_id), "digest": hashlib.sha256(envelope).hexdigest()}
    entry = InboxEntry.objects.get()
    assert bytes(entry.envelope) == envelope and entry.left_by == browser.id
    assert not answer.cookies
    row = trail.rows_about(world.project.id, entry_id).get()
    assert (row.act, row.by_id, row.role) == ("vault.leave_entry", browser.id, "device")


def test_received_entry_opens_for_the_next_holder(world, browser, entry_id, envelope, monkeypatch):
    seen = []
    monkeypatch.setitem(inbox._openers, KIND, lambda payload, **about: seen.append((payload, about)))
    leave(browser, entry_id, envelope)
    settled = inbox.open_waiting(world.project.id, by=world.worker("outreach"), at=timezone.now())
    assert (settled.n_opened, settled.n_need_a_look) == (1, 0)
    payload, about = seen[0]
    assert payload == {"text": "two women at the quay"} and about["entry_id"] == entry_id


def test_receive_entry_twice_gives_the_same_receipt_and_one_entry(browser, entry_id, envelope):
    first, second = leave(browser, entry_id, envelope), leave(browser, entry_id, envelope)
    assert first.json() == second.json()
    assert InboxEntry.objects.count() == 1


def test_receive_entry_with_other_bytes_is_kept_as_a_conflict(browser, identity, entry_id, envelope):
    leave(browser, entry_id, envelope)
    other = seal(identity, entry_id, KIND, {"text": "three women"})
    answer = leave(browser, entry_id, other)
    assert answer.status_code == 200 and answer.json()["digest"] == hashlib.sha256(other).hexdigest()
    assert sorted(InboxEntry.objects.values_list("state", flat=True)) == ["conflict", "waiting"]


def test_unknown_revoked_and_badly_signed_are_answered_alike(world, browser, entry_id, envelope):
    other = Browser()
    wrong_key = leave(browser, entry_id, envelope, signature=other.sign(entry_id, KIND, envelope))
    unknown = leave(other, entry_id, envelope)
    garbled = leave(browser, entry_id, envelope, signature="%%%")
    empty = leave(browser, entry_id, envelope, signature="")
    device = devices.find(browser.id)
    devices.revoke_device(device, by=world.worker("coordinator"), at=timezone.now())
    revoked = leave(browser, entry_id, envelope)
    answers = [wrong_key, unknown, garbled, empty, revoked]
    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.content for answer in answers}) == 1
    assert not InboxEntry.objects.exists()


@pytest.mark.parametrize("changed", ["entry", "kind", "body"])
def test_a_signature_holds_for_one_entry_kind_and_body_only(browser, entry_id, envelope, changed):
    signature = browser.sign(entry_id, KIND, envelope)
    sent = {"entry": entry_id, "kind": KIND, "body": envelope}
    sent[changed] = {"entry": uuid4(), "kind": "test.other", "body": envelope + b" "}[changed]
    answer = leave(browser, sent["entry"], sent["body"], kind=sent["kind"], signature=signature)
    assert answer.status_code == 403


def test_another_projects_key_and_an_unknown_key_are_answered_alike(world, browser, entry_id):
    with world.other.inside():
        theirs = Compartment.current(world.other.project.id, "identity")
    nobodys = Compartment(id=uuid4(), project_id=uuid4(), name="identity", intake_public=theirs.intake_public)
    answers = [leave(browser, entry_id, seal(key, entry_id, KIND, {})) for key in (theirs, nobodys)]
    answers += [leave(browser, entry_id, body) for body in (b"not an envelope", b'{"v": 1, "key": 5}')]
    assert {answer.status_code for answer in answers} == {400}
    assert len({answer.content for answer in answers}) == 1
    assert not InboxEntry.objects.exists()


def test_another_projects_entry_id_tells_nothing(world, browser, entry_id, envelope):
    """The same id in another project is a fresh entry there: neither a conflict nor a receipt for ours."""
    leave(browser, entry_id, envelope)
    second = Browser()
    by = world.other.worker("coordinator")
    with world.other.inside():
        second.id = devices.add_device(
            world.other.project.id, name="Theirs", public_key=second.point, by=by, at=timezone.now()
        ).id
        theirs = Compartment.current(world.other.project.id, "identity")
    answer = leave(second, entry_id, seal(theirs, entry_id, KIND, {}))
    assert answer.status_code == 200
    for each in (world, world.other):
        with each.inside():
            assert InboxEntry.objects.get(project_id=each.project.id).state == "waiting"


def test_an_envelope_can_not_be_moved_to_another_entry(world, browser, identity, entry_id, monkeypatch):
    """Signed by our own device, but sealed for another entry id: kept, unreadable, and it needs a look."""
    monkeypatch.setitem(inbox._openers, KIND, lambda payload, **about: None)
    moved = seal(identity, uuid4(), KIND, {"text": "x"})
    good_id = uuid4()
    leave(browser, entry_id, moved)
    leave(browser, good_id, seal(identity, good_id, KIND, {"text": "y"}))
    settled = inbox.open_waiting(world.project.id, by=world.worker("outreach"), at=timezone.now())
    assert (settled.n_opened, settled.n_need_a_look) == (1, 1)
    look = inbox.look_at(
        inbox.needing_a_look(world.project.id).get(), by=world.worker("outreach"), at=timezone.now()
    )
    assert look.content is None and look.reason == inbox.UNREADABLE


def test_receive_entry_takes_64_kib_and_no_more(browser, entry_id, identity):
    body = seal(identity, entry_id, KIND, {"text": "x" * 40_000})
    assert len(body) < receiving.LARGEST
    assert leave(browser, entry_id, body).status_code == 200
    large = seal(identity, entry_id, KIND, {"text": "x" * 60_000})
    assert leave(browser, entry_id, large).status_code == 413
    assert InboxEntry.objects.count() == 1


@pytest.mark.parametrize("kind", ["", "x", "contacts.note; x", "a" * 70 + ".b", "../x.y"])
def test_receive_entry_takes_only_kinds_that_could_exist(browser, entry_id, envelope, kind):
    assert leave(browser, entry_id, envelope, kind=kind).status_code == 403


def test_receive_entry_slows_down_a_flood(browser, entry_id, envelope, monkeypatch):
    monkeypatch.setattr(receiving, "ENTRIES_A_MINUTE", 3)
    codes = [leave(browser, entry_id, envelope).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]


def test_receive_entry_takes_posts_only(browser):
    assert Client().get(f"/in/{browser.id}/", secure=True).status_code == 405
