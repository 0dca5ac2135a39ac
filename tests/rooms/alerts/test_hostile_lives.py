"""Alerts at their last day, with corrections under way, shared numbers, empty drafts and reports taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.alerts.members import NOW
from yarrow.alerts import actions, ending, feeds, reaching, risks
from yarrow.alerts.actions import arming, drafting, publishing
from yarrow.alerts.errors import CannotBe, Conflict, WrongStep
from yarrow.alerts.models import Alert, Approval, Delivery, Member
from yarrow.people import actions as people
from yarrow.sending.models import Message
from yarrow.vault import clock

YEAR = NOW + timedelta(days=365)
OTHER = "Grey van. Be careful."


@pytest.mark.parametrize("how", ["draft", "proposed", "dropped", "back"])
def test_what_was_decided_of_a_correction_stands_after_the_last_day(ward, how):
    alert = ward.published()
    ward.do(drafting.begin_correction, by="adviser", alert=alert, words={"en-gb": OTHER})
    if how != "draft":
        ward.write(alert, OTHER, kept=ward.kept(alert))
        ward.propose(alert)
    if how == "dropped":
        ward.do(drafting.drop, by="coordinator", text=ward.text(alert))
    if how == "back":
        ward.do(drafting.send_back, by="coordinator", text=ward.text(alert), why="No")
    n = Approval.objects.count()
    clock.run(YEAR, [ward.project.id])
    assert Alert.objects.get().state == "expired" and Approval.objects.count() == n
    assert ward.text(alert).state == "dropped"


def test_what_is_armed_is_taken_back_on_the_last_day(ward):
    ward.vouch(name="Ana", phone="07700 900111")
    ward.arm(ward.published(), at=YEAR - timedelta(days=1))
    clock.run(YEAR, [ward.project.id])
    assert (Message.objects.get().state, Delivery.objects.get().state) == ("cancelled", "cancelled")


def test_nobody_ends_an_alert_before_its_last_day(ward):
    alert = ward.published()
    with pytest.raises(WrongStep):
        ending.expire(alert.pk, YEAR - timedelta(days=1))
    assert Alert.objects.get().state == "published"


def test_draft_that_says_nothing_is_not_proposed(ward):
    alert = ward.draft(ward.report(kinds=["other"], methods=[], day="", offenders=[]))
    with pytest.raises(CannotBe):
        ward.propose(alert)


def test_words_read_from_an_old_page_are_not_proposed_under_a_new_version(ward):
    alert = ward.draft()
    old = ward.text(alert)
    ward.write(alert, "He is guilty")
    with pytest.raises(Conflict):
        ward.do(drafting.propose, by="adviser", text=old, version=2)


def test_recall_reaches_whoever_is_armed_while_its_page_opens_their_ways(ward, monkeypatch):
    member = ward.vouch(name="Ana", phone="07700 900111").member
    alert = ward.published()
    whom = reaching.whom

    def meanwhile(*told):
        found = whom(*told)
        ward.arm(alert)
        ward.leave()
        return found

    with monkeypatch.context() as patched:
        patched.setattr(reaching, "whom", meanwhile)
        ward.do(publishing.recall, by="adviser", alert=alert, why="A mix-up")
    assert ward.text(alert).kind == "recall" and ward.sent(alert) == {member.pk: "planned"}


def test_recall_reaches_a_number_that_another_member_has_too(ward):
    harbour, mills = ward.zone("Harbour"), ward.zone("Mills")
    twin = ward.vouch(name="Ana", phone="07700 900111", zones=[mills]).member
    member = ward.vouch(name="Bea", email="b@post.example", zones=[harbour]).member
    key = ward.world.worker("adviser").unlocked
    ways = Member.objects.get(pk=twin.pk).sealed.open_unrecorded("identity.ways", key)
    member.sealed.put("identity.ways", ways, key)
    member.save()
    alert = ward.published(zones=[harbour])
    ward.arm(alert)
    ward.leave()
    ward.do(publishing.recall, by="adviser", alert=alert, why="A mix-up")
    assert set(ward.sent(alert)) == {member.pk}


@pytest.mark.parametrize("level", ["kept", "escrow"])
def test_report_taken_back_before_sending_arms_nothing_more(ward, level):
    ward.vouch(name="Ana", phone="07700 900111")
    report = ward.report()
    alert = ward.published(OTHER, report)
    ward.choose(report, level)
    assert ward.do(arming.arm_next, by="coordinator", text=ward.text(alert)) == 0
    assert Delivery.objects.get().state == "cancelled" and not Message.objects.exists()


@pytest.mark.parametrize("act", ["correct", "renew"])
def test_nothing_is_begun_past_the_last_day(ward, act):
    alert = ward.published()
    does = {
        "correct": (drafting.begin_correction, {"words": {"en-gb": OTHER}}),
        "renew": (publishing.ask_renewal, {"why": "Seen"}),
    }
    action, said = does[act]
    with pytest.raises(WrongStep):
        ward.do(action, by="adviser", alert=alert, at=YEAR, **said)


@pytest.mark.parametrize(
    "typed", ["07700 900123", "07700 900123 (her sister)", "home: 07700-900123", "+44 7700 900123, evenings"]
)
def test_number_with_a_note_beside_it_is_known(typed):
    assert "+447700900123" in risks._numbers([typed], [], "GB")


@pytest.mark.parametrize("whose", ["a member who was put out", "somebody's of before"])
def test_number_of_before_is_nobodys_to_accuse_as_it_may_come_back(ward, whose):
    if whose == "somebody's of before":
        told = {"project": ward.project, "by": ward.world.worker("coordinator"), "at": NOW}
        person = people.add_person(called="Rosa", **told)
        value = {"kind": "phone", "value": "07700 900111", "safe_times": "", "cautions": []}
        people.end_way_to_reach(way=people.add_way_to_reach(person=person, **value, **told), **told)
    else:
        member = ward.vouch(name="Ana", phone="07700 900111").member
        ward.do(actions.put_out, by="coordinator", member=member, why="Sold it")
    alert = ward.draft()
    ward.write(alert, "He calls from 07700 900 111, be careful")
    assert "own_number" in {risk.finding.code for risk in ward.looked(alert).risks if risk.finding.is_hard}


@pytest.mark.parametrize("how", ["kept", "escrow", "gone"])
def test_what_is_to_be_recalled_stands_on_no_members_page_and_no_sheet(ward, how):
    member, now = ward.vouch(name="Ana", phone="07700 900111").member, timezone.now()
    report, other = ward.report(), ward.report()
    ward.published("White van. Be careful.", report, at=now)
    ward.published(OTHER, other, at=now)
    if how == "gone":
        report.delete()
    else:
        ward.choose(report, how)
    assert [item.words for item in feeds.feed(member, now)] == [OTHER]
    page = ward.world.client("outreach").get(ward.project.url("alerts:print_alerts")).content.decode()
    assert OTHER in page and "White van" not in page
