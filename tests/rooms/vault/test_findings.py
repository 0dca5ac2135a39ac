"""What the doctor finds in the installation: records, jobs, copies; and that a broken look is a finding."""

import os
from datetime import timedelta

import pytest
from django.core.checks import Error
from django.utils import timezone

from tests.worlds import make_project
from yarrow.vault import doctor, due, findings, standing, startup
from yarrow.vault.backups import archives
from yarrow.vault.doctor import Risk
from yarrow.vault.models import DueJob

NOW = timezone.now()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def told(look, at=NOW):
    return [each.what for each in look(at)]


def test_look_that_breaks_is_a_finding_without_its_text_and_stops_no_other(monkeypatch):
    def broken(at):
        raise ValueError("Rosa")

    monkeypatch.setattr(findings, "_looks", {})
    findings.examines("broken", broken)
    findings.examines("well", lambda at: [])
    found = findings.examine(NOW)
    assert found["well"] == []
    assert [each.what for each in found["broken"]] == ["It could not be looked at (builtins.ValueError)."]


def test_waiting_migration_is_named(db, monkeypatch):
    monkeypatch.setattr(startup, "waiting_migrations", lambda: ["one", "two"])
    assert "2 migrations are waiting." in told(standing.records)


@pytest.mark.postgres_only(reason="a file has no roles")
@pytest.mark.as_owner
def test_role_that_may_do_everything_is_named(db):
    assert "Yarrow reaches PostgreSQL as a role that may do everything." in told(standing.records)


def test_what_would_stop_the_start_is_told_with_its_hint(db, monkeypatch):
    monkeypatch.setattr(
        standing, "run_checks", lambda tags: [Error("It is broken.", hint="Mend it.", id="x.E1")]
    )
    found = list(standing.start(NOW))
    assert [(each.what, each.todo, each.weight) for each in found] == [("It is broken.", "Mend it.", "wrong")]


def test_risk_to_keys_is_told_with_what_to_do(db, monkeypatch):
    monkeypatch.setattr(
        doctor, "risks", lambda at: [Risk(None, "nobody holds the key: grant it"), Risk(None, "odd")]
    )
    assert [(each.what, each.todo) for each in standing.keys(NOW)] == [
        ("Nobody holds the key", "grant it"),
        ("Odd", "yarrow keys doctor"),
    ]


@pytest.fixture
def world(db):
    return make_project()


def row(name="vault.sweep_keys", **how):
    given = {"key": "x", "due_at": NOW - HOUR, **how}
    return DueJob.objects.create(name=name, **given)


def test_nobody_working_is_named_until_a_day_is_done(world):
    assert told(standing.jobs) == ["Nothing carries out what is due (0 waiting)."]
    done = row(done_at=NOW - HOUR)
    assert told(standing.jobs) == []
    DueJob.objects.filter(pk=done.pk).update(done_at=NOW - 27 * HOUR)
    assert told(standing.jobs) == ["Nothing carries out what is due (0 waiting)."]


def test_jobs_that_are_late_are_named_and_those_not_yet_late_are_not(world):
    row(key="done", done_at=NOW)
    waiting = row(due_at=NOW - 59 * timedelta(minutes=1))
    assert told(standing.jobs) == []
    DueJob.objects.filter(pk=waiting.pk).update(due_at=NOW - 61 * timedelta(minutes=1))
    assert told(standing.jobs) == ["Nothing carries out what is due (1 waiting)."]


def test_failing_job_is_named_with_its_class_and_project(world):
    row(key="done", done_at=NOW)
    row(n_tried=3, fault="builtins.OSError", project_id=world.project.id, due_at=NOW + HOUR)
    found = list(standing.jobs(NOW))
    assert [each.what for each in found] == ["The job vault.sweep_keys failed 3 times (builtins.OSError)."]
    assert found[0].project_id == world.project.id


def test_job_of_a_later_version_is_advice(world):
    row(key="done", done_at=NOW)
    row("later.write_poems", due_at=NOW)
    assert [(each.weight, each.what[:13]) for each in standing.jobs(NOW)] == [("advice", "1 jobs are of")]


@pytest.fixture
def copies(settings, tmp_path):
    """Two folders for backups, with a copy of yesterday in each."""
    settings.BACKUP_RECORDS, settings.BACKUP_KEYRING = str(tmp_path / "records"), str(tmp_path / "keys")
    settings.BACKUP_SAME_DISK = True
    for kind, folder in ((archives.RECORDS, "records"), (archives.KEYRING, "keys")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / archives.name_of(kind, NOW - DAY)).touch()
    return tmp_path


def test_backups_of_yesterday_are_well_and_none_set_up_is_named(copies, settings):
    assert told(standing.backups) == []
    settings.BACKUP_KEYRING = ""
    assert told(standing.backups) == ["No nightly backup is set up."]


def test_missed_backup_is_named_by_its_kind(copies):
    (copies / "keys" / archives.name_of(archives.KEYRING, NOW - DAY)).unlink()
    assert told(standing.backups) == ["There is no copy of the keyring of the last two days."]
    assert told(standing.backups, NOW + 2 * DAY)[0] == "There is no copy of the records of the last two days."


def test_copy_of_the_keyring_that_was_kept_too_long_is_named(copies):
    old = copies / "keys" / archives.name_of(archives.KEYRING, NOW - 31 * DAY)
    old.touch()
    assert told(standing.backups) == ["A copy of the keyring is older than 30 days."]
    old.rename(copies / "records" / archives.name_of(archives.RECORDS, NOW - 31 * DAY))
    assert told(standing.backups) == []


def test_both_copies_on_one_disk_are_named_unless_that_is_meant(copies, settings):
    settings.BACKUP_SAME_DISK = False
    assert told(standing.backups) == ["Records and keyring are copied to one disk."]


def test_copies_away_are_known_by_their_mark(settings, tmp_path):
    settings.HOME = tmp_path
    assert len(told(standing.copies_elsewhere)) == 1
    mark = tmp_path / standing.COPIED_AWAY
    mark.touch()
    assert told(standing.copies_elsewhere) == []
    long_ago = (NOW - 3 * DAY).timestamp()
    os.utime(mark, (long_ago, long_ago))
    assert f"since {NOW - 3 * DAY:%d %B %Y}" in told(standing.copies_elsewhere)[0]


def test_every_kind_of_job_says_in_words_what_it_does():
    assert all(kind.words for kind in due.kinds())
