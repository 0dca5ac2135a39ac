"""Days at their edges: long sentences, the wrong day at the gate, the week ahead, and which day it is at midnight."""

from datetime import UTC, date, datetime

import pytest

from tests.rooms.justice.conftest import TODAY, days, fresh, text
from yarrow.justice import actions, ahead, away, coming, extract, figures
from yarrow.justice.models import Appointment, PickUp
from yarrow.people.actions import erase_person, merge_people
from yarrow.referrals.errors import CannotBe
from yarrow.staff.models import Membership

# Two years and a few days, the furthest that a day may lie ahead.
FAR = 2 * 366


@pytest.mark.parametrize(("since", "leaves"), [(3000, 20), (800, 0), (733, FAR), (5, FAR)])
def test_day_of_leaving_is_held_against_today_however_long_they_are_inside(table, kim, since, leaves):
    """Somebody serving eight years leaves next month like anybody else, and somebody is at the gate."""
    row = table.away(kim, days_ago=since, leaves_in=leaves)
    leaves_on = TODAY + days(leaves)
    told = {"away": row, "worker_id": table.by.id, "planned_on": leaves_on}
    assert table.do(actions.plan_pick_up, **told).planned_on == leaves_on
    now = {"away": row, "version": row.version, "agency_words": "HMP", "expected_on": leaves_on}
    assert table.do(actions.expect_leaving, **now).expected_on == leaves_on


@pytest.mark.parametrize("leaves", [FAR + 1, 10 * 366, -31])
def test_day_of_leaving_that_is_mistyped_is_refused(table, kim, leaves):
    with pytest.raises(CannotBe) as refused:
        table.away(kim, days_ago=30, leaves_in=leaves)
    assert refused.value.field == "expected_on"
    row = table.away(kim, days_ago=30)
    told = {"worker_id": table.by.id, "planned_on": TODAY + days(leaves)}
    with pytest.raises(CannotBe) as refused:
        table.do(actions.plan_pick_up, away=row, **told)
    assert refused.value.field == "planned_on" and not PickUp.objects.exists()


@pytest.mark.parametrize(
    ("given", "until", "planned"),
    [(900, -1, -5), (900, 30, 30), (900, FAR, FAR), (1, -1, -1), (0, 0, 0), (900, -900, -900)],
)
def test_order_of_long_ago_has_its_last_day_and_appointments_now(table, kim, given, until, planned):
    row = table.order(kim, days_ago=given, until_on=TODAY + days(until))
    assert table.appointment(row, -planned).planned_on == TODAY + days(planned)
    told = {"version": row.version, "agency_words": "x", "until_on": TODAY + days(until), "n_planned": 1}
    assert table.do(actions.change_order, order=row, **told).until_on == TODAY + days(until)


@pytest.mark.parametrize("n", [-61, FAR + 1])
def test_order_has_no_appointment_before_it_or_in_a_mistyped_year(table, kim, n):
    row = table.order(kim, days_ago=60)
    said = "before it began" if n < 0 else "two years from now"
    with pytest.raises(CannotBe, match=said):
        table.appointment(row, -n)
    first = table.appointment(row, 5)
    with pytest.raises(CannotBe, match=said):
        table.settle(first, "move", moved_to=TODAY + days(n))
    with pytest.raises(CannotBe, match="Say which day"):
        table.settle(first, "move")
    assert Appointment.objects.get().state == "planned"


def is_met(table):
    return [bool(row.is_met) for row in coming.Coming(table.by, table.project, TODAY).rows()]


def test_somebody_is_there_on_the_very_day_or_nobody_is(table, kim):
    """Let out two days early, nobody is at the gate, whatever was planned."""
    row = table.away(kim, leaves_in=9)
    told = {"away": row, "worker_id": table.by.id}
    gate = table.do(actions.plan_pick_up, planned_on=TODAY + days(9), **told)
    assert is_met(table) == [True]
    said = {"version": row.version, "agency_words": "HMP", "expected_on": TODAY + days(7)}
    row = table.do(actions.expect_leaving, away=row, **said)
    assert is_met(table) == [False]
    shown = away.whole(table.by, fresh(row), TODAY, "").pick_ups[0]
    assert shown.is_other_day and shown.tag != "done"
    second = table.do(actions.plan_pick_up, planned_on=TODAY + days(7), **told)
    assert is_met(table) == [True]
    table.do(actions.settle_pick_up, pick_up=second, act="call_off")
    assert is_met(table) == [False]
    table.do(actions.settle_pick_up, pick_up=gate, act="call_off")
    assert not any(one.is_other_day for one in away.whole(table.by, fresh(row), TODAY, "").pick_ups)


