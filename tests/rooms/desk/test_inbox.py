"""The inbox pages: counts for everybody, contents for a holder, one trail row for each look."""

from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.html import escape

from tests.rooms.desk.browser_sealing import seal
from tests.rooms.desk.test_receiving import leave
from yarrow.desk.queries import waiting_lines
from yarrow.methods.refusals import Refusal
from yarrow.staff.roles import ROLES, WORKERS
from yarrow.vault import inbox, trail
from yarrow.vault.models import InboxEntry

pytestmark = pytest.mark.django_db
KIND = "test.note"
MARKER = "Zephyrine at the quay"


@pytest.fixture
def opened(monkeypatch):
    """What a room below would do: takes notes with a day, refuses those without one."""
    taken = []

    def take(payload, *, project_id, by, at, entry_id):
        if not payload.get("day"):
            raise Refusal(f"Say on which day you met {payload['who']}.")
        taken.append((payload, entry_id))

    monkeypatch.setitem(inbox._openers, KIND, take)
    return taken


def leave_locked(world, role="outreach", *, entry_id=None, **payload):
    """A worker whose session is locked leaves an entry."""
    by = world.account(role).actor()
    by = type(by)(id=by.id, role=by.role)
    said = {"who": MARKER, **payload}
    return inbox.leave(
        world.project.id,
        "identity",
        kind=KIND,
        payload=said,
        by=by,
        at=timezone.now(),
        entry_id=entry_id or uuid4(),
    )


def url(world, name, *args):
    return world.project.url(f"desk:{name}", *args)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["list_entries", "show_today"])
def test_pages_by_role(world, role, name):
    answer = world.client(role).get(url(world, name), secure=True)
    assert answer.status_code == (200 if role in WORKERS else 403)


def test_list_entries_counts_and_says_nothing_of_them(world, opened):
    leave_locked(world, day="2026-03-01")
    leave_locked(world, day="2026-03-01")
    for locked in (True, False):
        page = world.client("outreach", locked=locked).get(url(world, "list_entries"), secure=True)
        assert b"2 entries, the oldest waiting for" in page.content
        assert MARKER.encode() not in page.content


def test_list_entries_says_who_holds_the_key(world, opened):
    leave_locked(world, day="2026-03-01")
    world.client("adviser"), world.client("evaluator")
    held = waiting_lines(world.project, world.worker("outreach"))[0].holders
    adviser, evaluator = (world.account(role).worker.name for role in ("adviser", "evaluator"))
    assert adviser in held and evaluator not in held
    locked = world.client("outreach", locked=True).get(url(world, "list_entries"), secure=True)
    said = locked.content.decode()
    assert "Unlock to open them." in said and f"The key is held by {escape(', '.join(held))}." in said


def test_open_entries_puts_them_in_the_records(world, opened):
    entry = leave_locked(world, day="2026-03-01")
    answer = world.client("outreach").post(url(world, "open_entries"), secure=True, follow=True)
    assert b"1 entry is in the records now." in answer.content
    assert opened == [({"who": MARKER, "day": "2026-03-01"}, entry.entry_id)]
    assert inbox.waiting(world.project.id) == []


def test_open_entries_while_locked_opens_nothing(world, opened):
    leave_locked(world, day="2026-03-01")
    answer = world.client("outreach", locked=True).post(url(world, "open_entries"), secure=True)
    assert answer.status_code == 403 and opened == []


def test_open_entries_is_never_a_get(world, opened):
    leave_locked(world, day="2026-03-01")
    assert world.client("outreach").get(url(world, "open_entries"), secure=True).status_code == 405
    assert opened == []


@pytest.fixture
def refused(world, opened):
    """An entry without a day, opened once and refused."""
    entry = leave_locked(world, day="")
    inbox.open_waiting(world.project.id, by=world.worker("coordinator"), at=timezone.now())
    entry.refresh_from_db()
    assert entry.state == InboxEntry.State.NEEDS_A_LOOK
    return entry


def test_a_refused_entry_keeps_its_reason_sealed(world, refused):
    assert MARKER.encode() not in bytes(refused.look_reason)
    page = world.client("outreach").get(url(world, "look_at_entry", refused.pk), secure=True)
    assert f"Say on which day you met {MARKER}." in page.content.decode()


