"""The retention clock: what is due when, each once, and what a project's trail looks like after pruning."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.worlds import make_project
from yarrow.staff.actions import joining
from yarrow.staff.models import Invitation
from yarrow.vault import anchors, append_only, clock, devices, fence, intake, pruning, retention, trail
from yarrow.vault.actors import Actor
from yarrow.vault.models import Device, SealedSession, TrailRow

DAY = timedelta(days=1)
SOMEONE = Actor(uuid4(), "manager")


@pytest.fixture
def world(own_files, db):
    return make_project()


@pytest.fixture
def now():
    return timezone.now()


def run_only(rule, at, monkeypatch):
    monkeypatch.setattr(clock, "clocks", lambda: [rule])
    return clock.run(at)


def test_every_rule_with_a_clock_has_a_hand_and_none_is_faulty():
    assert clock.faults() == [] and clock.check_clock() == []
    assert set(clock.clocks()) == {name for name, rule in retention.RULES.items() if rule.after is not None}
    assert clock.clocks()[-1] == "trail"


def test_rule_without_a_hand_stops_the_start(monkeypatch):
    monkeypatch.delitem(clock._hands, "device")
    assert [each.id for each in clock.check_clock()] == ["vault.E002"]
    assert "rule device has a clock" in clock.check_clock()[0].msg


def test_model_that_names_no_moment_stops_the_start(monkeypatch):
    monkeypatch.setattr(Device.Privacy, "event", "named_at")
    assert "vault.Device names no moment" in clock.check_clock()[0].msg


def test_revoked_device_goes_on_its_day_and_once(world, now, monkeypatch):
    made = [
        devices.add_device(
            world.project.id, name=name, public_key=intake.new_points().public, by=SOMEONE, at=now
        )
        for name in ("Old tablet", "New tablet")
    ]
    devices.revoke_device(made[0], by=SOMEONE, at=now)
    assert run_only("device", now + 90 * DAY - timedelta(seconds=1), monkeypatch).done == []
    ran = run_only("device", now + 90 * DAY, monkeypatch)
    assert [(step.n, step.project_id, step.on) for step in ran.done] == [
        (1, world.project.id, (now + 90 * DAY).date())
    ]
    assert list(Device.objects.all()) == [made[1]]
    assert run_only("device", now + 3650 * DAY, monkeypatch).done == []
    row = TrailRow.objects.filter(act="vault.let_go").get()
    assert (row.reason, row.fields, row.by_id) == ("device: 1", ["vault.device"], clock.BY.id)


def test_invitation_and_its_address_go_a_month_after_the_link_ran_out(world, now, monkeypatch):
    joining.invite_worker(
        project=world.project,
        name="Ines",
        email="ines@small.example",
        role="peer",
        by=world.worker("manager"),
        at=now,
    )
    ends = Invitation.objects.get(email="ines@small.example").expires_at
    run_only("invitation", ends + 29 * DAY, monkeypatch)
    assert Invitation.objects.filter(email="ines@small.example").exists()
    run_only("invitation", ends + 30 * DAY, monkeypatch)
    assert not Invitation.objects.filter(email="ines@small.example").exists()


def test_ended_session_goes(world, now, monkeypatch):
    world.client("manager")
    ends = SealedSession.objects.get().expires_at
    run_only("session_end", ends - DAY / 24, monkeypatch)
    assert SealedSession.objects.count() == 1
    assert run_only("session_end", ends, monkeypatch).done[0].project_id is None
    assert not SealedSession.objects.exists()


def test_one_step_that_fails_is_left_and_stops_no_other(db, now, monkeypatch):
    def fails(at):
        raise clock.Fault("broken")

    done = []
    steps = [clock.Step("device", None, now.date(), 1, act) for act in (fails, done.append)]
    monkeypatch.setattr(clock, "due", lambda *_: steps)
    ran = clock.run(now)
    assert (ran.left, ran.done, done) == ([steps[0]], [steps[1]], [now])


def write(project_id, at, n=1):
    for _each in range(n):
        with transaction.atomic():
            trail.note(project_id, by=SOMEONE, act="test.act", at=at)


@pytest.fixture
def old_trail(db, settings, tmp_path, now):
    """Three rows of three years ago, two of today; the end of the old ones was anchored."""
    settings.ANCHORS = tmp_path / "anchors.jsonl"
    project_id = uuid4()
    fence.enter(project_id)
    write(project_id, now - 1095 * DAY, 3)
    anchors.anchor_trails(now - 1095 * DAY)
    write(project_id, now, 2)
    return project_id


def test_trail_is_pruned_behind_a_signed_checkpoint_and_stays_whole(old_trail, now):
    [step] = list(pruning.steps(old_trail, now))
    assert step.n == 3
    step.apply(now)
    rows = TrailRow.objects.filter(project_id=old_trail).order_by("n")
    assert [row.n for row in rows] == [4, 5, 6]
    assert (rows[2].act, rows[2].reason) == ("vault.prune_trail", "rows: 3")
    assert anchors.verify(old_trail) == []
    assert append_only.standing(connection) == append_only.wanted(connection)
    assert list(pruning.steps(old_trail, now)) == []
    write(old_trail, now)
    assert anchors.verify(old_trail) == []


def test_quiet_trail_keeps_the_row_of_its_pruning(db, project_id, now):
    write(project_id, now - 1095 * DAY, 3)
    pruning.prune(project_id, now)
    assert [row.act for row in TrailRow.objects.filter(project_id=project_id)] == ["vault.prune_trail"]
    assert anchors.verify(project_id) == []


@pytest.mark.postgres_only(reason="on SQLite nobody but this process could ask")
def test_database_itself_cuts_no_row_before_its_time(old_trail):
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        append_only.cut(connection, old_trail, 4)
    with fence.around(uuid4()), transaction.atomic():
        append_only.cut(connection, old_trail, 3)
    assert TrailRow.objects.count() == 5


def test_checkpoint_written_before_a_process_died_leaves_a_whole_trail(old_trail, now, monkeypatch):
    def dies(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(pruning.append_only, "cut", dies)
        with pytest.raises(KeyboardInterrupt):
            pruning.prune(old_trail, now)
    assert TrailRow.objects.filter(project_id=old_trail).count() == 5
    assert anchors.verify(old_trail) == []
    assert pruning.prune(old_trail, now) == 3 and anchors.verify(old_trail) == []


@pytest.mark.as_owner
@pytest.mark.parametrize("forged", ["no_checkpoint", "not_ours", "further"])
def test_rows_cut_without_our_checkpoint_are_missed(old_trail, now, forged, settings):
    end = TrailRow.objects.get(project_id=old_trail, n=3 if forged != "further" else 4)
    pruning.prune(old_trail, now)
    if forged == "further":
        append_only.remove(connection)
        TrailRow.objects.filter(project_id=old_trail, n=4).delete()
        append_only.install(connection)
        assert anchors.verify(old_trail) != []
        return
    lines = [line for line in settings.ANCHORS.read_text().splitlines() if "pruned" not in line]
    settings.ANCHORS.write_text("\n".join(lines) + "\n")
    if forged == "not_ours":
        fact = {"kind": "pruned", "project": str(old_trail), "n": end.n, "hash": end.hash, "signed": "0" * 64}
        anchors._add(fact, now)
    assert anchors.verify(old_trail)[0].what == "missing"
