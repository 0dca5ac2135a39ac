"""The town's alerts: one in force, one that waits, one that is over; nothing risky is left open in any."""

import pytest

from yarrow.alerts import board_words, risks, sources
from yarrow.alerts.actions.holding import report_ids_of
from yarrow.alerts.models import Alert, AlertText, Approval

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite_only(reason="what the town holds does not depend on the database"),
]


def test_town_has_an_alert_in_force_one_that_waits_and_one_that_is_over(town):
    assert sorted(Alert.objects.values_list("state", flat=True)) == ["expired", "proposed", "published"]
    text = AlertText.objects.get(alert__state="published")
    assert "White van" in board_words.of_text(text)["en-gb"]
    page = town.client("outreach").get(town.project.url("alerts:list_alerts")).content.decode()
    assert "White van" in page and "tattoo" not in page


def test_alerts_of_the_town_were_published_by_a_second_person(town):
    for alert in Alert.objects.exclude(state="proposed"):
        acts = dict(Approval.objects.filter(alert=alert).values_list("act", "by"))
        assert set(acts) == {"propose", "publish"} and len(set(acts.values())) == 2


def test_waiting_alert_of_the_town_would_pass_the_checker(town):
    text = AlertText.objects.select_related("alert__project", "project").get(alert__state="proposed")
    reports = sources.warnable(town.project, report_ids_of(text.alert))
    looked = risks.look(town.crew.actor("coordinator"), text, reports, text.alert.drafted_at, "test.look")
    assert looked.n_open == 0
    assert not {risk.finding.code for risk in looked.risks} & {"verbatim", "own_number", "legal"}
