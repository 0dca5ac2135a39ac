"""The plan: the same for the same day, and in the proportions that research found."""

from collections import Counter
from datetime import date, timedelta
from statistics import median

import pytest

from yarrow.contacts import codes
from yarrow.demo.planning import plan_town
from yarrow.people import lists

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def plan():
    return plan_town(TODAY)


def per_person(plan):
    return Counter(contact.person for contact in plan.contacts if contact.person is not None)


def test_plan_is_the_same_for_the_same_day(plan):
    assert plan == plan_town(TODAY)


def test_plan_has_the_same_people_whatever_the_day(plan):
    other = plan_town(date(2027, 2, 1))
    assert [one.called for one in other.people] == [one.called for one in plan.people]
    assert sum(per_person(other).values()) == sum(per_person(plan).values())


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 1, 1), date(2026, 12, 31), date(2028, 3, 31)])
def test_plan_holds_on_any_day_of_the_calendar(day):
    plan = plan_town(day)
    assert len(plan.people) == 60
    assert all(plan.from_on <= contact.on < day for contact in plan.contacts)


def test_plan_covers_two_years_and_ends_yesterday(plan):
    assert plan.from_on == date(2024, 11, 1)
    assert max(contact.on for contact in plan.contacts) < TODAY
    months = {(contact.on.year, contact.on.month) for contact in plan.contacts}
    assert len(months) == 25


def test_plan_has_heavy_tailed_contacts(plan):
    counts = sorted(per_person(plan).values())
    assert len(counts) == 60 and median(counts) == 3
    assert 0.48 < sum(counts[-6:]) / sum(counts) < 0.54


def test_plan_has_a_fifth_of_contacts_with_people_not_known(plan):
    unnamed = sum(contact.n_people for contact in plan.contacts if contact.person is None)
    assert 0.18 < unnamed / (unnamed + sum(per_person(plan).values())) < 0.22


def test_plan_has_everybody(plan):
    genders = Counter(one.gender for one in plan.people)
    assert set(genders) == {"woman", "man", "non_binary", "another", "not_said"}
    assert sum(one.trans == "yes" for one in plan.people) == 8
    assert len({one.languages[0] for one in plan.people}) == 8
    assert sum(not one.called for one in plan.people) >= 5


def test_plan_changes_over_time(plan):
    assert sum(any(span.until_on for span in one.settings) for one in plan.people) >= 8
    first_year = {s.kind for s in plan.sessions if s.on < date(2025, 2, 1)}
    last_year = {s.kind for s in plan.sessions if s.on > date(2026, 6, 1)}
    assert "street" in first_year - last_year and "netreach" in last_year - first_year


def test_plan_meets_nobody_before_they_can_be_met(plan):
    begins = {one.number: one.begins_on for one in plan.people}
    assert all(
        contact.on >= begins[contact.person] for contact in plan.contacts if contact.person is not None
    )


def test_plan_meets_nobody_twice_in_one_session(plan):
    for session in plan.sessions:
        met = [contact.person for contact in session.contacts if contact.person is not None]
        assert len(met) == len(set(met))


def test_plan_uses_only_codes_that_exist(plan):
    for contact in plan.contacts:
        assert set(contact.supplies) <= codes.codes_of("supplies")
        assert set(contact.done) <= codes.codes_of("done")
        assert contact.seemed in {"", *codes.codes_of("seemed")}
    for one in plan.people:
        assert {span.code for span in one.settings} <= lists.codes("setting")
        assert one.gender in lists.codes("gender") and one.age_band in lists.codes("age_band")


def test_plan_gives_only_phone_numbers_kept_free_for_invented_people(plan):
    phones = [one.way["value"] for one in plan.people if one.way.get("kind") == "phone"]
    assert phones and all(phone.startswith("07700 900") for phone in phones)


def test_plan_has_quiet_nights_too(plan):
    vans = [session for session in plan.sessions if session.kind == "van"]
    assert any(not session.contacts for session in vans)
    last_weeks = [session for session in vans if session.on > TODAY - timedelta(days=57)]
    assert 12 <= len(last_weeks) <= 17
