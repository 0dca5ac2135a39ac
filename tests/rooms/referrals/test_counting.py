"""Rows for counting, figures and pathways: what a hand count of the same referrals says."""

from datetime import timedelta

import pytest

from tests.rooms.referrals.conftest import NOW, TODAY, days, text
from yarrow.agencies import lists as directory
from yarrow.agencies.models import Service
from yarrow.methods.funnels import funnel, waited
from yarrow.people.errors import NotHere
from yarrow.referrals import actions, extract, figures, lists, takers, walking
from yarrow.referrals.errors import CannotBe, WrongMove
from yarrow.referrals.models import PathwayVersion

YEAR = timedelta(days=365)
CODE = "stable-then-trauma"


def followed(table):
    return list(extract.referrals(table.project, TODAY - YEAR, TODAY))


def at(table, referral, act, days_ago, **said):
    return table.do(actions.move, at=NOW - days(days_ago), referral=referral, act=act, **said)


@pytest.fixture
def told(table, agreed, clinic):
    """Four: seen after 10 days, refused, still waiting for 60, and put back after a slip."""
    seen = table.sent(agreed, clinic, days_ago=40)
    at(table, seen, "attend", 30)
    refused = table.sent(agreed, clinic, days_ago=20)
    at(table, refused, "refuse", 15, reason="judged_sex_work")
    table.sent(agreed, clinic, "accept", "wait", days_ago=60)
    slip = table.sent(agreed, clinic, days_ago=5)
    table.do(actions.put_back, referral=table.move(slip, "attend"))


def test_rows_say_what_stands_and_not_what_was_a_slip(table, told):
    rows = followed(table)
    reached = {one.stage: one.n for one in funnel(one.walked for one in rows)}
    assert (reached["sent"], reached["received"], reached["accepted"], reached["attended"]) == (4, 3, 2, 1)
    assert [one.reason for one in rows if one.reason] == ["judged_sex_work"]
    assert all("attended" not in one.days for one in rows if one.walked.state == "sent")


def test_waits_by_hand(table, told):
    waits = [one.wait("sent", "attended", TODAY) for one in followed(table)]
    assert sorted((one.days, one.is_over) for one in waits) == [
        (5, False),
        (5, False),
        (10, True),
        (60, False),
    ]
    # At 10 days two are at risk, one is seen: half. The others left or wait.
    assert waited(waits).median == 10


def test_the_erased_young_and_families_are_in_no_row(table, agreed, clinic):
    table.offer(table.person("Lu", age_band="under_18"), clinic)
    table.offer(table.person("Max", supported_as="partner"), clinic)
    assert followed(table) == []
    table.offer(agreed, clinic)
    assert len(followed(table)) == 1


def test_what_they_came_to_says_how_few_are_behind_it(table, told, clinic):
    found = figures.of_project(table.project, TODAY - YEAR, TODAY, TODAY)
    assert (found.n, found.n_people, found.n_signposts) == (4, 1, 0)
    ((line,), (waits,)) = (table.rows for table in found.tables[:2])
    assert line == [clinic.name, 4, 4, 3, 2, 1, 0, 0] and waits[:4] == [clinic.name, 4, 10, 3]
    assert "stories" in waits[4]
    assert found.reasons.rows == [[clinic.name, "Judged or refused for sex work", 1, 1]]
    empty = figures.of_project(table.project, TODAY - 2 * YEAR, TODAY - YEAR, TODAY)
    assert (empty.n, empty.reasons.rows, empty.tables[0].rows) == (0, [], [])


def test_signposts_count_apart(table, kim, clinic):
    table.do(actions.signpost, person=kim, agency=clinic, need="sexual_health")
    found = figures.of_project(table.project, TODAY - YEAR, TODAY, TODAY)
    assert (found.n, found.n_signposts) == (0, 1)


@pytest.fixture
def pathway(table):
    return table.do(actions.take_up_pathway, by=table.world.worker("coordinator"), code=CODE)


def test_a_pathway_is_taken_up_once_in_the_same_words(table, pathway, monkeypatch):
    by = table.world.worker("coordinator")
    assert table.do(actions.take_up_pathway, by=by, code=CODE) == pathway
    assert [one.code for one in walking.on_offer(table.project)] == ["same-week-clinic"]
    told = {**lists.pack_files()[CODE], "version": "2"}
    monkeypatch.setattr(lists, "pack_files", lambda: {CODE: told})
    again = table.do(actions.take_up_pathway, by=by, code=CODE)
    assert (again.n, again.pathway.version) == (2, "2") and PathwayVersion.objects.count() == 2
    assert walking.pathway_in(table.project, CODE) == again
    with pytest.raises(NotHere):
        table.do(actions.take_up_pathway, by=by, code="none")