def test_look_at_entry_leaves_one_trail_row(world, refused):
    before = trail.rows_about(world.project.id, refused.entry_id).count()
    client = world.client("outreach")
    listed = client.get(url(world, "list_entries"), secure=True)
    assert MARKER.encode() not in listed.content
    client.get(url(world, "look_at_entry", refused.pk), secure=True)
    rows = trail.rows_about(world.project.id, refused.entry_id)
    assert rows.count() == before + 1
    assert (rows.first().act, rows.first().role) == ("vault.look_at_entry", "outreach")


def test_look_at_entry_wants_an_open_key(world, refused):
    answer = world.client("outreach", locked=True).get(url(world, "look_at_entry", refused.pk), secure=True)
    assert answer.status_code == 302 and "/unlock/" in answer["Location"]


def test_settle_entry_as_put_right(world, opened, refused):
    said = {"who": "Zephyrine", "day": "2026-03-02"}
    client = world.client("outreach")
    answer = client.post(url(world, "settle_entry", refused.pk), said, secure=True, follow=True)
    assert b"It is in the records now." in answer.content
    assert opened == [(said, refused.entry_id)]
    refused.refresh_from_db()
    assert (refused.state, bytes(refused.envelope)) == ("opened", b"")


def test_settle_entry_refused_again_keeps_what_was_typed(world, opened, refused):
    client = world.client("outreach")
    answer = client.post(url(world, "settle_entry", refused.pk), {"who": "Someone else"}, secure=True)
    assert answer.status_code == 200 and b"Say on which day you met Someone else." in answer.content
    assert b'value="Someone else"' in answer.content
    assert opened == []


def test_dismiss_entry_needs_a_reason_and_notes_it(world, refused):
    client = world.client("outreach")
    address = url(world, "dismiss_entry", refused.pk)
    assert client.post(address, {}, secure=True).status_code == 200
    answer = client.post(address, {"reason": "left_by_mistake"}, secure=True)
    assert answer.status_code == 302
    row = trail.rows_about(world.project.id, refused.entry_id).first()
    assert (row.act, row.reason) == ("vault.dismiss_entry", "left_by_mistake")
    refused.refresh_from_db()
    assert (refused.state, bytes(refused.envelope), refused.look_reason) == ("opened", b"", None)
    assert client.get(url(world, "look_at_entry", refused.pk), secure=True).status_code == 404


def test_a_conflict_can_be_recorded_as_well(world, browser, identity, opened):
    entry_id = uuid4()
    leave(browser, entry_id, seal(identity, entry_id, KIND, {"who": "one", "day": "2026-03-01"}), kind=KIND)
    leave(browser, entry_id, seal(identity, entry_id, KIND, {"who": "two", "day": "2026-03-01"}), kind=KIND)
    client = world.client("outreach")
    client.post(url(world, "open_entries"), secure=True)
    listed = client.get(url(world, "list_entries"), secure=True)
    assert b"Sent twice, and not the same" in listed.content and b"Van tablet" in listed.content
    conflict = inbox.needing_a_look(world.project.id).get()
    client.post(url(world, "settle_entry", conflict.pk), {"who": "two", "day": "2026-03-01"}, secure=True)
    assert [payload["who"] for payload, _id in opened] == ["one", "two"]
    assert opened[0][1] == entry_id and opened[1][1] != entry_id


def test_an_entry_of_another_project_looks_like_none(world, refused):
    client = world.other.client("outreach")
    for name in ("look_at_entry", "settle_entry", "dismiss_entry"):
        ask = client.get if name == "look_at_entry" else client.post
        assert ask(url(world.other, name, refused.pk), secure=True).status_code == 404


def test_a_role_without_the_key_reads_no_entry(world, opened):
    by = world.worker("coordinator")
    inbox.leave(
        world.project.id,
        "notes",
        kind=KIND,
        payload={"who": MARKER},
        by=by,
        at=timezone.now(),
        entry_id=uuid4(),
    )
    inbox.open_waiting(world.project.id, by=by, at=timezone.now())
    entry = inbox.needing_a_look(world.project.id).get()
    answer = world.client("outreach").get(url(world, "look_at_entry", entry.pk), secure=True)
    assert answer.status_code == 403 and MARKER.encode() not in answer.content
