"""A tablet can only leave entries: it reads nothing, and from the moment it is revoked nothing of it is taken."""

import base64
import os
import re
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.attacks.night import Night
from tests.attacks.scanner import marker, scan_bytes
from tests.attacks.tablet import FORGETFUL, ONE_COPY, PLAIN, moments
from yarrow.desk import receiving
from yarrow.people.actions import left
from yarrow.vault import devices, intake
from yarrow.vault.models import Compartment, Device, InboxEntry

PROMISE = (
    "A lost tablet reads nothing and holds nothing readable, also after a crash, which loses nothing; "
    "once it is revoked nothing it sends is taken."
)


class Tablet:
    """What a tablet holds: a signing key, its id and the points it seals to."""

    def __init__(self, world):
        self.world, self.key = world, ec.generate_private_key(intake.CURVE)
        point = self.key.public_key().public_bytes(*intake._RAW)
        by = world.worker("coordinator")
        self.device = devices.add_device(
            world.project.id, name="Van tablet", public_key=point, by=by, at=timezone.now()
        )

    def send(self, word, entry_id=None):
        """Seal a person and send them to the receiving address; the answer."""
        entry_id, project_id = entry_id or uuid4(), self.world.project.id
        key = Compartment.current(project_id, "identity")
        now = timezone.now().isoformat()
        payload = {"said": {"called": word}, "written_at": now}
        content = {"kind": left.KIND, "entry_id": str(entry_id), "written_at": now, "payload": payload}
        place = intake.place_of(project_id, "identity", entry_id)
        envelope = intake.seal_envelope(bytes(key.intake_public), key.id, content, place)
        signed = devices.signed_message(entry_id, left.KIND, envelope)
        return Client().post(
            reverse("door:receive_entry", args=[self.device.id]),
            envelope,
            content_type="application/json",
            headers={
                "Yarrow-Entry": str(entry_id),
                "Yarrow-Kind": left.KIND,
                "Yarrow-Signature": base64.b64encode(self._sign(signed)).decode(),
            },
        )

    def _sign(self, message):
        r, s = decode_dss_signature(self.key.sign(message, ec.ECDSA(SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


@pytest.fixture
def tablet(world):
    return Tablet(world)


def test_tablets_entry_is_stored_blind_and_its_receipt_says_nothing(disk, world, tablet):
    word = marker()
    answer = tablet.send(word)
    assert answer.status_code == 200 and set(answer.json()) == {"entry_id", "digest"}
    assert disk.scan([word]) == [] and scan_bytes(answer.content, [word]) == []
    assert not answer.cookies


def test_tablet_reads_nothing_of_the_project(world, tablet):
    """It has no session: its key opens the receiving address alone."""
    for name in ("people:list_people", "desk:show_today", "contacts:list_sessions"):
        answer = Client().get(world.project.url(name), headers={"Yarrow-Signature": "x"})
        assert re.match(r".*/sign-in/", answer.headers["Location"])


def test_revoked_tablet_is_not_heard(world, tablet):
    devices.revoke_device(tablet.device, by=world.worker("coordinator"), at=timezone.now())
    strange = Tablet(world)
    strange.device = Device(id=uuid4())
    refused, unknown = tablet.send(marker()), strange.send(marker())
    assert refused.status_code == unknown.status_code >= 400
    assert refused.content == unknown.content and not InboxEntry.objects.exists()


def test_tablet_twin_without_revoking_is_caught(world, tablet, monkeypatch):
    monkeypatch.setattr(devices, "find", lambda device_id: Device.objects.filter(id=device_id).first())
    devices.revoke_device(tablet.device, by=world.worker("coordinator"), at=timezone.now())
    assert tablet.send(marker()).status_code == 200


def test_tablet_twin_without_sealing_is_caught(disk, world, tablet, monkeypatch):
    class Open:
        def __init__(self, key):
            self.key = key

        def encrypt(self, iv, plain, place):
            return plain

    monkeypatch.setattr(intake, "AESGCM", Open)
    word = marker()
    assert tablet.send(word).status_code == 200
    assert disk.scan([word])


@pytest.fixture
def shift(live_server, transactional_db, playwright, tmp_path, monkeypatch):
    """A function that plays scripted shifts, each ended by a dead battery; the tablet, its markers, its project."""
    cache.clear()
    monkeypatch.setattr(receiving, "ENTRIES_A_MINUTE", 1_000_000)
    tablets = []

    def play(deaths, *, script=""):
        night = Night(playwright, tmp_path, str(live_server.url), script)
        tablets.append(night.tablet)
        night.sets_up()
        for after in deaths:
            night.loses_power(after)
        return night

    yield play
    for tablet in tablets:
        tablet.dies()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite_only(reason="it is the browser's disk that is attacked")
def test_tablet_killed_in_mid_shift_loses_nothing_and_shows_nothing(shift):
    night = shift(moments(3, seed=1))
    assert night.traces() == []
    kept = night.ends()
    assert len(night.tablet.said) > 3 and set(night.tablet.said) <= kept
    assert night.opened_once(kept)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite_only(reason="it is the browser's disk that is attacked")
def test_tablet_whose_browser_threw_its_database_away_loses_nothing_and_goes_on_writing(shift):
    night = shift(moments(1, seed=3))
    before = set(night.tablet.said)
    night.database_is_thrown_away()
    night.loses_power(1.0)
    assert before and set(night.tablet.said) - before
    assert night.traces() == []
    night.is_added_again()
    kept = night.ends()
    assert set(night.tablet.said) <= kept and night.opened_once(kept)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite_only(reason="it is the browser's disk that is attacked")
def test_tablet_twin_with_one_copy_in_a_database_thrown_away_is_caught(shift):
    night = shift([1.0], script=ONE_COPY)
    night.database_is_thrown_away()
    page = night.tablet.on(night.world.project.url("desk:show_pad"), offline=True)
    page.wait_for_selector("yarrow-sheet[data-ready]")
    assert night.tablet.said and not set(night.tablet.said) <= night.tablet.kept()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite_only(reason="it is the browser's disk that is attacked")
def test_tablet_killed_many_times_loses_nothing(shift):
    """`YARROW_TEST_SHIFTS` says how many shifts; each begins on what the ones before left."""
    night = shift(moments(int(os.environ.get("YARROW_TEST_SHIFTS", "100")), seed=2))
    assert night.traces() == []
    if night.lost_its_key():
        night.is_added_again()
    kept = night.ends()
    assert set(night.tablet.said) <= kept and night.opened_once(kept)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite_only(reason="it is the browser's disk that is attacked")
def test_tablet_twin_whose_outbox_is_plain_is_caught(shift):
    assert shift([0.7], script=PLAIN).traces()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite_only(reason="it is the browser's disk that is attacked")
def test_tablet_twin_that_says_it_is_written_and_forgets_is_caught(shift):
    night = shift([1.5], script=FORGETFUL)
    page = night.tablet.on(night.world.project.url("desk:show_pad"), offline=True)
    page.wait_for_selector("yarrow-sheet[data-ready]")
    assert night.tablet.said and not set(night.tablet.said) <= night.tablet.kept()