def test_nobody_is_there_once_whoever_was_to_go_has_left(table, kim):
    place = table.world.account("outreach").place
    row = table.away(kim, leaves_in=9)
    told = {"away": row, "worker_id": place.worker_id, "planned_on": row.expected_on}
    table.do(actions.plan_pick_up, **told)
    assert is_met(table) == [True]
    Membership.objects.filter(pk=place.pk).update(state="left")
    assert is_met(table) == [False]


def test_no_other_day_is_said_while_nobody_knows_the_day_or_once_they_are_out(table, kim):
    row = table.away(kim)
    table.do(actions.plan_pick_up, away=row, worker_id=table.by.id, planned_on=TODAY)
    assert not away.whole(table.by, fresh(row), TODAY, "").pick_ups[0].is_other_day
    said = {"version": row.version, "agency_words": "HMP", "expected_on": TODAY + days(1)}
    row = table.do(actions.expect_leaving, away=row, **said)
    assert away.whole(table.by, fresh(row), TODAY, "").pick_ups[0].is_other_day
    row = table.do(actions.move_away, away=row, act="leave")
    assert row.is_early and not away.whole(table.by, fresh(row), TODAY, "").pick_ups[0].is_other_day


def ahead_of(table, today=TODAY, by=None):
    found = ahead.appointments_ahead(by or table.by, table.project, today)
    return [((one.appointment.planned_on - TODAY).days, one.who, one.is_late) for one in found]


def test_week_ahead_has_what_is_to_come_and_what_nobody_wrote_down(table, order, kim):
    for n in (8, 7, 0, -1, -50):
        table.appointment(order, -n)
    table.appointment(order, 3, "keep")
    table.appointment(order, 2, "miss")
    moved = table.appointment(order, 1, "move", moved_to=TODAY + days(2))
    assert ahead_of(table) == [
        (-50, "Kim", True),
        (-1, "Kim", True),
        (0, "Kim", False),
        (2, "Kim", False),
        (7, "Kim", False),
    ]
    assert ahead_of(table, TODAY - days(50)) == [(-50, "Kim", False)]
    assert (8, "Kim", False) in ahead_of(table, TODAY + days(1)) and moved.state == "moved"


def test_week_ahead_leaves_out_orders_that_are_over_and_people_who_are_gone(table, order, kim, court):
    boss = table.world.worker("manager")
    table.appointment(order, -2)
    gone, came = table.person("Gone"), table.person("Came")
    for one in (gone, came):
        table.appointment(table.order(one, court), -3)
    assert {who for _n, who, _late in ahead_of(table)} == {"Kim", "Gone", "Came"}
    table.do(erase_person, by=boss, person=gone, reason="asked")
    table.do(merge_people, by=boss, into=kim, came=came, take=[])
    assert ahead_of(table) == [(2, "Kim", False), (3, "Kim", False)]
    table.move(order, "breach")
    assert ahead_of(table) == [(3, "Kim", False)]
    table.move(fresh(order), "reopen")
    assert len(ahead_of(table)) == 2


def test_week_ahead_is_of_one_project(table, order):
    table.appointment(order, -2)
    other = table.world.other
    with other.inside():
        assert ahead.appointments_ahead(other.worker("case_worker"), other.project, TODAY) == []


def test_week_ahead_names_by_code_who_has_no_name_and_says_when_and_where(table, court):
    nobody = table.person("")
    row = table.order(nobody, court, kind="court_diversion")
    told = {"order": row, "planned_on": TODAY, "time_words": "ten, room <b>2</b>"}
    table.do(actions.plan_appointment, **told)
    (one,) = ahead.appointments_ahead(table.by, table.project, TODAY)
    assert (one.who, one.time_words, one.kind) == (nobody.code, "ten, room <b>2</b>", "Diversion by a court")


