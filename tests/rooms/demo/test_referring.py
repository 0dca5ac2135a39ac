"""Referrals of the town: what came of them, the silent ones, and the published pathway's funnel."""

from datetime import timedelta

import pytest

from yarrow.demo.referring import ON_PATHWAY, PATHWAY, SCREENED, WAYS
from yarrow.methods.funnels import funnel, steps_reached
from yarrow.methods.pathways import after
from yarrow.referrals import extract, lists, walking
from yarrow.referrals.models import Referral
from yarrow.sharing.models import Share


def test_ways_of_the_town_can_be_walked():
    sent = [way for way in WAYS if way is not None]
    for way in sent:
        state = "sent"
        for step in way:
            act, _colon, reason = step.partition(":")
            state = after(state, act)
            assert not reason or reason in dict(lists.reasons_for(act))
    attended = [way for way in sent if {"attend", "accompany"} & set(way)]
    engaged = [way for way in sent if "engage" in way]
    assert (len(WAYS), len(attended), len(engaged)) == (20, 12, 7)


@pytest.fixture
def rows(town):
    today = town.today
    return list(extract.referrals(town.project, today - timedelta(days=400), today))


def test_most_attend_a_third_goes_on_there_and_some_stay_silent(town, rows):
    reached = {one.stage: one.n for one in funnel(one.walked for one in rows)}
    assert len(rows) >= 20 and Share.objects.filter(how="referral").count() >= reached["sent"]
    assert 0.5 <= reached["attended"] / reached["sent"] <= 0.7
    assert 0.28 <= reached["engaged"] / reached["sent"] <= 0.42
    assert Referral.objects.of(town.project).silent(town.today).exists()
    assert {"judged_sex_work", "refused_use"} <= {one.reason for one in rows}


def test_the_published_pathway_in_the_town(town):
    version = walking.pathway_in(town.project, PATHWAY)
    found = {one.step: one for one in steps_reached(version.pathway, extract.steps(town.project, PATHWAY))}
    assert (found["group"].n, found["screen"].n, found["screen"].n_done) == (ON_PATHWAY, SCREENED, SCREENED)
    assert found["stabilisation"].n_times == SCREENED + 1
