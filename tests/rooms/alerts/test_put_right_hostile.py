"""A check says what reports say now: what was put right, joined and parted since an adviser accepted it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.rooms.alerts.checks import SPELLED
from tests.rooms.alerts.members import NOW
from yarrow.alerts import actions
from yarrow.alerts.checking import HIT, MISS, Answer
from yarrow.alerts.models import Released
from yarrow.safety import actions as safety
from yarrow.safety.actions.correcting import seen_of
from yarrow.safety.errors import Closed
from yarrow.safety.models import Report
from yarrow.vault import clock

DAY = timedelta(days=1)


def correct(table, report, **said):
    row = Report.objects.get(pk=report.pk)
    told = {
        "kinds": row.kinds,
        "setting": "",
        "zone": "",
        "month": "2026-11-01",
        "seen": seen_of(row),
        **said,
    }
    table.do(safety.correct, report=row, **told)


def test_report_in_which_somebody_young_was_found_later_is_in_no_check(table):
    report = table.known(kinds=["robbery"])
    correct(table, report, kinds=["robbery", "young"])
    assert table.check() == Answer(MISS)
    clock.run(NOW + DAY, [table.project.id])
    assert not Released.objects.exists()


def test_kinds_and_month_that_were_put_right_are_what_a_check_says(table):
    report = table.known(kinds=["rape"])
    correct(table, report, kinds=["threats"], month="2026-09-01")
    assert table.check() == Answer(HIT, 1, ("threats",), date(2026, 9, 1))
    correct(table, report, kinds=[], month="")
    assert table.check() == Answer(HIT, 1, (), date(2026, 11, 1))


def test_what_is_put_right_of_one_report_changes_no_other(table):
    first = table.known(kinds=["rape"], day="2026-10")
    second = table.known(kinds=["robbery"], reporter=first)
    third = table.known(kinds=["threats"], day="2026-09")
    correct(table, second, kinds=["young"])
    rows = {row.report_id: (row.kinds, row.month) for row in Released.objects.all()}
    assert rows[first.pk] == (["rape"], date(2026, 10, 1))
    assert rows[third.pk] == (["threats"], date(2026, 9, 1))
    assert table.check().n == 2 and table.check().kinds == ("rape", "threats")


def test_line_of_a_page_before_somebody_young_was_found_is_refused(table):
    report = table.report()
    (line,) = table.look().waiting
    correct(table, report, kinds=["young"])
    with pytest.raises(Closed):
        table.do(actions.accept_identifier, line=line, says="what")
    assert not Released.objects.exists()


@pytest.mark.parametrize("turned", [False, True])
def test_two_reports_that_are_one_persons_after_all_count_once(table, turned):
    one, other = table.known(), table.known()
    assert table.check().n == 2
    joined = (other, one) if turned else (one, other)
    table.do(safety.join_reporters, report=joined[0], other=joined[1])
    assert table.check().n == 1
    table.do(safety.part_reporter, report=one)
    assert table.check().n == 2


@pytest.mark.parametrize("turned", [False, True])
def test_nobody_is_a_second_person_for_themselves(table, turned):
    """Both wait for a second; they are found to be one person's, so neither is told."""
    one, other = (table.known(release="two") for _n in range(2))
    assert table.check().n == 2
    joined = (other, one) if turned else (one, other)
    table.do(safety.join_reporters, report=joined[0], other=joined[1])
    assert table.check() == Answer(MISS)
    table.known(release="two")
    assert table.check().n == 2


@pytest.mark.parametrize("turned", [False, True])
def test_an_unreleased_report_of_the_same_person_seconds_nothing_any_more(table, turned):
    one = table.known(release="two")
    other = table.report(release="never")
    table.accept()
    assert table.check().code == HIT
    joined = (other, one) if turned else (one, other)
    table.do(safety.join_reporters, report=joined[0], other=joined[1])
    assert table.check() == Answer(MISS)
    (line,) = table.look().accepted
    assert line.n_others == 0 and not line.is_seconded_since


def test_month_of_a_report_without_one_is_that_of_its_own_place(table):
    table.project.time_zone = "Asia/Tokyo"
    table.project.save()
    last = datetime(2026, 10, 31, 15, 30, tzinfo=UTC)
    table.report(at=last, day="", phones=[SPELLED])
    table.accept(SPELLED, at=last)
    assert table.check(SPELLED, at=last).month == date(2026, 11, 1)
