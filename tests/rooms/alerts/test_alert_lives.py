"""What may follow what in an alert's life, and how it ends: corrected, recalled, renewed, over by itself."""

from datetime import date, timedelta

import pytest

from tests.rooms.alerts.members import NOW
from tests.rooms.alerts.warning import WORDS
from yarrow.alerts import actions, ending, feeds, sources
from yarrow.alerts.actions import arming, drafting, publishing
from yarrow.alerts.errors import CannotBe, Conflict, NotASecond, WrongStep
from yarrow.alerts.models import Alert, AlertText, Approval, Delivery, Member
from yarrow.alerts.states import ALERT_STATES, TEXT_STATES, after
from yarrow.safety.errors import Closed
from yarrow.sending.models import Message
from yarrow.vault import clock

LATER = NOW + timedelta(days=2)
STEPS = {"propose", "send_back", "publish", "drop", "expire", "recall", "change"}


@pytest.mark.parametrize("states", [ALERT_STATES, TEXT_STATES])
def test_every_step_leads_to_a_state_of_the_table_or_is_refused(states):
    for state, steps in states.items():
        assert set(steps.values()) <= set(states)
        for act in STEPS - set(steps):
            with pytest.raises(WrongStep):
                after(states, state, act)


def test_nothing_leads_to_published_but_what_was_proposed():
    for states in (ALERT_STATES, TEXT_STATES):
        before = {state for state, steps in states.items() if "published" in steps.values()}
        assert before <= {"proposed", "published"}


@pytest.mark.parametrize("act", ["propose", "publish", "change", "send_back", "drop"])
def test_published_text_is_changed_by_nothing(ward, act):
    alert = ward.published()
    text = ward.text(alert)
    does = {
        "propose": lambda: ward.propose(alert),
        "publish": lambda: ward.publish(alert),
        "change": lambda: ward.write(alert, "Other words"),
        "send_back": lambda: ward.do(drafting.send_back, by="coordinator", text=text, why="No"),
        "drop": lambda: ward.do(drafting.drop, by="coordinator", text=text),
    }
    with pytest.raises((WrongStep, NotASecond)):
        does[act]()
    assert ward.looked(alert).words == {"en-gb": WORDS}


def test_correction_reaches_those_who_got_the_first_text_and_nobody_gets_what_still_waited(ward):
    harbour, mills = ward.zone("Harbour"), ward.zone("Mills")
    stays = ward.vouch(name="Ana", phone="07700 900111", zones=[harbour]).member
    moves = ward.vouch(name="Bea", phone="07700 900112", zones=[harbour]).member
    alert = ward.published(zones=[harbour])
    ward.arm(alert)
    ward.leave()
    late = ward.vouch(name="Cea", phone="07700 900113", zones=[harbour]).member
    moves.zones.set([mills])
    ward.corrected(alert, "Grey van. Be careful.", at=LATER)
    assert set(ward.sent(alert)) == {stays.pk, moves.pk, late.pk}
    shown = feeds.feed(Member.objects.get(pk=moves.pk), LATER)
    assert [item.words for item in shown] == ["Grey van. Be careful."]
    before = Delivery.objects.filter(text__n=1)
    assert {row.state for row in before} == {"sent"}


def test_correction_takes_back_what_waits_of_the_first_text(ward):
    ward.vouch(name="Ana", phone="07700 900111")
    alert = ward.published()
    ward.arm(alert)
    ward.corrected(alert, "Grey van. Be careful.", at=LATER)
    assert Message.objects.get().state == "cancelled"
    assert Delivery.objects.get(text__n=1).state == "cancelled"
    ward.arm(alert, at=LATER)
    assert Message.objects.filter(state="armed").count() == 1


def test_correction_ends_on_the_day_on_which_the_warning_would_have(ward):
    alert = ward.published()
    ward.corrected(alert, "Grey van. Be careful.", at=LATER)
    assert Alert.objects.get().expires_on == alert.expires_on == date(2027, 11, 14)


def test_second_correction_waits_for_the_first(ward):
    alert = ward.published()
    told = {"alert": alert, "words": {"en-gb": "x"}}
    ward.do(drafting.begin_correction, by="adviser", **told)
    with pytest.raises(Conflict):
        ward.do(drafting.begin_correction, by="coordinator", **told)
    ward.do(drafting.drop, by="coordinator", text=ward.text(alert))
    assert Alert.objects.get().state == "published"
    assert ward.do(drafting.begin_correction, by="coordinator", **told).n == 3


