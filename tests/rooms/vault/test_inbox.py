"""The inbox: kept blind, opened through the action, repeats and conflicts told apart, nothing dropped."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.vault.holding import new_holder
from yarrow.methods.refusals import Refusal
from yarrow.vault import compartments, fence, inbox, intake, trail
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Locked, NoGrant, Tampered
from yarrow.vault.models import Compartment, InboxEntry

pytestmark = pytest.mark.django_db
KIND = "test.note"
NOW = timezone.now()
State = InboxEntry.State


class Action:
    """An action that notes what it was asked, and fails as it is told to."""

    def __init__(self):
        self.seen, self.fails = [], None

    def __call__(self, payload, *, project_id, by, at, entry_id):
        if self.fails:
            raise self.fails
        self.seen.append((payload, entry_id))


@pytest.fixture
def action(monkeypatch):
    made = Action()
    monkeypatch.setitem(inbox._openers, KIND, made)
    return made


@pytest.fixture
def outreach():
    return Actor(id=uuid4(), role="outreach")


@pytest.fixture
def leave(project_id, founding, outreach):
    """Leave a payload from a locked session."""

    def left(text="two women", *, entry_id=None, name="notes", at=NOW):
        return inbox.leave(
            project_id,
            name,
            kind=KIND,
            payload={"text": text},
            by=outreach,
            at=at,
            entry_id=entry_id or uuid4(),
        )

    return left


@pytest.fixture
def receive(project_id, founding, outreach):
    """Send what a browser sealed."""

    def sent(text="two women", *, entry_id=None, envelope=None, kind=KIND, said=KIND, sealed_for=None):
        entry_id = entry_id or uuid4()
        key = Compartment.current(project_id, "notes")
        content = {"kind": said, "entry_id": str(sealed_for or entry_id), "payload": {"text": text}}
        place = intake.place_of(project_id, "notes", entry_id)
        envelope = envelope or intake.seal_envelope(bytes(key.intake_public), key.id, content, place)
        return inbox.receive(project_id, kind=kind, envelope=envelope, by=outreach, at=NOW, entry_id=entry_id)

    return sent


def open_all(project_id, by):
    return inbox.open_waiting(project_id, by=by, at=NOW)


def states():
    return list(InboxEntry.objects.order_by("id").values_list("state", flat=True))


def test_entry_left_is_blind_and_on_the_trail(project_id, leave, outreach):
    entry = leave()
    assert b"women" not in bytes(entry.envelope)
    with pytest.raises(Locked):
        inbox.peek(entry, by=outreach)
    row = trail.rows_about(project_id, entry.entry_id).get()
    assert (row.act, row.by_id, row.fields) == ("vault.leave_entry", outreach.id, ["notes"])


@pytest.mark.parametrize("way", ["leave", "receive"])
def test_entry_opens_through_its_action_once(project_id, founder, action, request, way):
    entry = request.getfixturevalue(way)()
    assert open_all(project_id, founder) == inbox.Settled(1, 0, 0)
    assert open_all(project_id, founder) == inbox.Settled(0, 0, 0)
    assert action.seen == [({"text": "two women"}, entry.entry_id)]
    kept = InboxEntry.objects.get()
    assert kept.state == State.OPENED and bytes(kept.envelope) == b"" and kept.settled_at == NOW


def test_refused_entry_needs_a_look_with_the_reason_sealed(project_id, founder, leave, action):
    action.fails = Refusal("Kim has no such date.")
    entry = leave()
    assert open_all(project_id, founder) == inbox.Settled(0, 1, 0)
    kept = InboxEntry.objects.get()
    assert kept.state == State.NEEDS_A_LOOK and b"Kim" not in bytes(kept.look_reason)
    look = inbox.look_at(kept, by=founder, at=NOW)
    assert look.reason == "Kim has no such date." and look.content["payload"] == {"text": "two women"}
    assert "Kim" not in repr(look)
    acts = [row.act for row in trail.rows_about(project_id, entry.entry_id)]
    assert acts == ["vault.look_at_entry", "vault.settle_entry", "vault.leave_entry"]


def test_corrected_entry_goes_through_with_what_the_person_says(project_id, founder, leave, action):
    action.fails = Refusal("no")
    leave()
    open_all(project_id, founder)
    action.fails = None
    entry = InboxEntry.objects.get()
    assert inbox.settle(entry, by=founder, at=NOW, payload={"text": "one woman"})
    assert action.seen[0][0] == {"text": "one woman"} and states() == [State.OPENED]


@pytest.mark.parametrize(
    "broken", [KeyError("Kim"), ValueError("Kim"), TypeError("Kim"), ZeroDivisionError("Kim")]
)
def test_broken_entry_never_holds_up_the_next_one(project_id, founder, leave, action, broken, caplog):
    leave("first")
    good = leave("second", at=NOW + timedelta(seconds=1))
    action.fails = broken
    assert not inbox.settle(InboxEntry.objects.first(), by=founder, at=NOW)
    action.fails = None
    assert open_all(project_id, founder) == inbox.Settled(1, 0, 0)
    assert action.seen == [({"text": "second"}, good.entry_id)]
    assert "Kim" not in caplog.text and type(broken).__name__ in caplog.text


def test_entry_of_an_unknown_kind_needs_a_look(project_id, founder, leave):
    leave()
    inbox._openers.pop(KIND, None)
    assert open_all(project_id, founder) == inbox.Settled(0, 1, 0)


def test_entry_whose_action_needs_another_key_waits_for_it(project_id, founder, leave, action):
    leave()
    action.fails = NoGrant("isva")
    assert open_all(project_id, founder) == inbox.Settled(0, 0, 1)
    assert states() == [State.WAITING]


def test_entry_waits_for_a_holder_of_its_compartment(project_id, founder, leave, action):
    leave()
    leave(name="identity")
    other = new_holder(phrase="harbour lemon quiet ribbon saddle summer")
    compartments.grant(project_id, "identity", to_holder_id=other.key.id, by=founder, at=NOW)
    assert open_all(project_id, other.actor()) == inbox.Settled(1, 0, 0)
    assert [each.compartment for each in inbox.waiting(project_id)] == ["notes"]


def test_same_thing_left_twice_is_done_once(project_id, founder, leave, action):
    entry_id = uuid4()
    leave(entry_id=entry_id)
    leave(entry_id=entry_id, at=NOW + timedelta(seconds=1))
    assert [each.n for each in inbox.waiting(project_id)] == [1]
    assert open_all(project_id, founder) == inbox.Settled(2, 0, 0)
    assert len(action.seen) == 1 and states() == [State.OPENED, State.OPENED]


def test_same_thing_left_again_after_it_was_opened_is_done_once(project_id, founder, leave, action):
    entry_id = uuid4()
    for _ in range(2):
        leave(entry_id=entry_id)
        open_all(project_id, founder)
    assert len(action.seen) == 1 and states() == [State.OPENED, State.OPENED]


def test_another_thing_under_the_same_id_is_kept_for_a_look(project_id, founder, leave, action):
    entry_id = uuid4()
    leave("two women", entry_id=entry_id)
    leave("three women", entry_id=entry_id, at=NOW + timedelta(seconds=1))
    assert open_all(project_id, founder) == inbox.Settled(1, 1, 0)
    assert [payload["text"] for payload, _ in action.seen] == ["two women"]
    second = inbox.needing_a_look(project_id).get()
    assert inbox.look_at(second, by=founder, at=NOW).content["payload"]["text"] == "three women"
    own = uuid4()
    assert inbox.settle(second, by=founder, at=NOW, entry_id=own)
    assert action.seen[1] == ({"text": "three women"}, own)


def test_same_bytes_received_twice_are_one_row(project_id, receive):
    first = receive()
    again = receive(entry_id=first.entry_id, envelope=bytes(first.envelope))
    assert again.pk == first.pk and InboxEntry.objects.count() == 1


def test_other_bytes_received_under_one_id_are_a_conflict(project_id, founder, receive, action):
    first = receive("two women")
    assert receive("three women", entry_id=first.entry_id).state == State.CONFLICT
    assert open_all(project_id, founder).n_opened == 1
    assert states() == [State.OPENED, State.CONFLICT]


def test_entry_id_of_another_project_tells_nothing(project_id, receive, leave):
    entry_id, other = uuid4(), uuid4()
    holder = new_holder()
    told = {"by": holder.actor(), "at": NOW}
    with fence.around(other):
        compartments.make_for_project(other, ["notes"], founder=holder.key, **told)
        theirs = inbox.leave(other, "notes", kind=KIND, payload={}, entry_id=entry_id, **told)
    assert receive(entry_id=entry_id).state == theirs.state == State.WAITING


@pytest.mark.parametrize(("said", "sealed_for"), [("test.other", None), (KIND, uuid4())])
def test_envelope_that_says_another_kind_or_id_does_nothing(
    project_id, founder, receive, action, said, sealed_for
):
    entry = receive(said=said, sealed_for=sealed_for)
    with pytest.raises(Tampered):
        inbox.peek(entry, by=founder)
    assert open_all(project_id, founder) == inbox.Settled(0, 1, 0) and action.seen == []


def test_envelope_moved_to_another_row_does_nothing(project_id, founder, leave, action):
    first, second = leave("first"), leave("second")
    InboxEntry.objects.filter(pk=second.pk).update(envelope=bytes(first.envelope))
    with pytest.raises(Tampered):
        inbox.peek(InboxEntry.objects.get(pk=second.pk), by=founder)


def test_envelope_too_large_or_of_another_project_is_refused(project_id, receive, founding):
    with pytest.raises(Refusal, match="too large"):
        receive(envelope=b"x" * (inbox.LARGEST + 1))
    points = intake.new_points()
    foreign = intake.seal_envelope(points.public, uuid4(), {}, b"")
    with pytest.raises(Refusal, match="another project"):
        receive(envelope=foreign)
    assert not InboxEntry.objects.exists()


def test_dismissed_entry_is_settled_with_its_reason(project_id, founder, leave):
    entry = leave()
    inbox.dismiss(entry, by=founder, at=NOW, reason="only_a_test")
    assert states() == [State.OPENED] and not inbox.needing_a_look(project_id).exists()
    assert trail.rows_about(project_id, entry.entry_id).first().reason == "only_a_test"


def test_waiting_tells_how_many_and_since_when(project_id, leave):
    for hours in (1, 3, 2):
        leave(at=NOW - timedelta(hours=hours))
    (line,) = inbox.waiting(project_id)
    assert (line.n, line.oldest_at, line.state) == (3, NOW - timedelta(hours=3), State.WAITING)
    assert inbox.waiting(uuid4()) == []
