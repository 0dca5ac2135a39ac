"""An answer that asks for somebody and lies sealed is said to those who are named, until somebody opens it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.rooms.vault.test_bell import beside
from yarrow.measures import actions, unopened
from yarrow.measures.queries import Signals
from yarrow.vault import at_once, due, entries, inbox
from yarrow.vault.models import Compartment, DueJob, InboxEntry, TrailRow

MINUTE = timedelta(minutes=1)


@pytest.fixture
def left(project, given):
    """left(rings=1) -> an entry that a device left now."""

    def make(rings=1, entry=None, minutes=0):
        entry, key = entry or uuid4(), Compartment.current(project.id, "notes")
        envelope = beside(rings, project.id, entry).replace(
            b'"key": "', b'"key": "' + str(key.id).encode() + b'", "was": "', 1
        )
        about = {"by": given["by"], "at": given["at"] + minutes * MINUTE, "entry_id": entry}
        made = inbox.receive(project.id, kind="measures.filling", envelope=envelope, **about)
        if made.rings:
            unopened.watch(made)
        return made

    return make


@pytest.fixture
def heard(world, project, given):
    """heard("manager", minutes=3) -> what their Today says then."""

    def ask(role="case_worker", minutes=0):
        signals = Signals(project, world.worker(role))
        at_once.read(signals)
        return signals.unopened(given["at"] + minutes * MINUTE)

    return ask


def test_lead_and_deputy_hear_it_since_when_and_nobody_else(staffed, left, heard, given):
    assert heard() == unopened.Unopened()
    left(0)
    assert heard().n == 0
    left(minutes=2)
    left()
    for role in ("case_worker", "manager"):
        told = heard(role)
        assert (told.n, told.n_looks, told.since, told.overdue_since) == (2, 0, given["at"], None)
    assert [heard(role).n for role in ("coordinator", "outreach")] == [0, 0]


def test_where_nobody_is_named_those_who_arrange_the_work_hear_it(left, heard, given):
    left()
    assert [heard(role).n for role in ("coordinator", "manager", "case_worker")] == [1, 1, 0]
    late = heard("coordinator", minutes=unopened.LOOK_WITHIN + 1).overdue_since
    assert late == given["at"] + unopened.LOOK_WITHIN * MINUTE


def test_it_is_overdue_when_the_projects_own_time_to_look_is_over(staffed, left, heard, given):
    left()
    assert heard(minutes=60).overdue_since is None
    assert heard(minutes=61).overdue_since == given["at"] + 60 * MINUTE


def test_what_needs_a_look_goes_on_ringing_and_what_was_opened_is_silent(staffed, left, heard, given):
    entry = left()
    assert inbox.settle(entry, by=given["by"], at=given["at"]) is False
    assert (heard().n, heard().n_looks) == (1, 1)
    entry.refresh_from_db()
    inbox.dismiss(entry, by=given["by"], at=given["at"], reason="unreadable")
    assert heard() == unopened.Unopened() and not InboxEntry.objects.filter(rings=True).exists()


def test_the_same_answer_that_came_twice_is_one(staffed, left, heard):
    entry = uuid4()
    assert {left(entry=entry).state, left(entry=entry).state} == {"waiting", "conflict"}
    assert heard().n == 1


def note(at):
    rows = [row for row in due.claim(uuid4(), at) if row.name == unopened.JOB]
    unopened.note(rows, at)
    return len(rows)


def test_a_job_writes_down_that_nobody_opened_it_in_time(staffed, left, given):
    late, opened = left(), left()
    entries.mark(opened, InboxEntry.State.OPENED, given["by"], given["at"])
    assert note(given["at"] + 59 * MINUTE) == 0
    assert note(given["at"] + 61 * MINUTE) == 2
    (row,) = TrailRow.objects.filter(act=unopened.JOB)
    assert (row.subject, row.fields) == (late.entry_id, [])


def test_a_job_is_there_once_however_often_it_arrives(staffed, left):
    entry = left()
    unopened.watch(entry)
    assert DueJob.objects.filter(name=unopened.JOB).count() == 1


def test_doctor_tells_of_what_lies_sealed_too_long(staffed, left, given):
    left()
    assert list(unopened.examine(given["at"] + 60 * MINUTE)) == []
    (found,) = unopened.examine(given["at"] + 61 * MINUTE)
    assert found.what.startswith("1 answers that ask for somebody lie sealed") and found.weight == "advice"


def test_today_says_it_with_the_way_on(staffed, left, world, project, given):
    left()
    client, url = world.client("case_worker"), project.url("desk:show_today")
    page = client.get(url).content.decode()
    assert "1 answer asks for somebody and waits to be opened, since" in page and "Open what waits" in page
    waiting = client.get(project.url("measures:list_signals")).content.decode()
    assert "1 answer asks for somebody" in waiting and "Nobody waits" not in waiting
    client.post(project.url("desk:open_entries"))
    page = client.get(url).content.decode()
    assert "1 of them needs a look first: say whose it is" in page and "Open what waits" not in page
    actions.name_responders(lead=None, deputy=None, look_within=60, act_within=240, **given)
    assert "asks for somebody" not in client.get(url).content.decode()