def test_somebody_walks_takes_a_step_again_and_leaves(table, kim, pathway):
    journey = table.do(actions.begin_journey, person=kim, pathway=pathway)
    with pytest.raises(CannotBe):
        table.do(actions.begin_journey, person=kim, pathway=pathway)
    with pytest.raises(CannotBe):
        table.do(actions.take_step, journey=journey, step="stable")
    taken = journey.steps.get()
    table.do(actions.end_step, taken=taken, result="not_yet")
    with pytest.raises(WrongMove):
        table.do(actions.end_step, taken=taken, result="done")
    again = table.do(actions.take_step, journey=journey, step="group")
    (shown,) = walking.of_person(kim)
    assert [(one.taken.step, one.n) for one in shown.steps] == [
        ("group", 1),
        ("group", 2),
    ] and shown.offered == []
    table.do(actions.end_step, taken=again, result="done")
    (shown,) = walking.of_person(kim)
    assert [step.code for step in shown.offered][:2] == ["stable", "group"]
    table.do(actions.end_journey, journey=journey)
    with pytest.raises(WrongMove):
        table.do(actions.take_step, journey=journey, step="stable")
    assert table.do(actions.begin_journey, person=kim, pathway=pathway).pk != journey.pk


def test_the_pathways_own_time_goes_before_the_projects(table, agreed, clinic, pathway):
    journey = table.do(actions.begin_journey, person=agreed, pathway=pathway)
    table.do(actions.end_step, taken=journey.steps.get(), result="done")
    taken = table.do(actions.take_step, journey=journey, step="therapy")
    slow = table.sent(agreed, clinic, "accept", taken=taken)
    fast = table.sent(agreed, clinic, "accept", taken=taken, route="fast")
    assert (slow.expected_on, fast.expected_on) == (TODAY + days(84), TODAY + days(28))
    act = {"by": table.world.worker("coordinator"), "days": {"accepted": 2}, "escalate_days": 1}
    table.do(actions.set_reminders, **act)
    assert table.sent(agreed, clinic, "accept").expected_on == TODAY + days(2)
    assert table.sent(agreed, clinic, "accept", taken=taken).expected_on == TODAY + days(84)


def test_a_step_of_somebody_else_is_refused(table, agreed, clinic, kim, pathway):
    other = table.do(actions.begin_journey, person=table.person("Lu"), pathway=pathway).steps.get()
    with pytest.raises(NotHere):
        table.offer(agreed, clinic, taken=other)


@pytest.mark.parametrize("days_said", [{"sent": 0}, {"sent": 366}, {"completed": 3}, {"made_up": 3}])
def test_reminders_that_cannot_be_are_refused(table, days_said):
    with pytest.raises(CannotBe):
        table.do(actions.set_reminders, by=table.world.worker("coordinator"), days=days_said, escalate_days=7)


def test_pages_of_figures_draw_what_was_counted(table, told, pathway, kim, url):
    table.do(actions.begin_journey, person=kim, pathway=pathway)
    client = table.world.client("coordinator")
    page = text(client.get(url("show_pathway", CODE)))
    assert "1 person set out on it" in page and "<svg" in page and "Screening for PTSD" in page
    period = {"from_on_0": 1, "from_on_1": 1, "from_on_2": 2026, "to_on_0": 14, "to_on_1": 3, "to_on_2": 2026}
    page = text(client.get(url("show_answers"), period))
    assert "4 referrals were offered" in page and "Judged or refused for sex work" in page and "<svg" in page


def test_every_pathway_of_the_packs_leads_to_needs_of_the_directory():

    for pathway in lists.packs().values():
        assert {need for step in pathway.steps for need in step.needs} <= directory.codes("needs")
        assert pathway.source


def test_who_took_people_last_quarter_leaves_out_slips_and_the_long_ago(table, agreed, clinic):
    told = {name: table.service(clinic, name) for name in ("took", "slip", "long ago", "silent")}
    table.sent(agreed, clinic, "accept", service=told["took"])
    table.sent(agreed, clinic, "accept", days_ago=120, service=told["long ago"])
    table.sent(agreed, clinic, service=told["silent"])
    slip = table.sent(agreed, clinic, "accept", service=told["slip"])
    table.do(actions.put_back, referral=slip)
    assert takers.took(table.project, TODAY) == {told["took"].pk}
    with table.world.other.inside():
        assert takers.took(table.world.other.project, TODAY) == set()


@pytest.mark.parametrize(
    ("wished", "facts", "n"),
    [
        ({"interpreter": "yes"}, {"has_interpreter": "no"}, 1),
        ({"interpreter": "yes"}, {"has_interpreter": "not_known"}, 0),
        ({"interpreter": "no"}, {"has_interpreter": "no"}, 0),
        (
            {"interpreter": "woman_only", "woman_worker": "prefers"},
            {"has_interpreter": "no", "women_only": "no"},
            2,
        ),
        ({"woman_worker": "either"}, {"women_only": "no"}, 0),
        ({}, {"women_only": "no"}, 0),
    ],
)
def test_only_what_is_known_not_to_fit_is_said(wished, facts, n):
    assert len(takers.mismatches(Service(**facts), wished)) == n
    assert takers.mismatches(None, wished) == []
