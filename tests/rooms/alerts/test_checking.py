"""A check says what the reporter lets it say at that moment, and nothing more to anybody."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.rooms.alerts.checks import NUMBER
from tests.rooms.alerts.members import NOW
from yarrow.alerts import checking
from yarrow.alerts.checking import HIT, MISS, TALK, TOO_MANY, Answer
from yarrow.alerts.models import Asked, Member, Released
from yarrow.methods.incidents import spellings
from yarrow.safety.models import Report
from yarrow.vault import clock, fence, forgetting
from yarrow.vault.models import TrailRow

SPELLINGS = ["07700900123", "+44 7700 900-123", "0044 (0) 7700 900 123", "٠٧٧٠٠٩٠٠١٢٣", "tel:+447700900123"]


@pytest.mark.parametrize("text", SPELLINGS)
def test_check_of_any_spelling_says_what_was_released(table, text):
    table.known(kinds=["robbery", "threats"])
    assert table.check(text) == Answer(HIT, 1, ("robbery", "threats"), date(2026, 11, 1))


@pytest.mark.parametrize(
    ("field", "typed", "asked"),
    [
        ("plates", "AB10 CDE", "ab1o cde"),
        ("online", "https://www.instagram.com/Night_Man/", "@night_man"),
        ("online", "Jo.Bloggs@gmail.com", "jobloggs+x@GoogleMail.com"),
    ],
)
def test_check_of_plates_names_and_addresses(table, field, typed, asked):
    table.report(phones=(), **{field: [typed]})
    table.accept(typed)
    assert table.check(asked).code == HIT
    assert table.check(asked + "x").code == MISS


def test_check_of_what_nobody_reported_is_a_miss(table):
    table.known()
    assert table.check("07700 900124") == Answer(MISS)


def test_check_finds_nothing_that_no_adviser_accepted(table):
    table.report()
    assert table.check().code == MISS


def test_check_counts_one_reporter_once(table):
    first = table.known(kinds=["robbery"])
    table.known(reporter=first, kinds=["threats"], day="2026-10")
    assert table.check() == Answer(HIT, 1, ("robbery", "threats"), date(2026, 11, 1))
    table.known(kinds=["rape"], day="2026-09")
    assert table.check().n == 2


def test_check_of_what_is_only_known_tells_neither_kind_nor_month(table):
    table.report(kinds=["rape"])
    table.accept(says="known")
    assert table.check() == Answer(HIT, 1)


def test_check_tells_somebody_new_only_to_talk_to_us(table):
    table.known()
    assert table.check(asker=table.asker(is_new=True)) == Answer(TALK)
    member = Member(project=table.project, vouched_at=NOW - timedelta(days=29))
    assert checking.of_member(member, table.project, NOW).is_new
    assert not checking.of_member(member, table.project, NOW + timedelta(days=1)).is_new


def test_check_when_the_reporter_waits_two_weeks(table):
    table.known(release="later")
    almost = NOW + timedelta(days=14) - timedelta(seconds=1)
    assert table.check(at=almost).code == MISS
    assert table.check(at=NOW + timedelta(days=14)).code == HIT


def test_check_when_the_reporter_waits_for_a_second(table):
    first = table.known(release="two")
    assert table.check().code == MISS
    table.known(release="two", reporter=first)
    assert table.check().code == MISS
    table.known(release="two")
    assert table.check().n == 2


def test_check_when_a_second_report_is_not_released_itself(table):
    table.known(release="two", kinds=["robbery"])
    table.report(release="never", kinds=["rape"])
    assert table.check().code == MISS
    (line,) = table.look().accepted
    assert line.is_seconded_since and line.n_others == 1
    table.accept()
    assert table.check() == Answer(HIT, 1, ("robbery",), date(2026, 11, 1))
    assert not table.look().accepted[0].is_seconded_since


def test_check_is_not_seconded_by_whoever_lets_nobody_hear_of_a_match(table):
    table.report(release="never", tell="nobody")
    table.known(release="two")
    assert table.check().code == MISS


@pytest.mark.parametrize(
    "changed",
    [{"release": "never"}, {"level": "kept"}, {"level": "escrow"}, {"release": "two"}, {"release": "later"}],
)
def test_check_after_the_reporter_changed_their_mind_says_nothing(table, changed):
    report = table.known()
    assert table.check().code == HIT
    table.choose(report, **changed)
    assert table.check().code == MISS
    table.choose(report, at=NOW + timedelta(hours=2))
    assert table.check().code == HIT


def test_check_after_twelve_months_finds_nothing(table):
    table.known()
    last = NOW + timedelta(days=365)
    assert table.check(at=last - timedelta(seconds=1)).code == HIT
    assert table.check(at=last).code == MISS
    clock.run(last, [table.project.id])
    assert not Released.objects.exists()


@pytest.mark.parametrize("changed", [{"release": "never"}, {"level": "kept"}, {"level": "escrow"}])
def test_what_was_taken_back_is_gone_by_the_next_day(table, changed):
    report = table.known()
    table.known(phones=["07700 900555"])
    clock.run(NOW, [table.project.id])
    assert Released.objects.count() == 2
    table.choose(report, **changed)
    clock.run(NOW + timedelta(days=1), [table.project.id])
    assert [row.report_id == report.pk for row in Released.objects.all()] == [False]
    assert TrailRow.objects.get(act="vault.let_go").reason == "released: 1"


def test_check_after_the_report_went_finds_nothing(table):
    report = table.known()
    Report.objects.filter(pk=report.pk).delete()
    assert table.check().code == MISS
    assert not Released.objects.exists()


def test_check_of_an_erased_report_finds_nothing(table):
    report = table.known()
    by = table.world.worker("adviser")
    forgetting.forget(report, by=by, act="safety.erase_report", reason="asked", at=NOW)
    assert table.check().code == MISS
    assert not Released.objects.exists()


def test_check_while_an_objection_is_looked_at(table):
    table.known()
    Released.objects.update(is_disputed=True)
    assert table.check().is_disputed
    Released.objects.update(is_hidden=True)
    assert table.check() == Answer(MISS)


def test_check_in_another_project_finds_what_may_be_told_there(table):
    other = table.__class__(world=table.world.other)
    with other.world.inside():
        report = other.known(tell="here")
    assert table.check().code == MISS
    with other.world.inside():
        other.choose(report, tell="projects")
    assert table.check() == Answer(HIT, 1, ("robbery",), date(2026, 11, 1))
    table.known(release="two")
    assert table.check().n == 2
    with other.world.inside():
        other.choose(report, tell="projects", release="never", at=NOW + timedelta(hours=2))
    assert table.check().code == MISS


def test_check_is_not_crowded_out_by_another_project(table, monkeypatch):
    monkeypatch.setattr(checking, "MOST_ROWS", 2)
    other = table.__class__(world=table.world.other)
    with other.world.inside():
        for _n in range(2):
            other.known(tell="here")
    table.known()
    monkeypatch.setattr(checking, "_rows_of", checking.Prepared(checking._looked_up))
    assert table.check().code == HIT


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", spellings.NOTHING),
        ("\x00", spellings.NOTHING),
        ("*123", spellings.PART),
        ("07700 9001", spellings.DIGITS),
        pytest.param("7" * 5000, spellings.TOO_LONG, id="much"),
        ("'; DROP TABLE alerts_released; --", MISS),
        ("\ud800 number", MISS),
    ],
)
def test_check_of_what_is_none_says_why(table, text, code):
    assert table.check(text) == Answer(code)


def test_check_of_digits_that_are_no_number_still_finds_a_plate(table):
    table.report(phones=(), plates=["123 456"])
    table.accept("123456")
    assert table.check("123 456").code == HIT
    assert table.check("123 457").code == spellings.DIGITS


def test_check_is_counted_by_day_and_by_asker(table):
    asker, late = table.asker(most=3), datetime(2026, 11, 14, 23, 59, tzinfo=UTC)
    table.known()
    codes = [table.check(text, asker=asker, at=late).code for text in (NUMBER, "", "07700900124", NUMBER, "")]
    assert codes == [HIT, spellings.NOTHING, MISS, TOO_MANY, TOO_MANY]
    assert table.check(asker=table.asker(most=3), at=late).code == HIT
    assert table.check(asker=asker, at=late + timedelta(minutes=1)).code == HIT
    assert Asked.objects.get(asker_id=asker.id).n == 1


def test_check_day_is_the_projects_own(table):
    table.project.time_zone = "Asia/Tokyo"
    asker = table.asker(most=1)
    before = datetime(2026, 11, 14, 14, 59, tzinfo=UTC)
    assert [table.check(asker=asker, at=before).code for _n in range(2)] == [MISS, TOO_MANY]
    assert table.check(asker=asker, at=before + timedelta(minutes=1)).code == MISS


def test_counters_go_with_their_day(table):
    table.check()
    (row,) = Asked.objects.all()
    assert {field.name for field in Asked._meta.concrete_fields} == {
        "id",
        "project",
        "asker_id",
        "n",
        "goes_at",
    }
    assert row.goes_at == datetime(2026, 11, 15, tzinfo=UTC)
    clock.run(row.goes_at, [table.project.id])
    assert not Asked.objects.exists()


@pytest.mark.parametrize("at", [datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)])
def test_check_at_the_ends_of_time(table, at):
    assert table.check(at=at).code == MISS


def test_check_asks_the_same_statements_whatever_comes_of_it(table):
    table.known()
    asker, spent = table.asker(), table.asker(most=0)
    table.check(asker=asker)

    def asked(text, by):
        with CaptureQueriesContext(connection) as ran:
            table.check(text, asker=by)
        return [
            "".join(sign for sign in each["sql"].split("WHERE")[0] if not sign.isdigit())[:200]
            for each in ran
        ]

    wanted = asked(NUMBER, asker)
    assert len(wanted) == 3
    for text, by in [
        ("07700900124", asker),
        ("", asker),
        ("*12", asker),
        ("x" * 900, asker),
        (NUMBER, spent),
    ]:
        assert [each[:40] for each in asked(text, by)] == [each[:40] for each in wanted]


def test_check_of_two_askers_is_of_two_counters(table):
    one = uuid4()
    for project in (table.project, table.world.other.project):
        with fence.around(project.id):
            checking.check(checking.Asker(project, one, 1), "", NOW)
    with table.world.other.inside():
        assert Asked.objects.filter(project=table.world.other.project).get().n == 1
