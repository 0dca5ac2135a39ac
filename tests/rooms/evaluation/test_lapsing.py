"""Figures that nobody published are dropped by the clock; what was out stays in the ledger."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.evaluation.crowd import fill, propose, publish
from yarrow.evaluation import lapsing
from yarrow.evaluation.errors import WrongStep
from yarrow.evaluation.models import Release, ReleasedCell
from yarrow.vault import clock
from yarrow.vault.models import TrailRow

LATER = timedelta(days=91)


def due(at):
    return [step for step in clock.due(at) if step.rule == lapsing.RULE]


def lapse(at):
    return [step.apply(at) or step.subject for step in due(at)]


def test_proposal_is_dropped_after_ninety_days_and_once(world, diary):
    fill(diary)
    release = propose(world)
    at = timezone.now()
    assert lapse(at + timedelta(days=89)) == []
    assert lapse(at + LATER) == [release.id]
    held = Release.objects.get()
    assert (held.state, held.ended_at, held.ended_by) == ("dropped", at + LATER, clock.BY.id)
    assert TrailRow.objects.get(act="evaluation.drop_release").role == "system"
    assert lapse(at + 40 * LATER) == []


def test_published_release_stays_in_the_ledger_for_ever(world, diary):
    fill(diary)
    publish(world, propose(world))
    assert lapse(timezone.now() + 40 * LATER) == []
    assert Release.objects.get().state == "published" and ReleasedCell.objects.ledger(world.project)


def test_proposal_published_meanwhile_is_not_dropped(world, diary):
    fill(diary)
    release = propose(world)
    [step] = due(timezone.now() + LATER)
    publish(world, release)
    with pytest.raises(WrongStep):
        step.apply(timezone.now() + LATER)
    assert Release.objects.get().state == "published"
