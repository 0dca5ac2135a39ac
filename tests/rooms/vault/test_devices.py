"""Devices: added with a key that can sign, revoked once, found only while they may leave entries."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from yarrow.methods.refusals import Refusal
from yarrow.vault import devices, intake, trail

pytestmark = pytest.mark.django_db


@pytest.fixture
def device(project_id, founder):
    point = intake.new_points().public
    return devices.add_device(project_id, name="Van tablet", public_key=point, by=founder, at=timezone.now())


def test_add_device_is_found_and_on_the_trail(project_id, device):
    assert devices.find(device.id) == device
    assert [row.act for row in trail.rows_about(project_id, device.id)] == ["vault.add_device"]
    assert list(devices.of_project(project_id)) == [device]
    assert not devices.of_project(uuid4()).exists()


# Points off the curve, and one cut short; fixed ids, because a random point must not name the test.
@pytest.mark.parametrize(
    "point",
    [b"", b"\x04" + b"1" * 64, b"\x04" * 65, intake.new_points().public[:64]],
    ids=["empty", "off the curve", "repeated", "cut short"],
)
def test_add_device_refuses_what_is_no_key(project_id, founder, point):
    with pytest.raises(Refusal, match="can't be used"):
        devices.add_device(project_id, name="x", public_key=point, by=founder, at=timezone.now())
    assert not devices.of_project(project_id).exists()


def test_add_device_refuses_the_compressed_form(project_id, founder):
    point = intake.new_points().public
    compressed = bytes([2 + point[-1] % 2]) + point[1:33]
    with pytest.raises(Refusal):
        devices.add_device(project_id, name="x", public_key=compressed, by=founder, at=timezone.now())


def test_add_device_wants_a_name(project_id, founder):
    point = intake.new_points().public
    with pytest.raises(Refusal) as refusal:
        devices.add_device(project_id, name="  ", public_key=point, by=founder, at=timezone.now())
    assert refusal.value.field == "name"


def test_revoke_device_shuts_it_out_once(project_id, founder, device):
    first = timezone.now()
    devices.revoke_device(device, by=founder, at=first)
    devices.revoke_device(device, by=founder, at=first + timedelta(hours=1))
    assert devices.find(device.id) is None
    assert devices.of_project(project_id).get().revoked_at == first
    assert device.revoked_at == first
    acts = [row.act for row in trail.rows_about(project_id, device.id)]
    assert acts == ["vault.revoke_device", "vault.add_device"]


def test_find_knows_no_strange_device():
    assert devices.find(uuid4()) is None
