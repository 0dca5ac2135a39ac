"""What referrals of the built town came to; asked by test_town, so that the town is built once."""

from datetime import timedelta

from tests.rooms.demo.conftest import NOW as NOW
from tests.rooms.demo.judged import check_judged as check_judged
from yarrow.demo.referring import ON_PATHWAY, PATHWAY, SCREENED
from yarrow.methods.funnels import funnel, steps_reached
from yarrow.referrals import extract, walking
from yarrow.referrals.models import Referral
from yarrow.sharing.models import Answer


def check_followed(project, today):
    """Most attend, a third goes on there, some stay silent, and two are refused for what they do or take."""
    rows = list(extract.referrals(project, today - timedelta(days=400), today))
    reached = {one.stage: one.n for one in funnel(one.walked for one in rows)}
    assert len(rows) >= 20
    assert 0.5 <= reached["attended"] / reached["sent"] <= 0.7
    assert 0.28 <= reached["engaged"] / reached["sent"] <= 0.42
    assert Referral.objects.of(project).silent(today).exists()
    assert {"judged_sex_work", "refused_use"} <= {one.reason for one in rows}


def check_answered(project):
    """One partner took somebody on, which was seen; one refused for sex work, which nobody has seen yet."""
    said = Answer.objects.filter(project=project).order_by("said_at")
    assert [(one.answer, one.reason, one.seen_at is not None) for one in said] == [
        ("booked", "", True),
        ("refused", "sex_work", False),
    ]


def check_pathway(project):
    """Eleven set out, four are screened and go on, one of them after a step back."""
    version = walking.pathway_in(project, PATHWAY)
    found = {one.step: one for one in steps_reached(version.pathway, extract.steps(project, PATHWAY))}
    assert (found["group"].n, found["screen"].n, found["screen"].n_done) == (ON_PATHWAY, SCREENED, SCREENED)
    assert found["stabilisation"].n_times == SCREENED + 1
