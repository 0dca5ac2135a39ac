"""Reporting by a link, as a browser without scripts and without cookies does it."""

import pytest

from tests.rooms.pocket.reporting import Phone
from yarrow.contacts.models import Zone
from yarrow.safety import actions, choices
from yarrow.safety.models import Offender, Report
from yarrow.safety.told import Chosen
from yarrow.vault import inbox
from yarrow.vault.models import InboxEntry


@pytest.fixture
def door(world, given):
    world.worker("adviser")
    return actions.open_door(languages=["en-gb", "ar"], **given)


@pytest.fixture
def phone(door):
    return Phone(door)


def opened(world, at):
    """Everything that waits is read by an adviser."""
    settled = inbox.open_waiting(world.project.id, by=world.worker("adviser"), at=at)
    assert settled.n_need_a_look == 0
    return settled.n_opened


def held(world, row, path):
    return row.sealed.open_unrecorded(path, world.worker("adviser").unlocked)


def test_report_is_sealed_and_opens_as_it_was_told(phone, world, at):
    Zone.objects.create(project=world.project, code="docks", label="The docks")
    phone.presses(
        "send",
        kinds=["robbery", "threats"],
        words="He took my bag",
        day="3",
        month="1",
        hours="night",
        zone="docks",
        place="Under the bridge",
        reach="Text before noon",
        o1__phones="07700 900123\n07700 900124, 07700 900125",
        o1__plates="AB12",
        o1__age="35-44",
        o1__marks=["glasses"],
        o1__words="Soft voice",
        methods=["knife"],
        level="warn",
        tell="here",
        release="two",
    )
    assert phone.status == 200 and len(phone.words) == 6
    entry = InboxEntry.objects.get()
    assert b"bag" not in bytes(entry.envelope) and not Report.objects.exists()
    assert opened(world, at) == 1
    row = Report.objects.get()
    assert (row.way, row.kinds, row.zone.code, row.language) == (
        "phone",
        ["robbery", "threats"],
        "docks",
        "en-gb",
    )
    assert held(world, row, "incident.words") == "He took my bag"
    assert held(world, row, "incident.reach") == "Text before noon"
    assert held(world, row, "incident.facts") == {
        "day": f"{at.year}-01-03",
        "hours": "night",
        "methods": ["knife"],
        "place": "Under the bridge",
    }
    assert held(world, Offender.objects.get(), "incident.described") == {
        "phones": ["07700 900123", "07700 900124", "07700 900125"],
        "plates": ["AB12"],
        "age": "35-44",
        "marks": ["glasses"],
        "words": "Soft voice",
    }
    assert choices.standing(world.project, row.pk) == Chosen("warn", "here", "two")
