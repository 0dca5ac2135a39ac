"""What becomes overdue is noted by a job when its time comes, for the deputy's Today and for the doctor."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from yarrow.measures import actions, overdue, queries
from yarrow.measures.models import Signal
from yarrow.vault import due
from yarrow.vault.models import DueJob, TrailRow

MINUTE = timedelta(minutes=1)


@pytest.fixture
def run():
    """run(at) -> carry out the jobs of this room that are due by then, as `yarrow work` does."""

    def carry(at):
        worker = uuid4()
        rows = [row for row in due.claim(worker, at) if row.name == overdue.JOB]
        overdue.note(rows, at)
        return len(rows)

    return carry


@pytest.fixture
def signal(staffed, says_danger):
    says_danger("yes")
    return Signal.objects.get()


def noted():
    return TrailRow.objects.filter(act="measures.note_overdue").count()


def test_both_times_of_a_signal_are_watched_once(signal):
    keys = sorted(DueJob.objects.filter(name=overdue.JOB).values_list("key", "due_at"))
    assert keys == [(f"{signal.id} act", signal.act_by), (f"{signal.id} look", signal.look_by)]


def test_nobody_looked_in_time_is_noted_though_nobody_opened_a_page(signal, run, step):
    assert run(signal.look_by - MINUTE) == 0 and noted() == 0
    assert run(signal.look_by + MINUTE) == 1
    signal.refresh_from_db()
    assert signal.overdue_at == signal.look_by + MINUTE and noted() == 1
    assert TrailRow.objects.get(act="measures.note_overdue").subject == signal.person_id


def test_looked_at_in_time_and_nothing_done_is_noted_at_the_second_time(signal, run, step):
    step(signal, "acknowledge")
    run(signal.look_by + MINUTE)
    signal.refresh_from_db()
    assert signal.overdue_at is None and noted() == 0
    run(signal.act_by + MINUTE)
    signal.refresh_from_db()
    assert signal.overdue_at == signal.act_by + MINUTE


@pytest.mark.parametrize(("act", "said"), [("act", {"words": "Tea"}), ("close", {"reason": "reached"})])
def test_answered_in_time_is_never_noted(signal, run, step, act, said):
    step(signal, act, **said)
    run(signal.act_by + MINUTE)
    signal.refresh_from_db()
    assert signal.overdue_at is None and noted() == 0


def test_signal_that_is_gone_does_not_stop_the_others(signal, run):
    due.add(overdue.JOB, [(signal.project_id, f"{uuid4()} look")], due_at=signal.look_by)
    assert run(signal.look_by + MINUTE) == 2 and noted() == 1


def test_worker_carries_it_out_and_a_drill_is_watched_as_well(staffed, given, project):
    actions.raise_drill(**{**given, "at": timezone.now() - timedelta(hours=2)})
    worker = uuid4()
    rows = due.claim(worker, timezone.now())
    mine = [row for row in rows if row.name == overdue.JOB]
    assert due.carry_out(mine, worker) == 1
    assert Signal.objects.get().overdue_at and noted() == 1


@pytest.mark.parametrize("role", ["manager", "case_worker"])
def test_deputy_sees_on_today_since_when_as_the_lead_does(signal, world, project, role):
    page = world.client(role).get(project.url("desk:show_today"))
    assert page.context["today"].overdue_since == signal.look_by
    assert "Overdue since" in page.content.decode()


def test_page_of_the_signal_says_when_it_was_noted(signal, run, world, project):
    url, client = project.url("measures:show_signal", signal.id), world.client("manager")
    assert "it was noted" not in client.get(url).content.decode()
    run(signal.look_by + MINUTE)
    assert "it was noted" in client.get(url).content.decode()


def test_doctor_counts_what_is_late_and_names_nobody(signal, project, at):
    assert list(overdue.examine(signal.look_by)) == []
    (found,) = overdue.examine(signal.look_by + MINUTE)
    assert found.what.startswith("1 signals") and found.project_id == project.id
    assert found.weight == "advice" and "Kim" not in repr(found)


@pytest.mark.parametrize(
    ("state", "minutes", "then"),
    [
        ("waiting", 61, 60),
        ("waiting", 60, None),
        ("seen", 61, None),
        ("seen", 241, 240),
        ("acted", 999, None),
    ],
)
def test_late_since(at, state, minutes, then):
    look, act = at + 60 * MINUTE, at + 240 * MINUTE
    since = overdue.late_since(state, look, act, at + minutes * MINUTE)
    assert since == (None if then is None else at + then * MINUTE)
    row = Signal(state=state, look_by=look, act_by=act)
    assert queries.is_overdue(row, at + minutes * MINUTE) is (then is not None)
