"""What is counted of alerts: how long from the first report to the warning."""

from datetime import date, timedelta

from tests.rooms.alerts.members import NOW
from yarrow.alerts.extract import warned

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_days_are_counted_from_the_first_report_to_the_publishing(ward):
    first = ward.report(at=NOW - timedelta(days=9), day="")
    again = ward.report(at=NOW - timedelta(days=5), day="", reporter=str(first.pk))
    ward.published("White van. Be careful.", again, first)
    ward.draft()
    [row] = warned(ward.project, *YEAR)
    assert (row.n_days, row.n_reports, row.n_reporters, row.kinds) == (9, 2, 1, ("robbery",))
    assert row.published_on == NOW.date()


def test_alert_whose_reports_are_gone_is_counted_without_days(ward):
    report = ward.report()
    ward.published("White van. Be careful.", report)
    report.delete()
    [row] = warned(ward.project, *YEAR)
    assert row.n_days is None and row.n_reports == 1


def test_only_the_period_counts_by_the_projects_own_day(ward):
    ward.published("White van. Be careful.")
    day = NOW.date()
    assert len(list(warned(ward.project, day, day))) == 1
    assert list(warned(ward.project, day + timedelta(days=1), day + timedelta(days=9))) == []


def test_nothing_is_counted_of_another_project(ward):
    ward.published("White van. Be careful.")
    assert list(warned(ward.world.other.project, *YEAR)) == []
