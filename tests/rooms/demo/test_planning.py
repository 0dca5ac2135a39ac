"""The plan: the same for the same day, and in the proportions that research found."""

from collections import Counter
from datetime import date, timedelta
from math import ceil
from statistics import median

import pytest

from yarrow.contacts import codes
from yarrow.demo.planning import plan_town
from yarrow.demo.scales import LARGE, MEDIUM, SCALES, SMALL
from yarrow.demo.sign_ins import one_per_role, staff_of
from yarrow.people import lists
from yarrow.staff.roles import ROLES

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def plan():
    return plan_town(TODAY)


def per_person(plan):
    """How often each person was met, under whichever record."""
    records = [plan.records[contact.person] for contact in plan.contacts if contact.person is not None]
    return Counter(one.number if one.twice_of is None else one.twice_of for one in records)


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
    assert len(counts) == 60 and 3 <= median(counts) <= 3.5
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
    begins = {one.number: one.begins_on for one in plan.records}
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


# --- the larger projects
@pytest.fixture(scope="module", params=[MEDIUM, LARGE], ids=lambda scale: scale.code)
def larger(request):
    return request.param, plan_town(TODAY, request.param)


def test_larger_plan_is_the_same_for_the_same_day(larger):
    scale, plan = larger
    assert plan == plan_town(TODAY, scale)
    assert len(plan.people) == scale.n_people in (230, 1_100)


def test_larger_plan_keeps_the_proportions(larger):
    scale, plan = larger
    counts = sorted(per_person(plan).values())
    assert len(counts) == scale.n_people and median(counts) == 3
    assert 0.45 < sum(counts[-scale.n_people // 10 :]) / sum(counts) < 0.55
    unnamed = sum(contact.n_people for contact in plan.contacts if contact.person is None)
    assert 0.18 < unnamed / (unnamed + sum(counts)) < 0.22


def test_larger_plan_has_everybody_in_the_shares_of_the_small_one(larger):
    scale, plan = larger
    small = Counter(one.gender for one in plan_town(TODAY).people)
    genders = Counter(one.gender for one in plan.people)
    assert set(genders) == set(small)
    for gender, n in small.items():
        assert abs(genders[gender] / scale.n_people - n / SMALL.n_people) < 0.03
    assert len({one.languages[0] for one in plan.people}) == 8


def test_larger_plan_has_names_that_many_share(larger):
    _scale, plan = larger
    called = Counter(one.called.partition(" ")[0] for one in plan.people if one.called)
    assert called.most_common(1)[0][1] >= 3
    unnamed = sum(not one.called for one in plan.people) / len(plan.people)
    assert 0.05 < unnamed < 0.2


def test_larger_plan_meets_nobody_too_early_or_twice_in_one_session(larger):
    _scale, plan = larger
    begins = {one.number: one.begins_on for one in plan.records}
    for session in plan.sessions:
        met = [contact.person for contact in session.contacts if contact.person is not None]
        assert len(met) == len(set(met))
        assert all(session.on >= begins[number] for number in met)


def test_larger_plan_keeps_the_week_of_its_project(larger):
    scale, plan = larger
    weekdays = {kind: {s.on.weekday() for s in plan.sessions if s.kind == kind} for kind, _days in scale.week}
    assert weekdays == {kind: set(days) for kind, days in scale.week}


@pytest.mark.parametrize("scale", SCALES.values(), ids=lambda scale: scale.code)
def test_staff_has_one_per_role_and_those_whom_the_plan_names(scale):
    staff = staff_of(scale)
    assert [one.role for one in one_per_role(scale)] == list(ROLES)
    assert (
        len({one.email for one in staff.values()}) == len({one.name for one in staff.values()}) == len(staff)
    )
    keyed = {one.key_worker for one in plan_town(TODAY, scale).people} - {""}
    assert keyed <= set(staff)
    assert set(dict(scale.extra)) <= set(staff)


# --- what all three have
@pytest.fixture(scope="module")
def plans():
    return {scale: plan_town(TODAY, scale) for scale in SCALES.values()}


def test_the_three_projects_have_about_fourteen_thousand_contacts(plans):
    total = sum(contact.n_people for plan in plans.values() for contact in plan.contacts)
    assert 13_000 < total < 15_000


def test_every_project_has_both_years(plans):
    for plan in plans.values():
        months = Counter((contact.on.year, contact.on.month) for contact in plan.contacts)
        assert len(months) == 25 and plan.from_on == date(2024, 11, 1)


def test_every_project_has_some_who_are_counted_apart_and_are_given_no_supplies(plans):
    for scale, plan in plans.items():
        apart = [one for one in plan.people if one.is_apart]
        young = [one for one in apart if one.age_band == "under_18"]
        as_whose = Counter(one.supported_as for one in apart if one not in young)
        assert 1 <= len(young) <= 2
        assert as_whose["partner"] in range(scale.n_people // 60, scale.n_people // 60 + 2)
        assert as_whose["family"] in range(scale.n_people // 60, scale.n_people // 60 + 2)
        numbers = {one.number for one in apart}
        theirs = [contact for contact in plan.contacts if contact.person in numbers]
        assert {contact.person for contact in theirs} == numbers
        assert not any(contact.supplies for contact in theirs)
        assert not any(one.settings or one.key_worker for one in apart)
        met_in = {s.kind for s in plan.sessions for contact in s.contacts if contact.person in numbers}
        assert met_in <= {"drop_in"}


def test_every_project_has_some_who_were_written_down_twice(plans):
    for scale, plan in plans.items():
        assert len(plan.twice) == max(4, scale.n_people // 25)
        assert len({second.twice_of for second in plan.twice}) == len(plan.twice)
        for n, second in enumerate(plan.twice):
            first = plan.people[second.twice_of]
            assert second.number == scale.n_people + n and plan.records[second.number] is second
            assert second.called and second.called != first.called
            assert second.way["value"] == first.way["value"] and second.gender == first.gender
            assert second.begins_on > first.begins_on
            assert sum(contact.person == second.number for contact in plan.contacts) == 1


def test_every_project_has_somebody_who_asks_to_be_forgotten_and_was_not_met_since(plans):
    for plan in plans.values():
        person = plan.people[plan.erased]
        days = [contact.on for contact in plan.contacts if contact.person == plan.erased]
        assert max(days) <= TODAY - timedelta(days=60)
        assert person.called and not person.is_apart and not person.key_worker


def test_nobody_shares_a_number_but_with_their_own_second_record(plans):
    for plan in plans.values():
        phones = Counter(one.way["value"] for one in plan.people if one.way.get("kind") == "phone")
        assert phones and set(phones.values()) == {1}


def test_workers_come_and_leave_within_the_two_years(plans):
    for scale in plans:
        staff = staff_of(scale)
        months = [n for _key, n in (*scale.comes, *scale.leaves)]
        assert set(dict(scale.comes)) | set(dict(scale.leaves)) <= set(staff)
        assert not set(dict(scale.comes)) & set(dict(scale.leaves))
        assert all(0 < n < 24 for n in months)
        # Of twenty workers about two leave in two years.
        assert len(scale.leaves) >= ceil(len(staff) / 10) - 1
