"""What is counted of alerts: which reports one came of, and when it was first sent."""

from datetime import UTC, datetime, timedelta

from tests.rooms.alerts.members import NOW
from yarrow.alerts.extract import first_alerted


def test_report_counts_from_the_day_on_which_its_first_alert_was_published(ward):
    first, again = (
        ward.report(at=NOW - timedelta(days=9), day=""),
        ward.report(at=NOW - timedelta(days=5), day=""),
    )
    ward.published("White van. Be careful.", again, first, at=NOW + timedelta(days=3))
    ward.published("White van again. Be careful.", first)
    assert first_alerted(ward.project) == {
        first.pk: NOW.date(),
        again.pk: (NOW + timedelta(days=3)).date(),
    }


def test_draft_is_no_alert_yet(ward):
    ward.draft()
    ward.ready("White van. Be careful.")
    assert first_alerted(ward.project) == {}


def test_day_is_the_projects_own(ward):
    ward.project.time_zone = "Asia/Tokyo"
    ward.project.save()
    report = ward.report()
    ward.published("White van. Be careful.", report, at=datetime(2026, 11, 20, 16, tzinfo=UTC))
    assert first_alerted(ward.project)[report.pk].isoformat() == "2026-11-21"


def test_nothing_is_counted_of_another_project(ward):
    ward.published("White van. Be careful.")
    assert first_alerted(ward.world.other.project) == {}
