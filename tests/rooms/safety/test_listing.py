"""The list of reports: plain columns, narrowed by them, in pages; what waits sealed; Today and the links at the top."""

from datetime import date, timedelta

import pytest

from tests.rooms.safety.conftest import NOW
from tests.rooms.safety.test_desk import address, page
from yarrow.contacts.models import Zone
from yarrow.desk.nav import links
from yarrow.desk.today import today_for
from yarrow.safety import actions, queries
from yarrow.safety.models import Report
from yarrow.safety.queries import Wanted
from yarrow.safety.told import Chosen
from yarrow.vault.models import TrailRow

NOBODY = {"level": "warn", "tell": "nobody", "release": "never"}


def found(safe, **wanted):
    return {row.pk for row in queries.reports_of(safe.project, Wanted(**wanted))}


def test_list_reports_says_what_they_are_about_and_opens_nothing(safe):
    row = safe.report(reporter="")
    n = TrailRow.objects.count()
    status, says = page(safe, "list_reports")
    assert status == 200
    assert address(safe, "show_report", row.pk) in says
    for word in ("Robbed", "November 2026", "Warn others", "Not compared yet"):
        assert word in says
    for sealed in ("bridge", "07700", "AB12", "Sam"):
        assert sealed not in says
    assert TrailRow.objects.count() == n


def test_list_reports_is_narrowed_by_each_plain_column(safe):
    zone = Zone.objects.create(project=safe.project, code="docks", label="Docks")
    docks = safe.report(zone="docks", kinds=["rape", "robbery"], day="2026-10-02")
    kept = safe.report(choice={"level": "kept", "tell": "here"}, kinds=["stalking"])
    assert docks.zone == zone
    assert found(safe) == {docks.pk, kept.pk}
    assert found(safe, zone="docks") == found(safe, kind="rape") == {docks.pk}
    assert found(safe, kind="robbery") == found(safe, month=date(2026, 10, 1)) == {docks.pk}
    assert found(safe, level="kept") == found(safe, kind="stalking") == {kept.pk}
    assert found(safe, level="kept", zone="docks") == set()
    asked = {"kind": "rape", "zone": "docks", "month": "2026-10", "level": "warn"}
    says = page(safe, "list_reports", **asked)[1]
    assert str(docks.pk) in says
    assert str(kept.pk) not in says


def test_list_reports_goes_by_the_choice_that_was_made_last(safe):
    row = safe.report()
    kept = Chosen("kept", "nobody", "never")
    safe.do(actions.choose, report_id=row.pk, chosen=kept, how="phone", at=NOW + timedelta(hours=1))
    assert found(safe, level="warn") == set()
    assert found(safe, level="kept") == {row.pk}


@pytest.mark.parametrize(
    "asked",
    [
        {"page": "-1"},
        {"page": "99999"},
        {"page": "9" * 30},
        {"page": "٣"},
        {"month": "9999-99"},
        {"month": "0001-01"},
        {"kind": '"'},
        {"kind": ["rape", "robbery"]},
        {"zone": "\x00"},
        {"level": "%"},
        {"state": "newest"},
    ],
)
def test_list_reports_asked_for_what_is_not_there_answers(safe, asked):
    safe.report()
    assert page(safe, "list_reports", **asked)[0] == 200


def test_list_reports_is_read_in_pages(safe, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    rows = [safe.report(at=NOW - timedelta(days=n), day="") for n in range(3)]
    first, second = page(safe, "list_reports")[1], page(safe, "list_reports", page="2")[1]
    assert "page=2" in first
    assert str(rows[2].pk) not in first
    assert str(rows[2].pk) in second
    assert "page=3" not in second


def test_not_compared_are_those_of_which_somebody_may_hear(safe):
    waits, unheard, done = safe.report(), safe.report(choice=NOBODY), safe.report()
    Report.objects.filter(pk=done.pk).update(compared_at=NOW)
    assert found(safe, is_new=True) == {waits.pk}
    assert today_for(safe.world.worker("adviser"), safe.project, NOW).reports.n_new == 1
    assert found(safe) == {waits.pk, unheard.pk, done.pk}


def test_reports_that_wait_are_said_on_today_and_opened_from_the_list(safe):
    safe.left()
    for role, n in (("adviser", 1), ("outreach", 0), ("case_worker", 0)):
        today = today_for(safe.world.worker(role), safe.project, NOW).reports
        assert (today.n_waiting, today.oldest_at) == (n, NOW if n else None)
    client = safe.world.client("adviser")
    assert (
        "1 report, or addition to one, waits to be read"
        in client.get(safe.project.url("desk:show_today")).content.decode()
    )
    assert "1 waits sealed to be read" in client.get(address(safe, "list_reports")).content.decode()
    assert client.post(address(safe, "open_reports")).url == address(safe, "list_reports")
    assert Report.objects.count() == 1
    assert "waits sealed" not in client.get(address(safe, "list_reports")).content.decode()
    assert safe.world.client("outreach").post(address(safe, "open_reports")).status_code == 403


def test_everybody_who_meets_people_finds_reports_at_the_top(safe):
    row = safe.report()
    for role in ("outreach", "peer", "case_worker", "coordinator", "adviser"):
        assert "Reports" in [link["label"] for link in links(safe.project, role, "/")]
    for role in ("outreach", "case_worker"):
        status, says = page(safe, "list_reports", role=role)
        assert status == 200
        assert address(safe, "add_report") in says
        assert str(row.pk) not in says
        assert safe.world.account("adviser").worker.name in says
    for role in ("evaluator", "administrator", "guest"):
        assert "Reports" not in [link["label"] for link in links(safe.project, role, "/")]


def test_locked_list_offers_to_take_a_report_and_shows_none(safe):
    row = safe.report()
    answer = safe.world.client("adviser", locked=True).get(address(safe, "list_reports"))
    assert answer.status_code == 200
    assert str(row.pk) not in answer.content.decode()
    assert "Unlock to read reports" in answer.content.decode()


def test_show_report_about_somebody_under_18_points_to_safeguarding(safe):
    young, control = safe.report(kinds=["young"]), safe.report(kinds=["control"])
    assert "Follow your safeguarding steps today" in page(safe, "show_report", young.pk)[1]
    says = page(safe, "show_report", control.pk)[1]
    assert "never for being a migrant" in says
    assert "safeguarding steps" not in says
    assert "Under 18: a path of its own" in page(safe, "list_reports")[1]
