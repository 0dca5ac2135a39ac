"""`yarrow retention`: what it says, what it does, and that a dry run does nothing."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.worlds import make_project
from yarrow.people import clock as people_clock
from yarrow.people.actions import add_person
from yarrow.people.models import Person
from yarrow.vault import clock
from yarrow.vault.keyring import KeyringBusy
from yarrow.vault.models import TrailRow

YEARS = timedelta(days=3 * 365 + 60)


@pytest.fixture
def world(db):
    return make_project(at=timezone.now() - timedelta(days=3650))


@pytest.fixture
def two(world):
    """One whose time is up, and one whose day comes in a fortnight."""
    at = timezone.now() - YEARS
    made = [
        add_person(project=world.project, by=world.worker("coordinator"), at=at, called=name)
        for name in ("Ayo", "Bea")
    ]
    soon = people_clock.years_later(timezone.localdate() + timedelta(days=14), -3)
    Person.objects.filter(pk=made[1].pk).update(first_met_on=soon)
    return made


def said(*options):
    out = io.StringIO()
    call_command("retention", *options, stdout=out)
    return out.getvalue().splitlines()


def of_people(lines):
    return [line for line in lines if "last_contact" in line]


def test_dry_run_says_now_and_ahead_and_changes_nothing(world, two):
    before = TrailRow.objects.count()
    lines = of_people(said("--dry-run"))
    assert len(lines) == 2
    assert all("small: last_contact, 1 would be erased: reduced to counts" in line for line in lines)
    assert lines[0][:10] < timezone.localdate().isoformat() < lines[1][:10]
    assert Person.objects.present().count() == 2 and TrailRow.objects.count() == before


def test_run_reduces_who_is_due_and_says_so_once(world, two):
    assert len(of_people(said())) == 1
    assert list(Person.objects.present()) == [two[1]]
    assert of_people(said()) == []


def test_lines_carry_no_code_and_no_name(world, two):
    lines = " ".join([*said("--dry-run"), *said()])
    assert not [word for word in ("Ayo", "Bea", *(each.code for each in two)) if word in lines]


def test_what_could_not_be_done_is_said_with_status_1(world, two, monkeypatch):
    def busy(*args, **kwargs):
        raise KeyringBusy("being read")

    monkeypatch.setattr(clock.forgetting, "forget", busy)
    with pytest.raises(CommandError, match="1 could not be carried out") as failed:
        said()
    assert failed.value.returncode == 1
    assert Person.objects.present().count() == 2


def test_nothing_due_is_said(world, monkeypatch):
    monkeypatch.setattr(clock, "due", lambda *_: iter(()))
    assert said("--dry-run") == ["nothing is due in the next 30 days"]
    assert said() == ["nothing was due"]
