"""Which day it is where the project is: at midnight, when clocks change, and for who sees what is silent."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.rooms.referrals.conftest import NOW, TODAY, days, fresh
from yarrow.agencies.models import Agency
from yarrow.methods.pathways import ENDED, MOVES
from yarrow.people.actions import merge_people
from yarrow.referrals import actions, extract, figures, following, lists, silent, takers
from yarrow.referrals.errors import CannotBe
from yarrow.referrals.models import Referral
from yarrow.staff.models import Project

YEAR = timedelta(days=365)
# Zone, an instant, and the day that it is there.
INSTANTS = [
    ("Europe/London", datetime(2026, 3, 14, 23, 59, 59, tzinfo=UTC), date(2026, 3, 14)),
    ("Europe/London", datetime(2026, 3, 15, 0, 0, tzinfo=UTC), date(2026, 3, 15)),
    # Clocks went forward on 29 March at one, and back on 25 October at two.
    ("Europe/London", datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 28)),
    ("Europe/London", datetime(2026, 3, 29, 23, 30, tzinfo=UTC), date(2026, 3, 30)),
    ("Europe/London", datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
    ("Europe/London", datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
    ("Pacific/Auckland", datetime(2026, 4, 4, 11, 30, tzinfo=UTC), date(2026, 4, 5)),
    ("Pacific/Auckland", datetime(2026, 4, 5, 11, 30, tzinfo=UTC), date(2026, 4, 5)),
    ("America/Sao_Paulo", datetime(2026, 3, 15, 2, 59, tzinfo=UTC), date(2026, 3, 14)),
    # A zone that left out a whole day.
    ("Pacific/Apia", datetime(2026, 3, 14, 11, 0, tzinfo=UTC), date(2026, 3, 15)),
]


@pytest.fixture
def live_in(table):
    """The project lives in another zone."""

    def move(zone):
        Project.objects.filter(pk=table.project.pk).update(time_zone=zone)
        table.project.time_zone = zone
        table.project.__dict__.pop("zone", None)

    return move


@pytest.mark.parametrize(("zone", "at", "day"), INSTANTS)
def test_every_act_is_of_the_projects_own_day(table, kim, clinic, live_in, zone, at, day):
    live_in(zone)
    told = {"person": kim, "agency": clinic, "need": "money"}
    row = table.do(actions.offer, at=at, **told)
    assert (row.offered_on, row.since_on) == (day, day)
    assert row.expected_on == day + days(lists.usual_days("offered"))
    assert table.do(actions.signpost, at=at, **told).told_on == day
    assert table.do(actions.raise_concern, at=at, person=kim, wants="Rest", signs=["debt"]).raised_on == day
    # Today is no day to come, tomorrow is none that was.
    for tomorrow in (day + days(1), at.date() + days(2)):
        with pytest.raises(CannotBe):
            table.do(actions.offer, at=at, offered_on=tomorrow, **told)
        with pytest.raises(CannotBe):
            table.do(actions.move, at=at, referral=row, act="agree", happened_on=tomorrow)
    row = table.do(actions.move, at=at, referral=row, act="agree", happened_on=day)
    assert row.moves.order_by("-n")[0].happened_on == day


@pytest.mark.parametrize("state", sorted(set(MOVES) - set(ENDED) - {"offered", "booked"}))
@pytest.mark.parametrize("days_said", [None, 365])
def test_a_state_is_silent_from_the_day_after_its_time(table, kim, clinic, state, days_said):
    """Neither a day early nor a day late, to whoever follows it, and to who arranges the work so much later."""
    if days_said is not None:
        coordinator = table.world.worker("coordinator")
        table.do(actions.set_reminders, by=coordinator, days={state: days_said}, escalate_days=3)
    later = 3 if days_said else 7
    row = table.offer(kim, clinic, is_agreed=False)
    Referral.objects.filter(pk=row.pk).update(state=state)
    row = table.do(actions.ask, referral=fresh(row))
    due = TODAY + days(days_said or lists.usual_days(state))
    seen = {}
    for n in (-1, 0, 1, later, later + 1):
        for role in ("case_worker", "coordinator"):
            found = silent.Silent(table.world.worker(role), table.project, due + days(n))
            found.further()
            seen[role, n] = found.rows() == [row]
    assert [seen["case_worker", n] for n in (-1, 0, 1, later, later + 1)] == [False, False, True, True, True]
    assert [seen["coordinator", n] for n in (-1, 0, 1, later, later + 1)] == [False] * 4 + [True]
    assert following.ReferralShown(row, due).n_silent == 0
    assert following.ReferralShown(row, due + days(1)).n_silent == 1


def test_a_merged_persons_silent_referral_is_shown_once_and_an_ended_one_never(table, kim, clinic):
    row, ended = table.offer(kim, clinic), table.offer(kim, clinic)
    table.do(actions.move, referral=ended, act="decline", reason="not_now")
    other = table.person("Kimberley")
    table.do(merge_people, by=table.world.worker("coordinator"), into=other, came=kim, take=[])
    found = silent.Silent(table.by, table.project, TODAY + YEAR)
    found.further()
    assert [(one.pk, one.person_id) for one in found.rows()] == [(row.pk, other.pk)]
    lines, has_more = following.listed(table.by, table.project, TODAY + YEAR, whose="all", page=1)
    assert [line.referral.pk for line in lines] == [row.pk] and not has_more
    assert following.listed(table.by, table.project, TODAY, whose="all", page=2) == ([], False)


def test_the_silent_of_a_colleague_are_not_shown_twice_to_who_follows_and_arranges(table, kim, clinic):
    coordinator = table.world.worker("coordinator")
    row = table.offer(kim, clinic, by=coordinator)
    found = silent.Silent(coordinator, table.project, TODAY + YEAR)
    found.further()
    assert found.rows() == [row] and not found.has_more


def test_a_slip_of_an_end_counts_from_the_day_on_which_it_ended(table, agreed, clinic):
    """Offered again by a slip and put back a month later: the wait is no longer than it was."""
    row = table.sent(agreed, clinic, days_ago=60)
    told = {"referral": row, "act": "refuse", "reason": "full"}
    row = table.do(actions.move, at=NOW - days(50), **told)
    row = table.do(actions.put_back, referral=table.move(row, "offer_again"))
    (found,) = extract.referrals(table.project, TODAY - YEAR, TODAY)
    assert (found.ended_on, found.reason, found.walked.state) == (TODAY - days(50), "full", "refused")
    wait = found.wait("sent", "attended", TODAY)
    assert (wait.days, wait.is_over) == (10, False)


@pytest.mark.parametrize(("days_ago", "is_among"), [(0, True), (90, True), (91, False), (200, False)])
def test_taking_people_lately_is_the_last_91_days(table, agreed, clinic, days_ago, is_among):
    service = table.service(clinic)
    table.sent(agreed, clinic, "accept", days_ago=days_ago, service=service)
    assert (service.pk in takers.took(table.project, TODAY)) is is_among


def test_reasons_of_two_agencies_of_one_name_are_not_added_up(table, agreed):
    first, second = table.agency("Turning Tide"), table.agency("Turning Tide")
    assert Agency.objects.of(table.project).filter(name="Turning Tide").count() == 2
    for agency, reason, n in ((first, "full", 2), (second, "judged_sex_work", 1), (second, "full", 1)):
        for _time in range(n):
            row = table.sent(agreed, agency)
            table.do(actions.move, referral=row, act="refuse", reason=reason)
    found = figures.of_project(table.project, TODAY - YEAR, TODAY, TODAY)
    full, judged = (lists.label("reasons", code) for code in ("full", "judged_sex_work"))
    rows = sorted(row[1:] for row in found.reasons.rows)
    assert rows == sorted([[full, 2, 2], [full, 1, 2], [judged, 1, 2]])
    assert [line[1] for line in found.tables[0].rows] == [2, 2]


def test_signposts_change_no_figure_of_referrals(table, agreed, clinic):
    table.sent(agreed, clinic, "accept")

    def told():
        found = figures.of_project(table.project, TODAY - YEAR, TODAY, TODAY)
        return found.n, found.n_people, found.funnel.table.rows, [one.rows for one in found.tables]

    before = told()
    for person in (agreed, table.person("Lu")):
        table.do(actions.signpost, person=person, agency=clinic, need="money", told_on=TODAY - days(3))
    table.do(actions.signpost, person=table.person("Jo", age_band="under_18"), agency=clinic, need="money")
    assert told() == before
    assert figures.of_project(table.project, TODAY - YEAR, TODAY, TODAY).n_signposts == 2
    assert figures.of_project(table.project, TODAY - days(2), TODAY, TODAY).n_signposts == 0
    assert table.project and not takers.took(table.project, TODAY)