def test_recall_reaches_whoever_got_it_and_says_who_cannot_be_reached(ward):
    here = ward.vouch(name="Ana", phone="07700 900111").member
    gone = ward.vouch(name="Bea", phone="07700 900112").member
    alert = ward.published()
    ward.arm(alert)
    ward.leave()
    ward.vouch(name="Cea", phone="07700 900113")
    ward.do(actions.put_out, by="coordinator", member=gone, why="Sold it", at=LATER)
    ward.do(publishing.recall, by="adviser", alert=alert, why="A mix-up", at=LATER)
    assert set(ward.sent(alert)) == {here.pk}
    [item] = feeds.feed(Member.objects.get(pk=here.pk), LATER)
    assert item.words == "The warning of 2026-11-14 no longer holds. Please delete it."
    ward.arm(alert, at=LATER)
    assert Message.objects.filter(state="armed").count() == 1


def test_recall_before_anything_left_takes_it_all_back_and_tells_nobody(ward):
    member = ward.vouch(name="Ana", phone="07700 900111").member
    alert = ward.published()
    ward.arm(alert)
    ward.do(publishing.recall, by="adviser", alert=alert, why="A mix-up", at=LATER)
    assert ward.sent(alert) == {} and Message.objects.get().state == "cancelled"
    assert [item.words[:11] for item in feeds.feed(Member.objects.get(pk=member.pk), LATER)] == [
        "The warning"
    ]
    with pytest.raises(WrongStep):
        ward.do(publishing.recall, by="adviser", alert=alert, why="Again", at=LATER)


def test_recall_needs_a_reason_and_no_second_person(ward):
    alert = ward.published()
    for why in ("", "  \u200b ", "x" * 501):
        with pytest.raises(CannotBe):
            ward.do(publishing.recall, by="coordinator", alert=alert, why=why)
    ward.do(publishing.recall, by="adviser", alert=alert, why="A mix-up")
    assert Alert.objects.get().state == "recalled"


def test_nothing_of_a_recalled_alert_is_armed_afterwards(ward):
    ward.vouch(name="Ana", phone="07700 900111")
    alert = ward.published()
    first = ward.text(alert)
    ward.do(publishing.recall, by="adviser", alert=alert, why="A mix-up")
    assert ward.do(arming.arm_next, by="coordinator", text=first) == 0
    assert not Message.objects.exists()


def test_alert_is_over_by_itself_after_twelve_months_with_nobody_signed_in(ward):
    member = ward.vouch(name="Ana", phone="07700 900111").member
    alert = ward.published()
    last = NOW + timedelta(days=364)
    assert feeds.feed(member, last) and not list(ending.steps(ward.project.id, last))
    day = NOW + timedelta(days=365)
    assert feeds.feed(member, day) == [] and sources.live(ward.project, day.date()) == []
    clock.run(day, [ward.project.id])
    alert.refresh_from_db()
    assert (alert.state, alert.over_on) == ("expired", date(2027, 11, 14))
    assert not list(ending.steps(ward.project.id, day))


def test_over_alert_and_forgotten_draft_go_whole(ward):
    ward.published()
    ward.draft()
    clock.run(NOW + timedelta(days=91), [ward.project.id])
    assert Alert.objects.get().state == "published"
    clock.run(NOW + timedelta(days=365), [ward.project.id])
    clock.run(NOW + timedelta(days=365 * 3 - 1), [ward.project.id])
    assert Alert.objects.count() == 1
    clock.run(NOW + timedelta(days=365 * 3), [ward.project.id])
    left = [model.objects.count() for model in (Alert, AlertText, Approval, Delivery)]
    assert left == [0, 0, 0, 0]


def test_past_its_last_day_nothing_is_done_with_it_though_the_clock_did_not_run(ward):
    ward.vouch(name="Ana", phone="07700 900111")
    alert = ward.published()
    day = NOW + timedelta(days=365)
    ward.do(publishing.ask_renewal, by="adviser", alert=alert, why="Still seen")
    with pytest.raises(WrongStep):
        ward.do(publishing.renew, by="coordinator", alert=alert, why="Yes", at=day)
    assert ward.do(arming.arm_next, by="coordinator", text=ward.text(alert), at=day) == 0
    assert not Message.objects.exists()


def test_two_people_renew_each_with_a_reason(ward):
    alert = ward.published()
    with pytest.raises(WrongStep):
        ward.do(publishing.renew, by="coordinator", alert=alert, why="Yes")
    ward.do(publishing.ask_renewal, by="adviser", alert=alert, why="Still seen", at=LATER)
    with pytest.raises(Conflict):
        ward.do(publishing.ask_renewal, by="coordinator", alert=alert, why="Me too", at=LATER)
    with pytest.raises(NotASecond):
        ward.do(publishing.renew, by="adviser", alert=alert, why="Yes", at=LATER)
    ward.do(publishing.renew, by="coordinator", alert=alert, why="Yes", at=LATER + timedelta(hours=1))
    alert.refresh_from_db()
    assert (alert.expires_on, alert.review_on) == (date(2027, 11, 16), date(2027, 2, 16))
    with pytest.raises(WrongStep):
        ward.do(publishing.renew, by="adviser", alert=alert, why="Again", at=LATER + timedelta(hours=2))


