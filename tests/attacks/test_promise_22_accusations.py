"""One person publishes no accusation, and nobody is accused by a member's own number or by one voice counted twice."""

import contextlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from tests.attacks.taking_back import STOPS, armed_for_the_morning
from tests.rooms.alerts.warning import Ward
from tests.worlds import make_project
from yarrow.alerts import alert_rules, reaching, risks, sources
from yarrow.alerts.actions import drafting, publishing
from yarrow.alerts.models import Alert, Delivery
from yarrow.methods.leaks import looking, numbers
from yarrow.methods.refusals import Refusal
from yarrow.people import actions as people
from yarrow.safety import withheld
from yarrow.safety.models import Report
from yarrow.sending.models import Message

PROMISE = (
    "One person cannot publish an accusation: what is risky in an alert is found and answered, a second person "
    "publishes it, nothing leaves of a report that was taken back meanwhile or since, and one reporter counts once."
)
OWN, ACCUSING = "07700 900111", "He calls from 07700 900 111, be careful"
ROLES = ("adviser", "coordinator", "manager", "administrator", "outreach")


@pytest.fixture
def ward(db, settings, tmp_path):
    settings.REACH_KEY = tmp_path / "keys" / "reach-key"
    settings.SMS_URL, settings.SMS_ACCOUNT, settings.SMS_PASSWORD = "http://127.0.0.1:9", "ours", "secret"
    return Ward(world=make_project()).start()


def reached():
    """What left, or stands where members read it."""
    return (
        Alert.objects.filter(state="published").exists()
        or Delivery.objects.exists()
        or Message.objects.exists()
    )


def alone(ward):
    """The proposer, and everybody who may not, try to publish by the page and by the act."""
    ward.vouch(name="Ana", phone=OWN, at=timezone.now())
    alert = ward.ready("White van. Be careful.")
    text, path = ward.text(alert), ward.project.url("alerts:publish_alert", alert.pk)
    for role in ROLES:
        if role != "coordinator":
            ward.world.client(role, raise_request_exception=False).post(path, {"version": text.version})
    with contextlib.suppress(Refusal):
        ward.publish(alert, by="adviser")
    return reached()


def by_another_hand(ward):
    """Whoever wrote the words publishes them, after a colleague did no more than press "propose"."""
    alert = ward.draft()
    ward.write(alert, "White van. Be careful.")
    ward.write(alert, "White van. Be careful.", kept=ward.kept(alert))
    with contextlib.suppress(Refusal):
        ward.propose(alert, by="coordinator")
        ward.publish(alert, by="adviser")
    return reached()


def accuses_member(ward, words, report=None):
    """A text with the number of a member, with a reason for all that is risky, goes as far as it can."""
    ward.vouch(name="Ana", phone=OWN, at=timezone.now())
    alert = ward.draft(report or ward.report())
    ward.write(alert, words)
    answered = {risk.key: "They agreed" for risk in ward.looked(alert).risks}
    ward.write(alert, words, kept=answered)
    try:
        ward.propose(alert)
        ward.publish(alert)
    except Refusal:
        pass
    return reached()


def taken_back_meanwhile(ward, monkeypatch):
    """The reporter takes it back after the page was looked at, in the middle of the press."""
    report = ward.report()
    alert = ward.ready("White van. Be careful.", report)
    whom = reaching.whom

    def meanwhile(*told):
        ward.choose(report, "kept")
        return whom(*told)

    monkeypatch.setattr(reaching, "whom", meanwhile)
    with contextlib.suppress(Refusal):
        ward.publish(alert)
    return reached()


def voices(ward):
    """How many people a page says that two reports of one reporter are by."""
    first = ward.report()
    again = ward.report(reporter=str(first.pk))
    alert = ward.draft(first, again)
    page = ward.world.client("adviser").get(ward.project.url("alerts:show_alert", alert.pk)).content.decode()
    return "from 2 reports by 1 person" in " ".join(page.split())


