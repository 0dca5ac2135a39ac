"""Which day it is where the project is, and whom the clock of keeping leaves alone."""

from datetime import UTC, date, datetime

import pytest

from tests.rooms.justice.conftest import NOW, TODAY, days
from yarrow.justice import actions, away, coming
from yarrow.people.models import Person
from yarrow.referrals.errors import CannotBe
from yarrow.staff.models import Project
from yarrow.vault.belonging import belongings
from yarrow.vault.privacy import declaration

# Zone, an instant, and the day that it is there.
INSTANTS = [
    ("Europe/London", datetime(2026, 3, 14, 23, 59, 59, tzinfo=UTC), date(2026, 3, 14)),
    ("Europe/London", datetime(2026, 3, 29, 23, 30, tzinfo=UTC), date(2026, 3, 30)),
    ("Pacific/Auckland", datetime(2026, 4, 5, 11, 30, tzinfo=UTC), date(2026, 4, 5)),
    ("America/Sao_Paulo", datetime(2026, 3, 15, 2, 59, tzinfo=UTC), date(2026, 3, 14)),
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
def test_every_act_is_of_the_projects_own_day(table, kim, court, live_in, zone, at, day):
    live_in(zone)
    order = table.do(actions.add_order, at=at, person=kim, agency=court, kind="court_diversion")
    assert order.given_on == day
    row = table.do(actions.plan_appointment, at=at, order=order, planned_on=day)
    tomorrow = table.do(actions.plan_appointment, at=at, order=order, planned_on=day + days(1))
    assert table.do(actions.settle_appointment, at=at, appointment=row, act="keep").state == "kept"
    with pytest.raises(CannotBe):
        table.do(actions.settle_appointment, at=at, appointment=tomorrow, act="keep")
    over = table.do(actions.move_order, at=at, order=order, act="end")
    assert over.since_on == day
    assert table.do(actions.agree_light_contact, at=at, order=over, light="not_wanted").light_on == day
    inside = table.do(actions.add_away, at=at, person=kim, agency_words="HMP")
    assert table.do(actions.note_visit, at=at, away=inside).visited_on == inside.since_on == day
    with pytest.raises(CannotBe):
        table.do(actions.move_away, at=at, away=inside, act="leave", left_on=day + days(1))
    assert table.do(actions.move_away, at=at, away=inside, act="leave").left_on == day


def met_days(model):
    """The days by which rows of a model keep a record, as the clock asks for them."""
    declared = declaration(model)
    rows = model.objects.filter(**dict(declared.met_if))
    return sorted(rows.values_list(declared.met_on, flat=True))


def test_whoever_is_inside_or_expected_is_not_forgotten_before(table, kim, order):
    models = {each.model.__name__: each.model for each in belongings(Person)}
    unknown = table.away(kim, days_ago=3)
    assert met_days(models["Away"]) == []
    told = {"away": unknown, "version": unknown.version, "agency_words": "HMP"}
    row = table.do(actions.expect_leaving, expected_on=TODAY + days(300), **told)
    assert met_days(models["Away"]) == [TODAY + days(300)]
    table.do(actions.move_away, away=row, act="leave")
    assert met_days(models["Away"]) == []
    table.appointment(order, -9)
    table.appointment(order, 4, "keep")
    table.appointment(order, 2, "miss")
    assert met_days(models["Appointment"]) == [TODAY - days(4), TODAY + days(9)]


def test_today_shows_a_few_and_says_that_there_are_more(table):
    for n in range(coming.MOST + 2):
        table.away(table.person(f"Kim {n}"), leaves_in=n)
    found = coming.Coming(table.by, table.project, TODAY)
    assert [row.expected_on for row in found.rows()] == [TODAY + days(n) for n in range(coming.MOST)]
    assert found.has_more
    lines = found.lines({row.person_id: "somebody" for row in found.rows()})
    assert [one.n_days for one in lines] == list(range(coming.MOST)) and not any(one.is_met for one in lines)
    boss = coming.Coming(table.world.worker("coordinator"), table.project, TODAY)
    assert boss.has_more and len(boss.rows()) == coming.MOST
    assert len(away.on_round(table.by, table.project, NOW.date())[0][1]) == coming.MOST + 2
