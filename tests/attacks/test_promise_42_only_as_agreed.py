"""A dangerous answer is told to the lead only as the person agreed before the form began."""

import itertools
import json
from uuid import uuid4

import pytest
from django.utils import timezone

from yarrow.measures import actions, importing, making, rules, taking
from yarrow.measures.models import Signal
from yarrow.methods.forms import Chosen
from yarrow.people.actions import add_person
from yarrow.vault import inbox
from yarrow.vault.models import TrailRow

PROMISE = (
    "A dangerous answer is told to the lead and the deputy only as the person agreed before the form began; nothing is "
    "ever reported to anybody by itself."
)
WAYS = ("saved", "finished", "put right", "without a signal")


@pytest.fixture
def version(world):
    """A form with one answer that asks for a response; the manager is the lead."""
    act = told(world)
    lead = world.account("manager").worker
    actions.name_responders(lead=lead, deputy=None, look_within=60, act_within=240, **act)
    raw = making.questionnaire_of("How are things?", "Are you safe? [yes; no]\nElse?", "en")
    kept = actions.keep_form(brought=importing.bring(json.dumps(raw), None), **act)
    marked = actions.mark_dangers(version=kept, dangers={"q1": ["2"]}, **act)
    return actions.publish_version(version=marked, **act)


def told(world):
    return {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}


def answer(world, version, agreed, way):
    """A dangerous answer by one of the ways that answers are kept."""
    act = told(world)
    person = add_person(called="Kim", **act)
    if way == "without a signal":
        leave(world, person, version, agreed)
        return
    said = {"occasion": "intake", "answered_by": "person", "how": "aloud", "language": "en", "agreed": agreed}
    filling = actions.begin_filling(person=person, version=version, entry_id=uuid4(), **said, **act)
    dangerous = {"given": {"q1": (Chosen("2"),)}, "asked": frozenset({"q1"})}
    if way != "put right":
        assert actions.save_answers(filling=filling, seen=1, **dangerous, **act).is_dangerous
    if way != "saved":
        filling = actions.finish_filling(filling=filling, **act)
    if way == "put right":
        amend = {**dangerous, "reason": "misheard", "seen": filling.version}
        assert actions.amend_answers(filling=filling, **amend, **act).is_dangerous


def leave(world, person, version, agreed):
    """The same answer given on a device, and opened by the next holder."""
    act = told(world)
    said = {"occasion": "intake", "answered_by": "person", "how": "aloud", "language": "en", "agreed": agreed}
    said |= {"answered_at": act["at"].isoformat(), "n_sent": 0}
    payload = {"version": str(version.id), "filling": "", "who": {"person": str(person.id)}, "said": said}
    payload |= {"boxes": {"q1": ["2"]}, "asks_contact": False, "is_finished": True, "written_by": ""}
    inbox.leave(world.project.id, "notes", kind=taking.FILLING, payload=payload, entry_id=uuid4(), **_by(act))
    assert inbox.open_waiting(world.project.id, **_by(act)).n_opened == 1


def _by(act):
    return {"by": act["by"], "at": act["at"]}


def told_to_somebody(world, version):
    """(agreed, way) of every dangerous answer that somebody was told of, though nobody agreed to it."""
    found = []
    for agreed, way in itertools.product(("no", ""), WAYS):
        before = Signal.objects.count()
        answer(world, version, agreed, way)
        found += [(agreed, way)] if Signal.objects.count() > before else []
    return found


def test_nobody_is_told_of_a_dangerous_answer_without_agreement(world, version):
    assert told_to_somebody(world, version) == []
    assert not TrailRow.objects.filter(act="measures.raise_signal").exists()
    page = world.client("manager").get(world.project.url("measures:list_signals"))
    assert page.status_code == 200 and not page.context["waiting"]


@pytest.mark.parametrize("way", WAYS)
def test_agreement_is_what_makes_the_signal(world, version, way):
    """The same answers with a yes: so it was agreement that was missing above, and not the danger."""
    answer(world, version, "yes", way)
    assert Signal.objects.count() == 1


def test_agreement_twin_that_is_not_asked_is_caught(world, version, monkeypatch):
    monkeypatch.setattr(rules, "may_tell", lambda filling: True)
    assert len(told_to_somebody(world, version)) == 8