def test_nobody_publishes_alone(ward):
    assert not alone(ward)


def test_twin_without_a_second_person_is_found(ward, monkeypatch):
    monkeypatch.setattr(alert_rules, "check_second", lambda first, by: None)
    assert alone(ward)


def test_nobody_publishes_what_they_wrote_by_another_hand(ward):
    assert not by_another_hand(ward)


def test_twin_where_anybody_proposes_is_found(ward, monkeypatch):
    monkeypatch.setattr(alert_rules, "check_may_propose", lambda text, by: None)
    assert by_another_hand(ward)


def test_nobody_is_accused_by_the_number_of_a_member(ward):
    assert not accuses_member(ward, ACCUSING)


def test_nobody_is_accused_by_the_number_of_somebody_supported(ward):
    told = {"project": ward.project, "by": ward.world.worker("coordinator"), "at": timezone.now()}
    person = people.add_person(called="Rosa", **told)
    people.add_way_to_reach(
        person=person, kind="phone", value="+44 7700 900222", safe_times="", cautions=[], **told
    )
    assert not accuses_member(ward, "Rings from oh seven seven double oh nine hundred 222")


def test_report_that_names_a_members_number_is_flagged(ward):
    ward.vouch(name="Ana", phone=OWN, at=timezone.now())
    alert = ward.draft(ward.report(offenders=[{"phones": ["+447700900111"]}]))
    assert "names_person" in {risk.finding.code for risk in ward.looked(alert).risks}
    ward.write(alert, "Be careful at night")
    with pytest.raises(Refusal):
        ward.propose(alert)


def test_twin_that_knows_no_numbers_is_found(ward, monkeypatch):
    monkeypatch.setattr(risks, "_numbers", lambda *_told: set())
    assert accuses_member(ward, ACCUSING)


def test_twin_without_patterns_of_numbers_is_found(ward, monkeypatch):
    monkeypatch.setattr(looking.numbers, "find", lambda text, known: iter(()))
    assert numbers is looking.numbers and accuses_member(ward, ACCUSING)


def test_nothing_leaves_of_a_report_taken_back_meanwhile(ward, monkeypatch):
    assert not taken_back_meanwhile(ward, monkeypatch)


def test_twin_that_asks_reporters_only_as_the_page_is_made_is_found(ward, monkeypatch):
    warnable = sources.warnable

    def outside_alone(project, ids):
        is_inside = len(connection.savepoint_ids) > depth
        return list(Report.objects.filter(pk__in=ids)) if is_inside else warnable(project, ids)

    depth = len(connection.savepoint_ids)
    monkeypatch.setattr(sources, "warnable", outside_alone)
    assert taken_back_meanwhile(ward, monkeypatch)


@pytest.mark.parametrize("how", STOPS)
def test_nothing_armed_leaves_of_a_report_taken_back_since(ward, how):
    assert not armed_for_the_morning(ward, how)


@pytest.mark.parametrize("how", STOPS)
def test_twin_that_lets_what_is_armed_leave_is_found(ward, monkeypatch, how):
    monkeypatch.setattr(withheld, "_follow", [])
    assert armed_for_the_morning(ward, how)


def test_one_reporter_counts_once(ward):
    assert voices(ward)


def test_twin_that_counts_each_report_is_found(ward, monkeypatch):
    begun = drafting._begun

    def apart(reports, *told):
        for row in reports:
            row.reporter_id = uuid4()
        return begun(reports, *told)

    monkeypatch.setattr(drafting, "_begun", apart)
    assert not voices(ward)


def test_published_alert_left_on_the_word_of_two(ward):
    """The control of all of the above: with two people and nothing risky it does leave."""
    alert = ward.ready("White van. Be careful.")
    ward.publish(alert, at=timezone.now() + timedelta(minutes=1))
    assert reached() and publishing.asked_by(alert) is None
