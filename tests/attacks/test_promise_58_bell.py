"""The one bit by which the lead learns that somebody waits, before anything is opened, tells nobody else a thing."""

import base64
import json
import subprocess
from pathlib import Path
from uuid import uuid4

import pytest
from django.db.models import Q
from django.test import override_settings
from django.utils import timezone

from build_frontend import machine_node, packaged_node
from yarrow.measures import actions, taking, unopened
from yarrow.vault import bell, devices, inbox, intake
from yarrow.vault.models import Compartment, InboxEntry
from yarrow.vault.prepared import Prepared

PROMISE = (
    "The lead and the deputy learn that somebody waits to be spoken to while the answer still lies sealed; on the "
    "device that it was given on an answer that rings looks like one that does not, and nobody else is told."
)
RINGS = Path(__file__).parent / "rings.mjs"
TELLS = "asks for somebody"


@pytest.fixture
def lead(world):
    """The case worker is the lead; nobody is the deputy."""
    by, at = world.worker("coordinator"), timezone.now()
    who = world.account("case_worker").worker
    actions.name_responders(
        lead=who, deputy=None, look_within=60, act_within=240, project=world.project, by=by, at=at
    )
    return who


def asked(world, rings, *, is_rung=True):
    """What a device seals for one answer; without a bell at all where it is not rung."""
    key = Compartment.current(world.project.id, "notes")
    point = base64.b64encode(bytes(key.intake_public)).decode()
    said = {"to": {"compartment": "notes", "key": str(key.id), "point": point}, "entry": str(uuid4())}
    said |= {"project": str(world.project.id), "kind": taking.FILLING, "payload": {"boxes": {"q1": ["2"]}}}
    return said | ({"bell": {"point": bell.point_of(world.project.id), "rings": rings}} if is_rung else {})


def sealed(said, fault=""):
    """The envelopes as the device's own script makes them."""
    node, _npm = machine_node() or packaged_node()
    run = [node, str(RINGS), *([fault] if fault else [])]
    done = subprocess.run(run, input=json.dumps(said), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def told_apart(world, *, fault="", silent_is_rung=True):
    """What somebody with the device's disk tells ringing envelopes from silent ones by."""
    said = [asked(world, rings, is_rung=rings or silent_is_rung) for rings in (True, False) * 6]
    envelopes = sealed(said, fault)
    ringing, silent = envelopes[::2], envelopes[1::2]
    found = []
    if {len(one) for one in ringing} != {len(one) for one in silent}:
        found.append("length")
    beside = [json.loads(one).get("bell", {}) for one in envelopes]
    if any(base64.b64decode(one.get("ct", "")).rstrip(b"\x00") in (b"0\x80", b"1\x80") for one in beside):
        found.append("in plain")
    if len({json.dumps(one) for one in beside}) < len(beside):
        found.append("the same twice")
    # The installation's secret is on no device; without it no point of the project opens anything.
    with override_settings(SECRET_KEY="somebody else's"):
        pairs = zip(said, envelopes, strict=True)
        if any(bell.rings(world.project.id, one["entry"], envelope.encode()) for one, envelope in pairs):
            found.append("opened")
    return found


def test_ringing_and_silent_answers_look_alike_on_the_device(world):
    assert told_apart(world) == []


def test_bell_twin_that_is_not_sealed_is_caught(world):
    assert "in plain" in told_apart(world, fault="plain")


def test_bell_twin_that_is_left_out_where_nobody_waits_is_caught(world):
    assert "length" in told_apart(world, silent_is_rung=False)


def arrive(world, rings):
    """An answer that a device left; the stored row."""
    said = asked(world, rings)
    (envelope,) = sealed([said])
    by = world.worker("coordinator")
    device = devices.add_device(
        world.project.id,
        name="Tablet",
        public_key=intake.new_points().public,
        by=by,
        at=timezone.now(),
    )
    return inbox.receive(
        world.project.id,
        kind=taking.FILLING,
        envelope=envelope.encode(),
        by=devices.acting(device),
        at=timezone.now(),
        entry_id=said["entry"],
    )


def told(world):
    """Roles whose Today says that an answer waits, though they are not named."""
    others = ("outreach", "manager", "coordinator", "adviser")
    address = world.project.url("desk:show_today")
    return [role for role in others if TELLS in world.client(role).get(address).content.decode()]


def test_the_lead_alone_learns_of_it_and_of_nothing_more(world, lead):
    entry = arrive(world, True)
    arrive(world, False)
    page = world.client("case_worker", locked=True).get(world.project.url("desk:show_today")).content.decode()
    assert f"1 answer {TELLS} and waits to be opened" in page and "Unlock to open them" in page
    assert told(world) == []
    inbox.dismiss(entry, by=world.worker("case_worker"), at=timezone.now(), reason="unreadable")
    assert not InboxEntry.objects.filter(rings=True).exists()


def test_bell_twin_that_tells_everybody_is_caught(world, lead, monkeypatch):
    arrive(world, True)
    monkeypatch.setattr(unopened, "is_told", lambda worker_id, arranges: Q(lead=worker_id) | Q(rings=True))
    monkeypatch.setattr(unopened, "_told_in", Prepared(unopened._told))
    assert told(world) == ["outreach", "manager", "coordinator", "adviser"]
