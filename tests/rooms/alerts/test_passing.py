"""Alerts between projects: let go as far as reporters allow, sent by the other project, and ended by either."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.rooms.alerts.members import NOW
from tests.rooms.alerts.passed import FAR, TODAY, WORDS, fallen, let_go, offered, take_over
from tests.rooms.alerts.warning import FIRST, SECOND
from tests.rooms.safety.conftest import SAID
from tests.rooms.sending.making import Untold
from yarrow.alerts import feeds, passing
from yarrow.alerts.actions import drafting, publishing
from yarrow.alerts.actions import passing as actions
from yarrow.alerts.errors import Conflict, NotHere, WrongStep
from yarrow.alerts.models import Alert, Approval, Delivery, Passed
from yarrow.safety.actions import choose, correct
from yarrow.safety.actions.correcting import seen_of
from yarrow.safety.errors import Closed, NotAllowed
from yarrow.safety.models import Report
from yarrow.safety.told import Chosen
from yarrow.sending import asking, sender, steps
from yarrow.sending.models import Message


def test_pass_on_offers_the_words_to_the_other_project_and_not_to_our_own(two):
    here, there = two
    let_go(here)
    assert offered(there) == [(WORDS, here.project.code)]
    assert offered(here) == []


@pytest.mark.parametrize("tell", ["here", "nobody"])
def test_pass_on_is_closed_where_one_reporter_keeps_it_here(two, tell):
    here, _there = two
    kept = {"choice": {**SAID["choice"], "tell": tell}}
    alert = here.published(WORDS, here.report(**FAR), here.report(**kept))
    with pytest.raises(Closed):
        here.do(actions.pass_on, by=SECOND, alert=alert)
    assert not Passed.objects.exists()


def test_pass_on_needs_a_published_alert_and_somebody_who_writes(two):
    here, _there = two
    draft = here.draft(here.report(**FAR))
    with pytest.raises(WrongStep):
        here.do(actions.pass_on, by=SECOND, alert=draft)
    alert = here.published(WORDS, here.report(**FAR))
    with pytest.raises(NotAllowed):
        here.do(actions.pass_on, by="outreach", alert=alert)
    with pytest.raises(WrongStep):
        here.do(actions.pass_on, by=SECOND, alert=alert, at=NOW + timedelta(days=400))


def test_pass_on_twice_is_once(two):
    here, _there = two
    alert = let_go(here)
    here.do(actions.pass_on, by=FIRST, alert=alert)
    assert Passed.objects.count() == 1
    assert Approval.objects.filter(act="pass_on").count() == 1


def test_words_lie_sealed_and_open_for_no_other_row(two):
    here, _there = two
    let_go(here)
    row = Passed.objects.get()
    assert b"van" not in bytes(row.published)
    row.id = here.world.project.id
    assert passing.words_of(row) == {}


def test_take_over_publishes_it_to_the_other_projects_members(two):
    here, there = two
    let_go(here)
    with there.world.inside():
        member = there.vouch(phone="+447700900111").member
    alert = take_over(there)
    assert (alert.state, alert.project_id, alert.passed_id) == (
        "published",
        there.project.pk,
        Passed.objects.get().pk,
    )
    assert alert.expires_on == Passed.objects.get().expires_on
    assert offered(there) == []
    with there.world.inside():
        assert Delivery.objects.filter(alert=alert, member_id=member.pk).count() == 1
        assert [one.words for one in feeds.feed(member, NOW)] == [WORDS]


def test_take_over_twice_is_a_conflict_and_one_alert(two):
    here, there = two
    let_go(here)
    take_over(there)
    with pytest.raises(Conflict):
        take_over(there)
    with there.world.inside():
        assert Alert.objects.filter(project=there.project).count() == 1


def test_take_over_that_stopped_half_way_goes_on(two, monkeypatch):
    here, there = two
    let_go(here)
    monkeypatch.setattr(actions.reaching, "whom", lambda *_said: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take_over(there)
    monkeypatch.undo()
    assert take_over(there).state == "published"
    with there.world.inside():
        assert Alert.objects.filter(project=there.project).count() == 1


def test_take_over_of_our_own_is_not_here(two):
    here, _there = two
    let_go(here)
    with pytest.raises(NotHere):
        take_over(here)


@pytest.mark.parametrize("how", ["recalled", "kept here", "kept", "over", "erased"])
def test_what_no_longer_holds_is_offered_to_nobody_and_falls_where_it_was_sent(two, how):
    here, there = two
    with here.world.inside():
        report = here.report(**FAR)
    alert = let_go(here, report)
    copy = take_over(there)
    assert fallen(there, copy) == set()
    with here.world.inside():
        if how == "recalled":
            here.do(publishing.recall, by=FIRST, alert=alert, why="It was another van")
        elif how == "erased":
            Passed.objects.all().delete()
        elif how == "over":
            Passed.objects.update(expires_on=TODAY)
        else:
            chosen = (
                Chosen("warn", "here", "two") if how == "kept here" else Chosen("kept", "projects", "two")
            )
            at = NOW + timedelta(hours=1)
            here.do(choose, report_id=report.pk, chosen=chosen, how="phone", at=at, by=FIRST)
    assert fallen(there, copy) == {copy.pk}
    with there.world.inside():
        Alert.objects.filter(pk=copy.pk).update(passed_id=None)
    assert offered(there) == []


@pytest.mark.parametrize("how", ["recalled", "corrected", "kept", "stands"])
def test_what_was_armed_of_a_taken_over_alert_leaves_only_while_it_stands(two, how):
    here, there = two
    with here.world.inside():
        report = here.report(**FAR)
    alert = let_go(here, report)
    with there.world.inside():
        there.vouch(phone="+447700900111")
    copy = take_over(there)
    with there.world.inside():
        there.arm(copy)
    later = NOW + timedelta(hours=1)
    with here.world.inside():
        if how == "recalled":
            here.do(publishing.recall, by=FIRST, alert=alert, why="It was another van")
        elif how == "corrected":
            here.corrected(alert, "Grey van. Be careful.", at=later)
        elif how == "kept":
            here.choose(report, "kept")
    with there.world.inside():
        asking.ask(there.project.pk, later)
        left = steps.begin(there.project.pk, "sms", 9, uuid4(), later)
        assert len(left) == (how == "stands")
        assert set(there.sent(copy).values()) == {"armed" if how == "stands" else "cancelled"}


def test_sender_asks_what_may_not_leave_before_it_begins(two, monkeypatch):
    here, there = two
    let_go(here)
    with there.world.inside():
        there.vouch(phone="+447700900111")
    copy = take_over(there)
    with there.world.inside():
        there.arm(copy)
    Passed.objects.update(recalled_at=NOW)
    monkeypatch.setattr(sender, "close_old_connections", lambda: None)
    monkeypatch.setattr(sender.timezone, "now", lambda: NOW + timedelta(hours=1))
    assert sender.send(Untold(), once=True) == 0
    with there.world.inside():
        assert Message.objects.get().state == "cancelled"


def test_recall_leaves_though_its_reporter_lets_nothing_more_leave(ward):
    ward.vouch(phone="07700 900111")
    report = ward.report()
    alert = ward.published(WORDS, report)
    ward.arm(alert)
    ward.leave()
    ward.do(publishing.recall, by=FIRST, alert=alert, why="A mix-up")
    ward.arm(alert)
    ward.choose(report, "kept")
    assert set(ward.sent(alert).values()) == {"armed"}


def test_correction_reaches_the_offer_and_flags_what_was_sent(two):
    here, there = two
    alert = let_go(here)
    copy = take_over(there)
    with here.world.inside():
        here.corrected(alert, "Grey van. Be careful.", at=NOW + timedelta(days=1))
    assert passing.words_of(Passed.objects.get()) == {"en-gb": "Grey van. Be careful."}
    assert fallen(there, copy) == {copy.pk}


def test_our_own_alerts_never_fall_by_this(two):
    here, _there = two
    alert = let_go(here)
    assert fallen(here, alert) == set()


def test_pages_let_go_and_take_over(two):
    here, there = two
    with here.world.inside():
        alert = here.published(WORDS, here.report(**FAR))
        client = here.world.client(SECOND)
        address = here.project.url("alerts:pass_on_alert", alert.pk)
        shown = here.project.url("alerts:show_alert", alert.pk)
        assert address in client.get(shown).content.decode()
        assert client.post(address).status_code == 302
        page = client.get(shown).content.decode()
        assert address not in page and "Other projects here can send it" in page
    client = there.world.client(SECOND)
    address = there.project.url("alerts:take_over_alert", Passed.objects.get().pk)
    page = client.get(there.project.url("alerts:list_alerts")).content.decode()
    assert WORDS in page and address in page and here.project.name in page
    late = there.world.client(SECOND, stepped_up=False)
    for answer in (late.get(address), late.post(address)):
        assert answer.status_code == 302 and "second-factor" in answer["Location"]
    assert not Alert.objects.filter(passed_id__isnull=False).exists()
    page = client.get(address).content.decode()
    assert WORDS in page and here.project.name in page
    assert client.post(address).status_code == 302
    assert client.get(address).status_code == 404
    assert (
        WORDS in there.world.client("outreach").get(there.project.url("alerts:list_alerts")).content.decode()
    )


def test_page_of_a_taken_over_alert_says_when_it_is_to_be_recalled(two):
    here, there = two
    let_go(here)
    copy = take_over(there)
    Passed.objects.update(recalled_at=NOW)
    client = there.world.client(SECOND)
    assert "To be recalled" in client.get(there.project.url("alerts:list_alerts")).content.decode()
    assert "Recall it" in client.get(there.project.url("alerts:show_alert", copy.pk)).content.decode()


def corrected(ward, report, kinds):
    """An adviser puts right what happened, as figures count it."""
    row = Report.objects.get(pk=report.pk)
    said = {"kinds": kinds, "setting": "", "zone": "", "month": "", "seen": seen_of(row)}
    with ward.world.inside():
        ward.do(correct, by=FIRST, at=NOW + timedelta(hours=1), report=row, **said)


def test_report_in_which_somebody_young_was_found_later_warns_no_other_project(two):
    here, there = two
    with here.world.inside():
        report = here.report(**FAR)
    let_go(here, report)
    copy = take_over(there)
    corrected(here, report, ["robbery"])
    assert fallen(there, copy) == set()
    corrected(here, report, ["robbery", "young"])
    assert fallen(there, copy) == {copy.pk}
    assert Passed.objects.get().recalled_at is not None


def test_pass_on_of_a_report_in_which_somebody_young_was_found_is_closed(two):
    here, _there = two
    report = here.report(**FAR)
    alert = here.published(WORDS, report)
    corrected(here, report, ["young"])
    with pytest.raises(Closed):
        here.do(actions.pass_on, by=SECOND, alert=alert)


def test_renewed_alert_is_offered_for_as_long_as_it_stands(two):
    here, there = two
    alert = let_go(here)
    later = NOW + timedelta(days=300)
    with here.world.inside():
        here.do(publishing.ask_renewal, by=FIRST, at=later, alert=alert, why="Still about")
        here.do(publishing.renew, by=SECOND, at=later, alert=alert, why="Seen last week")
        alert.refresh_from_db()
    assert Passed.objects.get().expires_on == alert.expires_on
    assert offered(there, today=(NOW + timedelta(days=400)).date()) == [(WORDS, here.project.code)]


def test_words_put_back_after_a_lost_key_are_read_by_other_projects_and_nothing_falls(
    two, settings, tmp_path
):
    here, there = two
    alert = let_go(here)
    copy = take_over(there)
    settings.REACH_KEY = tmp_path / "another" / "reach-key"
    assert offered(there) == [] and passing.words_of(Passed.objects.get()) == {}
    with here.world.inside():
        text = here.text(alert)
        here.do(publishing.put_words_back, by=FIRST, at=NOW + timedelta(days=1), text=text)
    assert passing.words_of(Passed.objects.get()) == {"en-gb": WORDS}
    assert fallen(there, copy) == set()


def test_take_over_that_was_dropped_half_way_is_offered_again(two, monkeypatch):
    here, there = two
    let_go(here)
    monkeypatch.setattr(actions.reaching, "whom", lambda *_said: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take_over(there)
    monkeypatch.undo()
    with there.world.inside():
        half = Alert.objects.get(project=there.project)
        there.do(drafting.drop, by=FIRST, text=there.text(half))
    assert offered(there) == [(WORDS, here.project.code)]
    assert take_over(there).state == "published"
