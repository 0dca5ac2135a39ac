"""Alerts from the first draft to members' phones."""

from datetime import timedelta

import pytest

from tests.rooms.alerts.members import NOW
from yarrow.alerts import alert_rules, feeds
from yarrow.alerts.errors import CannotBe, Conflict, NotASecond, Unanswered
from yarrow.alerts.models import Alert, Approval, Delivery, Member
from yarrow.safety.errors import Closed
from yarrow.sending.models import Message


def test_first_draft_is_made_of_codes_alone(ward):
    zone = ward.zone("Harbour")
    report = ward.report(
        zone=zone.code,
        setting="street",
        words="Pearl told him to leave",
        offenders=[
            {
                "phones": ["07700 900999"],
                "plates": ["AB12 CDE"],
                "names": ["Dave"],
                "address": "12 Mill Lane",
                "age": "35-44",
                "hair": "grey",
                "vehicle_kind": "van",
                "vehicle_colour": "white",
                "marks": ["glasses"],
                "words": "Northern voice",
            }
        ],
    )
    said = ward.looked(ward.draft(report)).words["en-gb"]
    assert said == (
        "Harbour, November 2026\nReported: Robbed\nWhat they did: Knife\n"
        "Description: age: 35 to 44; hair: Grey; Van; White; Glasses"
    )


def test_draft_in_two_languages_begins_in_both(ward):
    said = ward.looked(ward.draft(languages=("ro", "en-gb"))).words
    assert list(said) == ["en-gb", "ro"] and said["ro"] and said["ro"] != said["en-gb"]


@pytest.mark.parametrize("level", ["kept", "escrow"])
def test_no_alert_is_drawn_from_a_report_that_may_not_warn(ward, level):
    report = ward.report()
    ward.choose(report, level)
    with pytest.raises(Closed):
        ward.draft(report)


def test_no_alert_is_drawn_where_somebody_young_is_in_it(ward):
    with pytest.raises(Closed):
        ward.draft(ward.report(kinds=["robbery", "young"]))


@pytest.mark.parametrize("role", ["outreach", "case_worker", "manager"])
def test_whoever_holds_no_key_to_reports_drafts_nothing(ward, role):
    report = ward.report()
    with pytest.raises(Exception, match=r"(?i)role|key|grant"):
        ward.draft(report, by=role)


def test_proposer_does_not_publish(ward):
    alert = ward.ready()
    with pytest.raises(NotASecond):
        ward.publish(alert, by="adviser")
    assert Alert.objects.get().state == "proposed"


def test_nothing_risky_is_proposed_unanswered(ward):
    alert = ward.draft()
    ward.write(alert, "He is a rapist")
    with pytest.raises(Unanswered):
        ward.propose(alert)
    ward.write(alert, "He is a rapist", kept=ward.kept(alert))
    assert ward.propose(alert).state == "proposed"


def test_reporters_own_words_are_never_kept(ward):
    alert = ward.draft(ward.report(words="She screamed until neighbours came running downstairs"))
    words = "She screamed until neighbours came running downstairs"
    ward.write(alert, words)
    keys = {risk.key: "They agreed" for risk in ward.looked(alert).risks}
    ward.write(alert, words, kept=keys)
    with pytest.raises(Unanswered):
        ward.propose(alert)


def test_published_alert_reaches_members_by_their_line_or_in_its_words(ward):
    line = ward.vouch(name="Ana", phone="07700 900111", line="Water the plants").member
    words = ward.vouch(name="Bea", email="bea@post.example").member
    alert = ward.published()
    assert ward.sent(alert) == {line.pk: "planned", words.pk: "planned"}
    ward.arm(alert)
    assert ward.sent(alert) == {line.pk: "armed", words.pk: "armed"}
    assert Message.objects.filter(state="armed").count() == 2
    assert ward.text(alert).armed_at == NOW
    [item] = feeds.feed(Member.objects.get(pk=line.pk), NOW)
    assert item.words == "White van. Asks for no condom, then takes the money back."


def test_only_members_of_the_zone_and_setting_are_reached(ward):
    harbour, mills = ward.zone("Harbour"), ward.zone("Mills")
    here = ward.vouch(name="Ana", phone="07700 900111", zones=[harbour]).member
    everywhere = ward.vouch(name="Bea", phone="07700 900112").member
    away = ward.vouch(name="Cea", phone="07700 900113", zones=[mills]).member
    other = ward.vouch(name="Dea", phone="07700 900114", settings=["webcam"]).member
    alert = ward.published(zones=[harbour], settings=["street"])
    assert set(ward.sent(alert)) == {here.pk, everywhere.pk}
    shown = {row.pk: len(feeds.feed(row, NOW)) for row in Member.objects.all()}
    assert shown == {here.pk: 1, everywhere.pk: 1, away.pk: 0, other.pk: 0}


def test_report_taken_back_between_page_and_press_is_not_published(ward):
    report = ward.report()
    alert = ward.ready("White van. Be careful.", report)
    ward.choose(report, "kept")
    with pytest.raises(Closed):
        ward.publish(alert)
    assert Alert.objects.get().state == "proposed" and not Delivery.objects.exists()


def test_text_changed_after_it_was_looked_at_is_not_published(ward):
    alert = ward.ready()
    with pytest.raises(Conflict):
        ward.publish(alert, version=1)


def test_who_did_what_stands_in_order(ward):
    ward.publish(ward.ready(), at=NOW + timedelta(minutes=1))
    assert list(Approval.objects.values_list("act", flat=True)) == ["propose", "publish"]
    assert len(set(Approval.objects.values_list("by", flat=True))) == 2


@pytest.mark.parametrize(("sign", "most"), [("x", 480), ("ж", 480), ("🚐", 240)])
def test_words_are_as_long_as_a_message_can_carry(sign, most):
    assert alert_rules.check_text(sign * most) == sign * most
    with pytest.raises(CannotBe):
        alert_rules.check_text(sign * (most + 1))
