"""Two at the same moment: a note that races its withdrawal, two who write down the same thing, two who settle it."""

from functools import partial
from uuid import uuid4

import pytest

from tests.rooms.justice.conftest import NOW, TODAY, Table, days
from tests.rooms.measures.test_same_moment import at_once
from tests.worlds import make_project
from yarrow.justice import actions
from yarrow.justice.models import AppointmentContact, Away, CheckItem, ComplianceNote, OrderMove
from yarrow.methods.refusals import Refusal
from yarrow.people.models import Consent
from yarrow.sharing.models import Share
from yarrow.vault.trail import verify

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def table(transactional_db):
    """A project whose rows are really committed, so that other threads see them."""
    return Table(world=make_project(at=NOW - days(400)))


@pytest.fixture
def begun(table, kim, court):
    """An order under way, with one kept appointment; they agreed to the note."""
    order = table.move(table.order(kim, court), "begin", days_ago=50)
    table.appointment(order, 40, "keep")
    table.agree(kim, court)
    return order


def test_note_that_races_its_withdrawal_leaves_before_it_or_not_at_all(table, begun, kim, court):
    send = partial(table.send, begun, seen=table.seen(begun))
    sent, _taken = at_once(send, partial(table.take_back, kim, court))
    withdrawn = Consent.objects.filter(person=kim, act="withdrawn").get()
    if isinstance(sent, Refusal):
        assert not Share.objects.exists() and not ComplianceNote.objects.exists()
    else:
        assert Share.objects.get().ledger_n < withdrawn.n
    assert verify(table.project.id) == []


def test_note_pressed_twice_at_once_leaves_once(table, begun):
    send = partial(table.send, begun, seen=table.seen(begun), entry_id=uuid4())
    one, other = at_once(send, send)
    assert one.pk == other.pk and Share.objects.count() == ComplianceNote.objects.count() == 1


def test_note_that_races_another_appointment_says_what_was_seen_or_nothing(table, begun):
    send = partial(table.send, begun, seen=table.seen(begun))
    sent, planned = at_once(send, partial(table.appointment, begun, 30, "keep"))
    assert planned.state == "kept"
    if not isinstance(sent, Refusal):
        assert table.told(sent)["attendance"].endswith("Kept: 1 of 1")


def test_contact_marked_by_two_at_once_is_one_appointment(table, begun, kim):
    met = table.meet(kim, 30)
    first, second = (table.appointment(begun, n, "keep") for n in (30, 29))
    mark = partial(table.do, actions.mark_contact, contact=met)
    found = at_once(partial(mark, appointment=first), partial(mark, appointment=second))
    assert sum(isinstance(one, Refusal) for one in found) == 1 and AppointmentContact.objects.count() == 1


def test_order_moved_by_two_at_once_moves_once(table, begun):
    move = partial(table.do, actions.move_order, order=begun, act="complete", happened_on=TODAY)
    found = at_once(move, move)
    assert sum(isinstance(one, Refusal) for one in found) == 1
    assert list(OrderMove.objects.filter(order=begun).order_by("n").values_list("n", flat=True)) == [1, 2, 3]


def test_time_inside_written_down_by_two_at_once_stands_once(table, kim):
    found = at_once(*(partial(table.away, kim, leaves_in=5) for _ in range(2)))
    assert sum(isinstance(one, Refusal) for one in found) == 1
    assert Away.objects.count() == 1 and CheckItem.objects.count() == 17
