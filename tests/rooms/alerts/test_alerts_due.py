"""What Today says of alerts, to those who may do something about it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.alerts.members import NOW
from yarrow.alerts import sources
from yarrow.alerts.actions import arming, drafting, publishing
from yarrow.alerts.due import Due
from yarrow.safety import independence
from yarrow.safety.errors import Closed
from yarrow.safety.models import Challenge, Outcome
from yarrow.vault import at_once

DAY = timedelta(days=1)


def counts(ward, role="coordinator", ahead=0):
    today = (timezone.now() + ahead * DAY).date()
    found = Due(ward.world.worker(role), ward.project, today)
    at_once.read(*found.lists)
    return found.n_proposed, found.n_review, found.n_recall


def test_proposal_waits_for_everybody_but_who_proposed_it(ward):
    ward.ready()
    assert counts(ward) == (1, 0, 0) and counts(ward, "adviser") == (0, 0, 0)


@pytest.mark.parametrize("role", ["outreach", "case_worker", "manager"])
def test_nothing_is_said_to_those_without_the_key(ward, role):
    ward.ready()
    assert counts(ward, role) == (0, 0, 0)


def test_alert_is_to_be_looked_at_from_its_day_on(ward):
    ward.published(at=timezone.now())
    assert [counts(ward, ahead=n)[1] for n in (80, 93, 400)] == [0, 1, 0]


@pytest.mark.parametrize("level", ["kept", "escrow", "warn", "full"])
def test_alert_is_to_be_recalled_where_the_rule_says_so(ward, level):
    first, second = ward.report(), ward.report()
    alert = ward.published("White van. Be careful.", first, second, at=timezone.now())
    ward.choose(second, level)
    back = sources.taken_back(ward.project, [alert.pk])
    assert counts(ward)[2] == len(back) == (level in ("kept", "escrow"))


def test_alert_of_a_report_that_is_gone_or_turned_out_to_be_of_somebody_young_is_to_be_recalled(ward):
    one, other = ward.report(), ward.report()
    alerts = [ward.published("White van. Be careful.", row, at=timezone.now()) for row in (one, other)]
    one.delete()
    other.kinds = ["robbery", "young"]
    other.save()
    assert counts(ward)[2] == 2
    assert sources.taken_back(ward.project, [row.pk for row in alerts]) == {row.pk for row in alerts}


def test_today_leads_to_what_waits(ward):
    ward.ready()
    page = ward.world.client("coordinator").get(ward.project.url("desk:show_today")).content.decode()
    assert "1 alert waits for a second person" in page
    page = ward.world.client("outreach").get(ward.project.url("desk:show_today")).content.decode()
    assert "waits for a second person" not in page


def unsent(ward, role="coordinator"):
    found = Due(ward.world.worker(role), ward.project, timezone.now().date())
    at_once.read(*found.lists)
    return found.n_unsent


def test_what_is_not_handed_over_whole_is_said_until_it_is(ward, monkeypatch):
    monkeypatch.setattr(arming, "BATCH", 1)
    for n in range(2):
        ward.vouch(name=f"M{n}", phone=f"07700 90011{n}")
    assert unsent(ward) == 0
    alert = ward.published(at=timezone.now())
    assert unsent(ward) == 1 and unsent(ward, "outreach") == 0
    ward.do(arming.arm_next, by="coordinator", text=ward.text(alert))
    assert unsent(ward) == 1
    ward.arm(alert)
    assert unsent(ward) == 0
    ward.leave()
    ward.do(publishing.recall, by="adviser", alert=alert, why="A mix-up", at=timezone.now())
    assert unsent(ward) == 1


def test_today_leads_to_what_is_not_handed_over_and_its_page_goes_on(ward):
    ward.vouch(name="Ana", phone="07700 900111")
    alert = ward.published(at=timezone.now())
    ward.do(drafting.begin_correction, by="adviser", alert=alert, words={"en-gb": "Grey van."})
    client = ward.world.client("coordinator")
    assert (
        "1 text of an alert has not left" in client.get(ward.project.url("desk:show_today")).content.decode()
    )
    listed = client.get(ward.project.url("alerts:list_alerts")).content.decode()
    assert "Waiting" in listed
    shown = client.get(ward.project.url("alerts:show_alert", alert.pk)).content.decode()
    assert ward.project.url("alerts:send_alert", alert.pk) in shown


def test_report_that_a_challenge_restricted_warns_nobody(ward):
    report, kept = ward.report(), ward.report()
    alert = ward.published("White van. Be careful.", report, kept, at=timezone.now())
    challenge = Challenge.objects.create(project=ward.project, received_at=NOW)
    for n, (row, outcome) in enumerate([(report, "keep"), (report, "restrict"), (kept, "keep")]):
        told = {"outcome": outcome, "decided_by": uuid4(), "decided_at": NOW + n * DAY}
        Outcome.objects.create(project=ward.project, challenge=challenge, report=row, **told)
    assert counts(ward)[2] == 1 and sources.taken_back(ward.project, [alert.pk]) == {alert.pk}
    assert [one.report for one in sources.offered(ward.project)] == [kept]
    with pytest.raises(Closed):
        ward.draft(report)


def test_whoever_made_an_alert_of_a_report_decides_nothing_about_it(ward):
    report, other = ward.report(), ward.report()
    ward.published("White van. Be careful.", report)
    both = {ward.world.worker(role).id for role in ("adviser", "coordinator")}
    assert independence.had_a_hand(ward.project, [report.pk]) >= both
    assert ward.world.worker("coordinator").id not in independence.had_a_hand(ward.project, [other.pk])