def test_alert_of_a_report_taken_back_is_not_renewed_and_is_to_be_recalled(ward):
    report = ward.report()
    alert = ward.published(WORDS, report)
    assert sources.taken_back(ward.project, [alert.pk]) == set()
    ward.choose(report, "kept")
    assert sources.taken_back(ward.project, [alert.pk]) == {alert.pk}
    with pytest.raises(Closed):
        ward.do(publishing.ask_renewal, by="adviser", alert=alert, why="Still seen")
    report.delete()
    assert sources.taken_back(ward.project, [alert.pk]) == {alert.pk}


def test_looked_at_it_comes_up_again_after_three_months(ward):
    alert = ward.published()
    assert alert.review_on == date(2027, 2, 14)
    ward.do(publishing.mark_reviewed, by="coordinator", alert=alert, at=LATER)
    assert Alert.objects.get().review_on == date(2027, 2, 16)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [("2026-11-30", 3, "2027-02-28"), ("2024-02-29", 12, "2025-02-28"), ("2026-12-31", 12, "2027-12-31")],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day, months, then):
    assert publishing.later(date.fromisoformat(day), months) == date.fromisoformat(then)


def test_what_became_of_messages_is_noted_before_the_sender_forgets(ward):
    ward.vouch(name="Ana", phone="07700 900111")
    alert = ward.published()
    ward.arm(alert)
    ward.leave()
    clock.run(NOW + timedelta(days=1), [ward.project.id])
    Message.objects.all().delete()
    assert Delivery.objects.get().state == "sent"


def test_sent_back_draft_carries_its_reason_and_may_be_written_and_proposed_by_the_other(ward):
    alert = ward.ready()
    text = ward.do(drafting.send_back, by="coordinator", text=ward.text(alert), why="Too near")
    assert (text.state, Alert.objects.get().state) == ("draft", "draft")
    assert Approval.objects.filter(act="send_back").count() == 1
    ward.write(alert, "Grey van.", by="coordinator")
    ward.write(alert, "Grey van.", kept=ward.kept(alert), by="adviser")
    ward.propose(alert, by="coordinator")
    with pytest.raises(NotASecond):
        ward.publish(alert, by="coordinator")
    assert ward.publish(alert, by="adviser").state == "published"


@pytest.mark.parametrize("kind", ["warning", "correction"])
def test_words_are_proposed_by_whoever_wrote_them_so_that_nobody_publishes_their_own(ward, kind):
    alert = ward.draft() if kind == "warning" else ward.published("White van.")
    if kind == "correction":
        ward.do(drafting.begin_correction, by="adviser", alert=alert, words={"en-gb": WORDS})
    ward.write(alert, by="adviser")
    # Saved as they stand, or with reasons, they are whose they were.
    ward.write(alert, kept=ward.kept(alert), by="coordinator")
    with pytest.raises(Conflict):
        ward.propose(alert, by="coordinator")
    ward.propose(alert, by="adviser")
    with pytest.raises(NotASecond):
        ward.publish(alert, by="adviser")
    assert ward.publish(alert, by="coordinator").state == "published"


def test_draft_that_nobody_changed_is_whose_who_began_it(ward):
    alert = ward.draft(by="coordinator")
    with pytest.raises(Conflict):
        ward.propose(alert, by="adviser")


def test_publishing_what_was_sent_back_meanwhile_is_no_step_any_more(ward):
    alert = ward.ready()
    ward.do(drafting.send_back, by="coordinator", text=ward.text(alert), why="Too near")
    with pytest.raises(WrongStep):
        ward.publish(alert)


def test_dropped_draft_stays_dropped(ward):
    alert = ward.ready()
    ward.do(drafting.drop, by="coordinator", text=ward.text(alert))
    assert Alert.objects.get().state == "dropped"
    with pytest.raises(WrongStep):
        ward.propose(alert)


def test_words_are_put_back_by_a_worker_where_the_servers_key_was_lost(ward, settings, tmp_path):
    member = ward.vouch(name="Ana", phone="07700 900111").member
    alert = ward.published()
    settings.REACH_KEY = tmp_path / "another" / "reach-key"
    assert feeds.feed(member, NOW) == []
    with pytest.raises(WrongStep):
        ward.do(arming.arm_next, by="coordinator", text=ward.text(alert))
    page = ward.world.client("outreach").get(ward.project.url("alerts:list_alerts"))
    assert page.status_code == 200
    ward.do(publishing.put_words_back, by="adviser", text=ward.text(alert))
    assert [item.words for item in feeds.feed(member, NOW)] == [WORDS]


def test_words_of_a_draft_are_never_put_where_members_read(ward):
    alert = ward.ready()
    with pytest.raises(Conflict):
        ward.do(publishing.put_words_back, by="adviser", text=ward.text(alert))
