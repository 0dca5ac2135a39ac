"""A warning of another project that was sent to ours: what becomes of it once it holds no more where it came from."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.rooms.alerts.members import NOW
from tests.rooms.alerts.passed import FAR, TODAY, let_go, offered, take_over
from tests.rooms.alerts.warning import FIRST, SECOND
from yarrow.alerts import feeds
from yarrow.alerts.actions import publishing
from yarrow.alerts.due import Due
from yarrow.safety.actions import choose
from yarrow.safety.told import Chosen
from yarrow.vault import at_once


@pytest.mark.parametrize("how", ["nothing", "recalled", "corrected", "kept", "over"])
def test_copy_that_fell_is_counted_for_those_who_may_recall_it(two, how):
    here, there = two
    with here.world.inside():
        report = here.report(**FAR)
    alert = let_go(here, report)
    copy = take_over(there)
    with here.world.inside():
        if how == "recalled":
            here.do(publishing.recall, by=FIRST, alert=alert, why="It was another van")
        elif how == "corrected":
            here.corrected(alert, "Grey van. Be careful.", at=NOW + timedelta(days=1))
        elif how == "kept":
            chosen, at = Chosen("kept", "projects", "two"), NOW + timedelta(hours=1)
            here.do(choose, report_id=report.pk, chosen=chosen, how="phone", at=at, by=FIRST)
    today = TODAY if how != "over" else copy.expires_on
    with there.world.inside():
        for role, n in ((SECOND, int(how not in ("nothing", "over"))), ("outreach", 0)):
            due = Due(there.world.worker(role), there.project, today)
            at_once.read(*due.lists)
            at_once.read(*due.further())
            assert due.n_recall == n


def test_today_counts_a_copy_that_fell_and_asks_for_it_no_statement_more(two):
    here, there = two
    alert = let_go(here)
    client, url = there.world.client(SECOND), there.project.url("desk:show_today")

    def asked():
        with CaptureQueriesContext(connection) as ran:
            page = client.get(url).content.decode()
        return page, len(ran)

    asked()
    page, n = asked()
    take_over(there, at=timezone.now())
    with here.world.inside():
        here.do(publishing.recall, by=FIRST, alert=alert, why="It was another van")
    after, n_after = asked()
    assert "recall" not in page and "1 alert is to be recalled" in after and n_after <= max(n + 1, 10)


def test_corrected_warning_is_offered_and_sent_once_the_copy_of_before_is_recalled(two):
    here, there = two
    alert = let_go(here)
    copy = take_over(there)
    later = NOW + timedelta(days=1)
    with here.world.inside():
        here.corrected(alert, "Grey van. Be careful.", at=later)
    with there.world.inside():
        there.do(publishing.recall, by=FIRST, alert=copy, why="It was corrected", at=later)
    assert offered(there) == [("Grey van. Be careful.", here.project.code)]
    assert take_over(there, at=later).state == "published"
    assert offered(there) == []


def test_copy_that_fell_stands_on_no_members_page_before_it_is_recalled(two):
    here, there = two
    alert = let_go(here)
    with there.world.inside():
        member = there.vouch(phone="+447700900111").member
    take_over(there)
    with here.world.inside():
        here.do(publishing.recall, by=FIRST, alert=alert, why="It was another van")
    with there.world.inside():
        assert feeds.feed(member, NOW) == []


def test_page_of_a_copy_offers_no_correction_and_no_renewal(two):
    here, there = two
    alert = let_go(here)
    copy = take_over(there)
    for ward, row, is_offered in ((here, alert, True), (there, copy, False)):
        with ward.world.inside():
            page = ward.world.client(SECOND).get(ward.project.url("alerts:show_alert", row.pk))
            for name in ("correct_alert", "renew_alert"):
                assert (ward.project.url(f"alerts:{name}", row.pk) in page.content.decode()) == is_offered
