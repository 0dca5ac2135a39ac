"""Time in prison: days, visits that are contacts, the gate, the checklist, the round, and what Today says."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.rooms.justice.conftest import NOW, TODAY, days, fresh, opened, text
from yarrow.agencies.models import Agency
from yarrow.contacts.models import Contact
from yarrow.desk.today import today_for
from yarrow.justice import actions, away, coming
from yarrow.justice.errors import WrongStep
from yarrow.justice.models import Away, CheckItem, PickUp, Visit
from yarrow.justice.states import AWAY_STATES, PICK_UP_STATES
from yarrow.people.actions import erase_person
from yarrow.people.errors import NotHere
from yarrow.referrals.errors import CannotBe


def test_away_is_one_at_a_time_and_lays_out_its_checklist_blank(table, kim):
    row = table.away(kim, leaves_in=9)
    assert CheckItem.objects.filter(away=row, stands=None).count() == 17
    with pytest.raises(CannotBe):
        table.away(kim)
    assert table.away(kim, entry_id=row.pk).pk == row.pk and Away.objects.count() == 1
    table.do(actions.move_away, away=row, act="leave")
    second = table.away(kim, days_ago=0)
    with pytest.raises(CannotBe):
        table.do(actions.move_away, away=row, act="put_back")
    table.do(actions.move_away, away=second, act="close")
    assert table.do(actions.move_away, away=row, act="put_back").state == "inside"


def test_away_is_in_a_prison_of_the_directory_or_in_words(table, kim, court):
    with pytest.raises(CannotBe):
        table.away(kim, agency=court)
    with pytest.raises(CannotBe):
        table.away(kim, agency_words=" ")
    prison = table.agency("HMP Millbrook", "prison")
    assert opened(table, table.away(kim, agency=prison), "prison")["agency"] == str(prison.pk)


@pytest.mark.parametrize("day", [date(1, 1, 1), TODAY + days(1), date(9999, 12, 31)])
def test_away_began_on_a_day_that_can_be(table, kim, day):
    with pytest.raises(CannotBe):
        table.do(actions.add_away, person=kim, agency_words="HMP", since_on=day)


def test_away_moves_as_its_table_says_and_no_other_way(table, kim):
    row = table.away(kim)
    acts = sorted({name for each in AWAY_STATES.values() for name in each})
    for state, each in AWAY_STATES.items():
        for act in acts:
            Away.objects.filter(pk=row.pk).update(state=state)
            if act in each:
                assert table.do(actions.move_away, away=fresh(row), act=act).state == each[act]
            else:
                with pytest.raises(WrongStep):
                    table.do(actions.move_away, away=fresh(row), act=act)


def test_leaving_early_is_seen_and_a_slip_is_put_back(table, kim):
    row = table.do(actions.move_away, away=table.away(kim, leaves_in=9), act="leave", left_on=TODAY - days(1))
    assert row.is_early and row.left_on == TODAY - days(1)
    back = table.do(actions.move_away, away=row, act="put_back")
    assert (back.state, back.left_on, back.is_early) == ("inside", None, False)
    with pytest.raises(CannotBe):
        table.do(actions.move_away, away=back, act="leave", left_on=TODAY - days(31))
    other = table.away(table.person("Lou"), leaves_in=0)
    assert not table.do(actions.move_away, away=other, act="leave").is_early


def test_day_of_leaving_changed_by_two_the_second_is_told(table, kim):
    row = table.away(kim, leaves_in=9)
    told = {"away": row, "version": row.version, "agency_words": "HMP by the Hill"}
    now = table.do(actions.expect_leaving, expected_on=None, **told)
    assert now.expected_on is None and opened(table, now, "prison")["words"] == "HMP by the Hill"
    with pytest.raises(WrongStep):
        table.do(actions.expect_leaving, expected_on=TODAY, **told)


def test_visit_is_one_contact_and_voluntary_unless_told_otherwise(table, kim):
    row = table.away(kim)
    visit = table.do(actions.note_visit, away=row, visited_on=TODAY - days(2), words="Tired")
    again = table.do(actions.note_visit, away=row, entry_id=visit.pk)
    assert again.pk == visit.pk and Contact.objects.get() == visit.contact
    assert (visit.contact.kind, visit.contact.happened_on) == ("prison", TODAY - days(2))
    assert table.do(actions.note_visit, away=row, is_contact=False).contact is None
    for wrong in (TODAY - days(31), TODAY + days(1)):
        with pytest.raises(CannotBe):
            table.do(actions.note_visit, away=row, visited_on=wrong)
    table.do(actions.move_away, away=row, act="leave")
    with pytest.raises(WrongStep):
        table.do(actions.note_visit, away=row)
    assert Visit.objects.count() == 2


def test_pick_up_moves_as_its_table_says_and_names_somebody_of_the_project(table, kim):
    row = table.away(kim, leaves_in=9)
    told = {"away": row, "worker_id": table.by.id, "planned_on": TODAY}
    acts = sorted({name for each in PICK_UP_STATES.values() for name in each})
    for state, each in PICK_UP_STATES.items():
        for act in acts:
            one = table.do(actions.plan_pick_up, **told)
            PickUp.objects.filter(pk=one.pk).update(state=state)
            if act in each:
                settled = table.do(actions.settle_pick_up, pick_up=one, act=act, words="Rain")
                assert settled.state == each[act] and opened(table, settled, "words") == "Rain"
            else:
                with pytest.raises(WrongStep):
                    table.do(actions.settle_pick_up, pick_up=one, act=act)
    ahead = table.do(actions.plan_pick_up, **{**told, "planned_on": TODAY + days(9)})
    with pytest.raises(CannotBe):
        table.do(actions.settle_pick_up, pick_up=ahead, act="do")
    with pytest.raises(NotHere):
        table.do(actions.plan_pick_up, **{**told, "worker_id": kim.pk})


def test_checklist_says_how_each_thing_stands_and_keeps_its_words(table, kim):
    row = table.away(kim)
    check = row.checks.get(item="phone")
    table.do(actions.set_check, check=check, stands="needed", words="A cheap one")
    now = table.do(actions.set_check, check=check, stands="arranged")
    assert (opened(table, now, "stands"), opened(table, now, "words")) == ("arranged", "A cheap one")
    with pytest.raises(CannotBe):
        table.do(actions.set_check, check=check, stands="gone")
    found = away.whole(table.by, fresh(row), TODAY, "")
    assert (found.n_ready, found.n_wanted) == (1, 1)
    assert found.checks[0].check.item == "bed_tonight"


def test_round_lists_who_waited_longest_first_by_prison(table, kim):
    prison = table.agency("HMP Ashford", "prison")
    lou, max_ = table.person("Lou"), table.person("Max")
    first = table.away(kim, agency=prison, agency_words="", days_ago=40)
    table.do(actions.note_visit, away=first, visited_on=TODAY - days(3))
    table.away(lou, agency=prison, agency_words="", days_ago=20)
    table.away(max_, agency_words="HMP Zeal", days_ago=5)
    gone = table.away(table.person("Out"))
    table.do(actions.move_away, away=gone, act="leave")
    found = away.on_round(table.by, table.project, TODAY)
    assert [(where, [one.who for one in lines]) for where, lines in found] == [
        ("HMP Ashford", ["Lou", "Kim"]),
        ("HMP Zeal", ["Max"]),
    ]
    lou_line, kim_line = found[0][1]
    assert (lou_line.last_on, lou_line.n_weeks, kim_line.last_on, kim_line.n_weeks) == (
        None,
        2,
        TODAY - days(3),
        0,
    )
    assert Agency.objects.count() == 1


def lines_of(table, role="case_worker", day=TODAY):
    found = coming.Coming(table.world.worker(role), table.project, day)
    return [(row.person_id, (row.expected_on - day).days, bool(row.is_met)) for row in found.rows()]


def test_day_of_leaving_is_coming_from_fourteen_days_before(table, kim):
    row = table.away(kim, leaves_in=14)
    assert lines_of(table) == [(kim.pk, 14, False)]
    assert lines_of(table, day=TODAY - days(1)) == []
    assert lines_of(table, day=TODAY + days(20)) == [(kim.pk, -6, False)]
    table.do(actions.plan_pick_up, away=row, worker_id=table.by.id, planned_on=TODAY + days(14))
    assert lines_of(table) == [(kim.pk, 14, True)]
    assert lines_of(table, "coordinator") == [(kim.pk, 14, True)]
    table.do(actions.follow_away, by=table.world.worker("coordinator"), away=row)
    assert lines_of(table) == [] and lines_of(table, "coordinator") == [(kim.pk, 14, True)]
    table.do(actions.move_away, away=row, act="leave")
    assert lines_of(table, "coordinator") == []


def test_nobody_erased_is_coming_or_on_the_round(table, kim):
    table.away(kim, leaves_in=3)
    table.do(erase_person, by=table.world.worker("manager"), person=kim, reason="asked")
    assert lines_of(table) == [] and away.on_round(table.by, table.project, TODAY) == []
    assert not Away.objects.exists() and not CheckItem.objects.exists()


def test_today_says_a_name_and_a_day_and_asks_the_database_no_more_often(table, kim):
    table.away(table.person("Lou"), leaves_in=5)

    def asked():
        with CaptureQueriesContext(connection) as caught:
            found = today_for(table.by, table.project, NOW)
        return found, len(caught)

    today_for(table.by, table.project, NOW)
    before = asked()[1]
    table.away(kim, leaves_in=3, agency_words="HMP Secret", number="A1", time_words="at eight")
    found, after = asked()
    lines = [(line.who, line.n_days, line.is_met) for line in found.coming]
    assert lines == [("Kim", 3, False), ("Lou", 5, False)] and after == before
    locked = today_for(table.world.account("outreach").actor(), table.project, NOW)
    assert locked.coming == []


def test_today_never_says_from_where(table, client):
    lou, now = table.person("Lou"), timezone.now()
    told = {"agency_words": "HMP Secret", "number": "A1234", "expected_on": now.date() + days(5)}
    table.do(actions.add_away, at=now, person=lou, **told)
    page = text(client.get(table.project.url("desk:show_today")))
    assert "Days to be ready for" in page and "Nobody is to be there yet" in page
    assert "HMP" not in page and "A1234" not in page and "rison" not in page.split("<main")[1]
