"""Who may, and what can be so."""

from datetime import date

import pytest

from yarrow.people.errors import NotForYou, NotLive
from yarrow.plans import rules
from yarrow.plans.errors import CannotBe
from yarrow.vault.actors import Actor

TODAY = date(2026, 3, 14)


@pytest.mark.parametrize("role", ["case_worker", "coordinator", "manager"])
def test_plans_are_kept_by_those_who_can_hold_notes(table, role):
    by = table.world.worker(role)
    rules.check_may_keep(by, table.project)
    assert rules.can_plan(by, table.project) and rules.can_arrange(by) is (role != "case_worker")


@pytest.mark.parametrize("role", ["outreach", "peer", "adviser", "evaluator", "administrator"])
def test_plans_are_kept_by_nobody_else(table, role):
    by = table.world.worker(role)
    with pytest.raises(NotForYou):
        rules.check_may_keep(by, table.project)
    assert not rules.can_plan(by, table.project) and not rules.can_arrange(by)


def test_plans_of_a_locked_worker_are_not_offered(table):
    by = table.by
    assert rules.can_plan(by, table.project)
    assert not rules.can_plan(Actor(by.id, by.role, None), table.project)


def test_plans_wait_until_the_project_is_live(table):
    table.project.live_at = None
    with pytest.raises(NotLive):
        rules.check_may_keep(table.by, table.project)


@pytest.mark.parametrize(
    ("day", "words"),
    [(None, "Say which day"), (date(2026, 3, 15), "has not come yet"), (date(1979, 12, 31), "before 1980")],
)
def test_past_day_that_can_not_be(day, words):
    with pytest.raises(CannotBe, match=words) as refused:
        rules.past_day("on", day, TODAY)
    assert refused.value.field == "on"


@pytest.mark.parametrize("day", [TODAY, date(1980, 1, 1)])
def test_past_day_at_its_borders(day):
    assert rules.past_day("on", day, TODAY) == day


def test_coming_day_may_be_today_or_none():
    assert rules.coming_day("on", TODAY, TODAY) == TODAY and rules.coming_day("on", None, TODAY) is None
    with pytest.raises(CannotBe) as refused:
        rules.coming_day("next_on", date(2026, 3, 13), TODAY)
    assert refused.value.field == "next_on"


@pytest.mark.parametrize(
    ("text", "tidy"), [(None, None), ("  ", None), (" a\r\nb ", "a\nb"), ("Cafe\u0301", "Caf\u00e9")]
)
def test_tidied_text(text, tidy):
    assert rules.tidied("words", text) == tidy


@pytest.mark.parametrize("text", ["a\u202eb", "x" * 4001, "a\x00b"])
def test_tidied_text_that_would_not_read_right(text):
    with pytest.raises(CannotBe) as refused:
        rules.tidied("housing_words", text)
    assert refused.value.field == "housing_words"


def test_some_of_a_list_each_once_in_the_order_given():
    assert rules.some_of("domain", "domains", ["money", "housing", "money"]) == ["money", "housing"]
    with pytest.raises(CannotBe):
        rules.some_of("domain", "domains", ["money", ""])
