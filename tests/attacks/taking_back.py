"""A report is taken back, in each way that there is, while messages drawn from it wait for the morning."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.rooms.alerts.members import NOW
from yarrow.safety import actions as safety
from yarrow.safety import choices, independence
from yarrow.safety.actions import erasing
from yarrow.safety.actions.correcting import seen_of
from yarrow.safety.models import Challenge, Report
from yarrow.safety.told import read
from yarrow.sending import steps
from yarrow.sending.models import Message
from yarrow.vault import inbox
from yarrow.vault.actors import Actor


def armed_for_the_morning(ward, how):
    """Messages wait for the hours of the members as the reporter, or who decides for them, stops it; what leaves."""
    ward.vouch(name="Ana", phone="07700 900111", at=NOW)
    report = ward.report()
    ward.arm(ward.published("White van. Be careful.", report))
    morning = NOW + timedelta(hours=10)
    Message.objects.update(due_at=morning)
    assert Message.objects.filter(state="armed").exists()
    STOPS[how](ward, report)
    return steps.begin(ward.project.pk, "sms", 10, uuid4(), morning)


def take_back(ward, report):
    ward.do(erasing.take_back, by="adviser", report_id=report.pk)


def restrict(ward, report):
    sent = {"which": "07700 900456", "words": "That was not me", "reach": ""}
    by, entry_id = Actor.system("challenge"), uuid4()
    safety.leave_challenge(sent=sent, project=ward.project, by=by, at=NOW, entry_id=entry_id)
    inbox.open_waiting(ward.project.id, by=ward.world.worker("adviser"), at=NOW)
    said = {"challenge": Challenge.objects.get(pk=entry_id), "report": report, "reason": "Looked at anew"}
    # Whoever proposed or published it decides nothing; a third colleague does.
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(independence, "had_a_hand", lambda *_told: set())
        ward.do(safety.judge, by="adviser", outcome="restrict", **said)


def turns_out_young(ward, report):
    row = Report.objects.get(pk=report.pk)
    said = {"kinds": ["robbery", "young"], "setting": "", "zone": "", "month": "", "seen": seen_of(row)}
    ward.do(safety.correct, by="adviser", report=row, **said)


def turns_out_young_as_it_comes_again(ward, report):
    """Edited on the phone and sent once more: nothing else of it changed."""
    row = Report.objects.get(pk=report.pk)
    stands = choices.standing(ward.project, row.pk)
    choice = {"level": stands.level, "tell": stands.tell, "release": stands.release}
    told = read({"kinds": ["robbery", "young"], "choice": choice}, NOW.date())
    ward.do(safety.take_again, by="adviser", report=row, told=told, way="phone", received_at=NOW)


STOPS = {
    "kept": lambda ward, report: ward.choose(report, "kept"),
    "taken back": take_back,
    "restricted": restrict,
    "young": turns_out_young,
    "young again": turns_out_young_as_it_comes_again,
}