# An instant, the zone, the day that the page has to say.
LATE = [
    ("Europe/London", datetime(2026, 3, 31, 23, 30, tzinfo=UTC), "1 April 2026"),
    ("Europe/London", datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "29 March 2026"),
    ("Pacific/Auckland", datetime(2026, 12, 31, 11, 30, tzinfo=UTC), "1 January 2027"),
    ("America/Sao_Paulo", datetime(2026, 3, 1, 1, 30, tzinfo=UTC), "28 February 2026"),
]


@pytest.mark.sqlite_only(reason="what is shown is shown on both alike")
@pytest.mark.parametrize(("zone", "at", "said"), LATE)
def test_page_says_the_day_of_the_project_for_what_is_ready(table, client, url, zone, at, said, monkeypatch):
    table.project.time_zone = zone
    table.project.save(update_fields=["time_zone"])
    lou = table.person("Lou")
    row = table.away(lou)
    table.do(actions.set_check, at=at, check=row.checks.get(item="phone"), stands="done")
    page = text(client.get(url("show_away", lou.pk, row.pk)))
    assert f"{said} ·" in page and page.count("not asked yet") == 16


def test_figures_put_a_contact_in_the_month_in_which_it_happened(table, kim, order):
    """The last day of a month and the first of the next are two months, whenever they were written down."""
    for on in (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)):
        table.appointment(order, (TODAY - on).days, "keep", contact=table.meet(kim, (TODAY - on).days))
    found = figures.of_project(table.project, date(2026, 1, 31), date(2026, 3, 1), TODAY)
    assert [row[1:] for row in found.months.rows] == [[1, 0, 0], [2, 0, 0], [1, 0, 0]]
    inner = figures.of_project(table.project, date(2026, 2, 1), date(2026, 2, 28), TODAY)
    assert [row[1:] for row in inner.months.rows] == [[2, 0, 0]] and inner.n_contacts == 2


def test_figures_of_a_period_that_ends_before_it_begins_are_nothing(table, kim, order):
    table.meet(kim, 3)
    table.move(order, "end")
    found = figures.of_project(table.project, TODAY, TODAY - days(9), TODAY)
    assert (found.n_orders, found.n_contacts, found.months.rows) == (0, 0, [])


@pytest.mark.parametrize(("n", "said"), [(0, None), (1, "too few"), (9, "too few"), (10, "100 %")])
def test_share_is_given_from_ten_orders_on(table, kim, court, n, said):
    """Orders of one and the same person are still so many orders, and one person."""
    for _ in range(n):
        table.move(table.order(kim, court, days_ago=110), "end", days_ago=100)
    table.meet(kim, 99)
    found = figures.of_project(table.project, TODAY - days(400), TODAY, TODAY)
    rows = {row[0]: row[1:] for row in found.stays.rows}
    assert rows["90 to 181 days ago"] == [n, min(n, 1), 0, n, said] and found.n_orders == n


def test_order_that_was_opened_again_counts_once_and_on_its_last_end(table, order, kim):
    table.move(order, "complete", days_ago=40)
    table.move(fresh(order), "reopen", days_ago=30)
    assert extract.ended(table.project, TODAY - days(99), TODAY) == []
    table.move(fresh(order), "breach", days_ago=10)
    assert [(one.on, one.is_light) for one in extract.ended(table.project, TODAY - days(99), TODAY)] == [
        (TODAY - days(10), False)
    ]
    assert extract.ended(table.project, TODAY - days(99), TODAY - days(11)) == []


def test_contact_counts_as_mandated_only_while_the_appointment_is_kept(table, order, kim):
    met = table.meet(kim, 5)
    row = table.appointment(order, 5, "keep", contact=met)

    def mandated():
        return [one.is_mandated for one in extract.met(table.project, TODAY - days(9), TODAY)]

    assert mandated() == [True]
    table.settle(row, "put_back")
    assert mandated() == [False]
    table.settle(row, "miss")
    assert mandated() == [False]
    table.settle(table.settle(row, "put_back"), "keep", contact=met)
    assert mandated() == [True]
