"""Devices: added by those who keep the list of workers, revoked in one step, seen by no other project."""

import base64
from uuid import uuid4

import pytest

from tests.rooms.desk.browser_sealing import Browser
from yarrow.staff.roles import KEEPERS, ROLES
from yarrow.vault import devices, trail
from yarrow.vault.models import Compartment, Device

pytestmark = pytest.mark.django_db


def add(client, world, **said):
    url = world.project.url("desk:add_device")
    return client.post(url, said, content_type="application/json", secure=True)


def point(browser):
    return base64.b64encode(browser.point).decode()


@pytest.mark.parametrize("role", ROLES)
def test_list_devices_by_role(world, role):
    answer = world.client(role).get(world.project.url("desk:list_devices"), secure=True)
    assert answer.status_code == (200 if role in KEEPERS else 403)


def test_list_devices_says_how_to_begin(world):
    page = world.client("coordinator").get(world.project.url("desk:list_devices"), secure=True)
    assert b"No devices yet" in page.content and b'name="public_key"' not in page.content


def test_add_device_answers_with_what_it_seals_to(world):
    browser = Browser()
    answer = add(world.client("coordinator"), world, name="Van tablet", public_key=point(browser))
    assert answer.status_code == 200
    said = answer.json()
    device = Device.objects.get()
    assert said["device"] == str(device.id) and said["project"] == str(world.project.id)
    assert bytes(device.public_key) == browser.point
    for key in said["keys"]:
        held = Compartment.current(world.project.id, key["compartment"])
        assert key["key"] == str(held.id)
        assert base64.b64decode(key["point"]) == bytes(held.intake_public)
    assert [key["compartment"] for key in said["keys"]] == ["identity", "notes"]
    assert [row.act for row in trail.rows_about(world.project.id, device.id)] == ["vault.add_device"]


@pytest.mark.parametrize(
    "said",
    [
        {"name": "", "public_key": "x"},
        {"name": "Tablet", "public_key": "%%%"},
        {"name": "Tablet", "public_key": base64.b64encode(b"\x04" + b"1" * 64).decode()},
        {"name": "Tablet"},
    ],
)
def test_add_device_refuses_what_is_no_key_or_has_no_name(world, said):
    answer = add(world.client("coordinator"), world, **said)
    assert answer.status_code == 400 and answer.json()["error"].endswith(".")
    assert not Device.objects.exists()


def test_add_device_refuses_a_body_that_is_no_json(world):
    url = world.project.url("desk:add_device")
    for body in ("{", "[1]", ""):
        answer = world.client("coordinator").post(url, body, content_type="application/json", secure=True)
        assert answer.status_code == 400


def test_add_device_needs_an_open_key(world):
    answer = add(world.client("coordinator", locked=True), world, name="x", public_key=point(Browser()))
    assert answer.status_code == 403 and not Device.objects.exists()


def test_revoke_device_in_one_step(world, browser):
    client = world.client("coordinator")
    url = world.project.url("desk:revoke_device", browser.id)
    answer = client.post(url, secure=True, follow=True)
    assert b"is shut out" in answer.content and b"Shut out" in answer.content
    assert devices.find(browser.id) is None
    assert client.post(url, secure=True).status_code == 302
    acts = [row.act for row in trail.rows_about(world.project.id, browser.id)]
    assert acts == ["vault.revoke_device", "vault.add_device"]


def test_revoke_device_of_another_project_looks_like_none(world, browser):
    theirs = world.other.client("coordinator")
    strange = theirs.post(world.other.project.url("desk:revoke_device", browser.id), secure=True)
    nowhere = theirs.post(world.other.project.url("desk:revoke_device", uuid4()), secure=True)
    assert strange.status_code == nowhere.status_code == 404
    assert devices.find(browser.id) is not None
    listed = theirs.get(world.other.project.url("desk:list_devices"), secure=True)
    assert b"Van tablet" not in listed.content
