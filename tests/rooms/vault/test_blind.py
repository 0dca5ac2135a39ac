"""Values that anybody may write and a holder reads: bound to their row, on the trail before they are read."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from tests.worlds import make_project
from yarrow.vault import blind
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Locked, NoGrant, Tampered
from yarrow.vault.models import TrailRow

pytestmark = pytest.mark.django_db


@dataclass
class Row:
    """A row as a room keeps it."""

    id: UUID = field(default_factory=uuid4)
    envelope: bytes | None = None
    key_id: UUID | None = None


@pytest.fixture
def world():
    return make_project()


def written(world, value):
    row = Row()
    key, row.envelope = blind.seal(world.project.id, "notes", row.id, value)
    row.key_id = key.id
    return row


def read(world, rows, role="coordinator", by=None):
    told = {"by": by or world.worker(role), "act": "test.read", "at": timezone.now(), "subject": uuid4()}
    return blind.read(rows, world.project.id, "notes", **told)


def test_blind_is_written_by_nobody_and_read_by_a_holder(world):
    rows = [written(world, {"q": ["a warm room"]}), Row(), written(world, ["ăâț"])]
    assert b"warm" not in rows[0].envelope
    assert read(world, rows) == [(rows[0].id, {"q": ["a warm room"]}), (rows[2].id, ["ăâț"])]
    noted = TrailRow.objects.get(act="test.read")
    assert noted.fields == ["notes.envelope"] and noted.by_id == world.worker("coordinator").id


def test_blind_of_nothing_leaves_no_row_on_the_trail(world):
    assert read(world, [Row()]) == []
    assert not TrailRow.objects.filter(act="test.read").exists()


def test_blind_opens_for_no_other_role_and_not_while_locked(world):
    rows = [written(world, "words")]
    with pytest.raises(NoGrant):
        read(world, rows, "outreach")
    locked = Actor(world.worker("coordinator").id, "coordinator")
    with pytest.raises(Locked):
        read(world, rows, by=locked)
    assert not TrailRow.objects.filter(act="test.read").exists()


@pytest.mark.parametrize("fault", ["moved", "changed", "cut"])
def test_blind_that_was_touched_does_not_open(world, fault):
    row, other = written(world, "words"), written(world, "others")
    row.envelope = {
        "moved": other.envelope,
        "changed": row.envelope[:-1] + bytes([row.envelope[-1] ^ 1]),
        "cut": row.envelope[:-5],
    }[fault]
    with pytest.raises(Tampered):
        read(world, [row])


def test_blind_of_two_lengths_is_as_long(world):
    assert len(written(world, "a warm room " * 2).envelope) == len(written(world, "a key " * 6).envelope)
