"""The table of due jobs: added once, claimed by one, put off when it fails; and what is due of itself each day."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.worlds import make_project
from yarrow.vault import anchors, clock, due, jobs, working
from yarrow.vault.due import Kind
from yarrow.vault.models import DueJob

HOUR = timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture(autouse=True)
def at_any_hour(monkeypatch):
    """What is due of the day is due as soon as it has begun."""
    monkeypatch.setattr(jobs, "HOUR", timedelta(0))


@pytest.fixture
def seen(db, monkeypatch):
    """The keys that the hand of "test.see" was given, portion by portion; "bad" breaks it."""
    given = []

    def hand(rows, _at):
        given.append([row.key for row in rows])
        if "bad" in given[-1]:
            raise KeyError("Rosa")

    monkeypatch.setattr(due, "_kinds", {})
    due.carries(Kind("test.see", "see", hand))
    return given


def add(*keys, at, project_id=None, name="test.see"):
    due.add(name, [(project_id, key) for key in keys], due_at=at)


@pytest.mark.parametrize("project_id", [None, uuid4()], ids=["installation", "project"])
def test_add_asked_for_twice_is_one_row_also_when_it_is_done(seen, now, project_id):
    add("a", "b", at=now, project_id=project_id)
    working.batch(uuid4())
    add("b", "c", at=now, project_id=project_id)
    assert sorted(DueJob.objects.values_list("key", flat=True)) == ["a", "b", "c"]
    working.batch(uuid4())
    assert seen == [["a", "b"], ["c"]]


def test_claim_gives_what_is_due_the_first_first_and_to_one_worker_only(seen, now):
    add("later", at=now + HOUR)
    add("second", at=now - HOUR)
    add("first", at=now - 2 * HOUR)
    assert [row.key for row in due.claim(uuid4(), now, n=1)] == ["first"]
    assert [row.key for row in due.claim(uuid4(), now)] == ["second"]
    assert due.claim(uuid4(), now) == []


def test_claim_of_a_dead_worker_ends_with_its_lease(seen, now):
    add("a", at=now)
    dead, heir = uuid4(), uuid4()
    rows = due.claim(dead, now)
    assert due.claim(heir, now + due.LEASE - timedelta(seconds=1)) == []
    assert due.claim(heir, now + due.LEASE) == rows
    assert due.carry_out(rows, dead) == 0 and seen == []
    assert due.carry_out(rows, heir) == 1 and seen == [["a"]]


def test_job_of_a_kind_nobody_here_knows_waits_for_who_does(seen, now):
    add("a", at=now, name="test.of_a_later_version")
    assert working.batch(uuid4()) == (0, 0)
    assert DueJob.objects.get().claimed_by is None


def test_one_that_fails_is_put_off_and_holds_up_no_other(seen, now, capfd):
    add("a", "bad", "c", at=now)
    assert working.batch(uuid4()) == (3, 2)
    assert seen == [["a", "bad", "c"], ["a"], ["bad"], ["c"]]
    row = DueJob.objects.get(done_at=None)
    assert (row.key, row.n_tried, row.fault, row.claimed_by) == ("bad", 1, "builtins.KeyError", None)
    assert timedelta(seconds=50) < row.due_at - now < timedelta(seconds=90)
    assert "Rosa" not in "".join(capfd.readouterr())


def test_pauses_grow_and_end_growing(seen, now):
    add("bad", at=now)
    waits, worker = [], uuid4()
    for _each in range(7):
        DueJob.objects.update(due_at=now)
        due.carry_out(due.claim(worker, timezone.now()), worker)
        waits.append(round((DueJob.objects.get().due_at - timezone.now()) / timedelta(minutes=1)))
    assert waits == [1, 5, 30, 120, 360, 360, 360]
    assert DueJob.objects.get().n_tried == 7


def test_job_that_goes_alone_gets_one_row_and_its_own_lease(seen, now):
    leases = []

    def hand(rows, at):
        leases.append((len(rows), DueJob.objects.get(pk=rows[0].pk).due_at - at))

    due.carries(Kind("test.long", "take long", hand, alone=True, lease=9 * HOUR))
    add("a", "b", at=now, name="test.long")
    assert working.batch(uuid4()) == (2, 2)
    assert leases == [(1, 9 * HOUR)] * 2


def test_stopped_between_portions_gives_back_what_was_not_begun(seen, now):
    due.carries(Kind("test.long", "take long", seen.append, alone=True))
    add("a", at=now)
    add("b", at=now + timedelta(microseconds=1), name="test.long")
    answers = iter([False, True])
    assert working.batch(uuid4(), lambda: next(answers)) == (2, 1)
    left = DueJob.objects.get(done_at=None)
    assert (left.name, left.claimed_by) == ("test.long", None) and left.due_at <= timezone.now()


@pytest.fixture
def world(db):
    return make_project()


def done():
    return sorted(DueJob.objects.exclude(done_at=None).values_list("name", "project_id"), key=str)


def test_each_day_of_each_project_is_carried_out_once(world, now):
    other = make_project("other")
    for _each in range(2):
        working.batch(uuid4())
    each = [world.project.id, other.project.id]
    assert done() == sorted(
        [(name, one) for name in ("vault.anchor_trail", "vault.retention") for one in each]
        + [("vault.retention_here", None), ("vault.sweep_keys", None)],
        key=str,
    )
    assert [len(anchors.of_trail(one)) for one in each] == [1, 1]
    jobs.plan(now + timedelta(days=1))
    assert DueJob.objects.filter(done_at=None).count() == 6


def test_day_before_its_hour_is_planned_and_not_yet_due(world, now, monkeypatch):
    monkeypatch.setattr(jobs, "HOUR", 2 * HOUR)
    midnight = now.replace(hour=0, minute=0, second=0) + timedelta(days=1)
    jobs.plan(midnight)
    assert due.claim(uuid4(), midnight + jobs.HOUR - timedelta(seconds=1)) == []
    assert len(due.claim(uuid4(), midnight + jobs.HOUR)) == 4


def test_day_that_failed_goes_on_into_the_next_instead_of_piling_up(world, now, monkeypatch):
    monkeypatch.setattr(jobs.anchors, "anchor_trail", lambda project_id, at: 1 / 0)
    working.batch(uuid4())
    for days in range(1, 4):
        jobs.plan(now + timedelta(days=days))
    row = DueJob.objects.get(name="vault.anchor_trail")
    assert (row.n_tried, row.fault) == (1, "builtins.ZeroDivisionError")


def test_retention_ends_only_what_is_of_its_project_and_fails_when_something_is_left(world, now, monkeypatch):
    acts = []

    def fails(at):
        raise clock.Fault("broken")

    def found(rule, project_id, at):
        apply = {world.project.id: lambda _at: acts.append("here"), None: fails}[project_id]
        return [clock.Step(rule, project_id, now.date(), 1, apply)]

    monkeypatch.setattr(clock, "_found", found)
    monkeypatch.setattr(clock, "clocks", lambda: ["device"])
    working.batch(uuid4())
    assert acts == ["here"]
    assert [row.fault for row in DueJob.objects.filter(done_at=None)] == ["yarrow.vault.jobs.StepsLeft"]


def test_rows_done_a_month_ago_are_deleted_and_no_others(seen, now):
    add("old", "new", "waiting", at=now)
    DueJob.objects.filter(key="old").update(done_at=now - jobs.KEPT - HOUR)
    DueJob.objects.filter(key="new").update(done_at=now - jobs.KEPT + HOUR)
    jobs.plan(now)
    assert set(DueJob.objects.values_list("key", flat=True)) == {"new", "waiting"}


def test_backup_is_a_job_where_both_folders_are_named(seen, settings, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(jobs.taking, "take", lambda *where, **how: asked.append((*where, how["same_disk"])))
    settings.BACKUP_RECORDS = str(tmp_path / "a")
    jobs.ready()
    assert "vault.backup" not in due._kinds
    settings.BACKUP_KEYRING, settings.BACKUP_SAME_DISK = str(tmp_path / "b"), True
    jobs.ready()
    jobs.plan(timezone.now())
    DueJob.objects.exclude(name="vault.backup").delete()
    DueJob.objects.update(due_at=timezone.now())
    working.batch(uuid4())
    assert asked == [(tmp_path / "a", tmp_path / "b", True)]
