"""The bell rings for its own entry of its own project only, and whatever else lies beside an envelope is silent."""

import base64
import json
from uuid import uuid4

import pytest
from django.test import override_settings

from yarrow.vault import bell, intake

PROJECT, ENTRY = uuid4(), uuid4()


def beside(said=1, project=PROJECT, entry=ENTRY, point=None):
    """An envelope with a bell, as bytes."""
    public = base64.b64decode(point or bell.point_of(project))
    rung = json.loads(intake.seal_envelope(public, uuid4(), said, intake.place_of(project, "bell", entry)))
    return json.dumps({"v": 1, "key": str(uuid4()), "epk": "", "iv": "", "ct": "", "bell": rung}).encode()


def test_bell_rings_where_it_says_so():
    assert bell.rings(PROJECT, ENTRY, beside()) and not bell.rings(PROJECT, ENTRY, beside(0))


@pytest.mark.parametrize("said", [2, "1", None, [1], {"rings": 1}, 1e300, "x" * 9000])
def test_bell_says_one_bit_and_nothing_else(said):
    assert not bell.rings(PROJECT, ENTRY, beside(said))


def test_bell_that_was_moved_is_silent():
    assert not bell.rings(PROJECT, uuid4(), beside())
    assert not bell.rings(uuid4(), ENTRY, beside())
    assert not bell.rings(PROJECT, ENTRY, beside(point=bell.point_of(uuid4())))


@pytest.mark.parametrize(
    "envelope",
    [
        b"",
        b"\x00\xff",
        b"[]",
        b'"bell"',
        b'{"bell": 1}',
        b'{"bell": null}',
        b'{"bell": {}}',
        b'{"bell": {"epk": 1, "iv": [], "ct": {}}}',
        b'{"bell": {"epk": "AAAA", "iv": "AAAA", "ct": "\\u0000"}}',
        b"[" * 100_000,
    ],
)
def test_bell_of_anything_else_is_silent(envelope):
    assert not bell.rings(PROJECT, ENTRY, envelope)


def test_bell_of_an_earlier_secret_is_silent_and_a_point_is_one_projects_own():
    rung, point = beside(), bell.point_of(PROJECT)
    assert point == bell.point_of(PROJECT) != bell.point_of(ENTRY)
    assert intake.is_point(base64.b64decode(point))
    with override_settings(SECRET_KEY="another one"):
        assert not bell.rings(PROJECT, ENTRY, rung) and bell.point_of(PROJECT) != point
