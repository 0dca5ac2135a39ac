"""A file that nobody brings in is dropped by the clock; one that stopped half way keeps what came in."""

from datetime import timedelta

import pytest

from tests.rooms.contacts.importing.conftest import NOW
from yarrow.contacts.importing import actions, lapsing, undoing
from yarrow.contacts.importing.errors import NotNow
from yarrow.contacts.models import Contact, ImportBatch
from yarrow.contacts.states import BROUGHT, COMING, DROPPED
from yarrow.vault import clock
from yarrow.vault.models import TrailRow

MONTH = timedelta(days=30)
NIGHT = b"Date,Type,Worker,Name,Place,Condoms\r\n03/03/2026,Van,AB,Kit,Station,3\r\n"


@pytest.fixture
def act(world, by):
    return {"project": world.project, "by": by, "at": NOW}


@pytest.fixture
def looked(act):
    batch, _reading = actions.start_import(name="night.csv", content=NIGHT, **act)
    return batch


def due(at):
    return [step for step in clock.due(at) if step.rule == lapsing.RULE]


def lapse(at):
    return [step.apply(at) or step.subject for step in due(at)]


def test_file_looked_at_is_dropped_after_a_month_and_not_before(looked):
    assert lapse(NOW + MONTH - timedelta(seconds=1)) == []
    assert lapse(NOW + MONTH) == [looked.id]
    held = ImportBatch.objects.get()
    assert (held.state, held.content, held.finished_at) == (DROPPED, None, None)
    assert lapse(NOW + 99 * MONTH) == []
    row = TrailRow.objects.get(act="contacts.let_import_go")
    assert (row.subject, row.role) == (looked.id, "system")


def test_file_that_stopped_half_way_loses_its_bytes_and_can_be_taken_back(world, act, looked):
    actions.continue_import(batch=looked, **act)
    ImportBatch.objects.update(state=COMING)
    lapse(NOW + MONTH)
    held = ImportBatch.objects.get()
    assert (held.state, held.content, held.finished_at) == (BROUGHT, None, NOW + MONTH)
    n = Contact.objects.count()
    undoing.undo_import(batch=held, **act)
    assert (n, Contact.objects.count()) == (1, 0)


def test_file_that_was_brought_in_meanwhile_stays_as_it_is(looked):
    [step] = due(NOW + MONTH)
    ImportBatch.objects.update(state=BROUGHT)
    with pytest.raises(NotNow):
        step.apply(NOW + MONTH)
    assert ImportBatch.objects.get().state == BROUGHT
