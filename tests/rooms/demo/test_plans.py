"""The parts of the plan: the calendar of sessions, the people, what is told about a contact."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from yarrow.contacts import codes
from yarrow.demo import calendar_plan, contact_plan, people_plan, twice_plan
from yarrow.demo.calendar_plan import Slot
from yarrow.demo.scales import SMALL
from yarrow.demo.town import WORDS, PlannedPerson, PlannedSetting, months_before
from yarrow.people import lists, said

START, TODAY = date(2024, 11, 1), date(2026, 11, 23)


def dice():
    return random.Random(3)


@pytest.fixture(scope="module")
def calendar():
    return calendar_plan.plan_calendar(dice(), START, TODAY)


@pytest.fixture(scope="module")
def people():
    return people_plan.plan_people(dice(), START, TODAY)


def person(**about):
    usual = {
        "number": 1,
        "called": "Kim",
        "gender": "woman",
        "gender_said": "",
        "trans": "",
        "languages": ("English",),
        "interpreter": "",
        "age_band": "25_34",
        "other_name": "",
        "settings": (),
        "begins_on": date(2025, 1, 1),
        "n_contacts": 5,
        "key_worker": "",
    }
    return PlannedPerson(**{**usual, **about})


# --- months
@pytest.mark.parametrize(
    ("day", "n", "first"),
    [
        (date(2026, 11, 23), 24, date(2024, 11, 1)),
        (date(2026, 1, 31), 1, date(2025, 12, 1)),
        (date(2026, 1, 31), 0, date(2026, 1, 1)),
        (date(2026, 12, 31), -1, date(2027, 1, 1)),
        (date(2024, 2, 29), 12, date(2023, 2, 1)),
    ],
)
def test_months_before_counts_over_years(day, n, first):
    assert months_before(day, n) == first


# --- the calendar
def test_calendar_is_in_order_and_ends_yesterday(calendar):
    days = [slot.on for slot in calendar]
    assert days == sorted(days) and days[0] >= START and days[-1] < TODAY


def test_calendar_has_each_kind_on_its_own_day(calendar):
    weekdays = {
        kind: {slot.on.weekday() for slot in calendar if slot.kind == kind} for kind in kinds(calendar)
    }
    assert weekdays["van"] == {calendar_plan.TUESDAY, calendar_plan.FRIDAY}
    assert weekdays["drop_in"] == {calendar_plan.WEDNESDAY}
    assert weekdays["street"] == {calendar_plan.THURSDAY}
    assert weekdays["indoor"] == weekdays["netreach"] == {calendar_plan.MONDAY}


def kinds(calendar):
    return {slot.kind for slot in calendar}


def test_calendar_uses_kinds_of_sessions_only(calendar):
    assert kinds(calendar) <= codes.codes_of("kinds", codes.SESSION)


def test_calendar_grows_a_second_van_night_and_a_weekly_drop_in(calendar):
    def per_month(kind, month):
        return sum(slot.kind == kind and slot.on.replace(day=1) == month for slot in calendar)

    assert per_month("van", date(2025, 2, 1)) <= 4 < per_month("van", date(2026, 5, 1))
    assert per_month("drop_in", date(2025, 1, 1)) <= 3 <= per_month("drop_in", date(2026, 9, 1))


def test_calendar_skips_some_nights(calendar):
    fridays = sum((START + timedelta(days=n)).weekday() == 4 for n in range((TODAY - START).days))
    vans = sum(slot.kind == "van" and slot.on.weekday() == 4 for slot in calendar)
    assert 0.85 * fridays < vans < fridays


def test_calendar_goes_out_in_zones_and_stays_in_without(calendar):
    zones = {zone["code"] for zone in WORDS["zones"]}
    for slot in calendar:
        assert set(slot.zones) <= zones
        assert len(slot.zones) == {"van": 2, "street": 1, "indoor": 1}.get(slot.kind, 0)


def test_coming_nights_are_the_van_nights_of_two_weeks():
    nights = calendar_plan.coming_nights(TODAY)
    assert nights == [date(2026, 11, 24), date(2026, 11, 27), date(2026, 12, 1), date(2026, 12, 4)]


# --- the people
def test_people_are_counted_in_order(people):
    assert [one.number for one in people] == list(range(60))
    counts = [one.n_contacts for one in people]
    assert counts == sorted(counts, reverse=True)


def test_people_say_only_what_a_record_takes(people):
    for one in people:
        told = {
            "called": one.called or None,
            "gender": one.gender,
            "gender_said": one.gender_said or None,
            "trans": one.trans,
            "languages": list(one.languages),
            "interpreter": one.interpreter,
            "age_band": one.age_band,
            "first_met_on": one.begins_on,
        }
        assert said.checked(told, TODAY)


def test_people_have_names_of_their_language(people):
    by_name = {
        name: language
        for language, by_gender in WORDS["names"].items()
        for part in by_gender.values()
        for name in part
    }
    for one in people:
        if one.called:
            assert one.languages[0] == by_name[one.called]


def test_people_share_no_name(people):
    names = [one.called for one in people if one.called]
    assert len(names) == len(set(names))


def test_people_have_other_names_that_differ(people):
    assert sum(bool(one.other_name) for one in people) >= 15
    assert all(one.other_name != one.called for one in people if one.other_name)


def test_people_change_setting_without_a_gap(people):
    changed = [one for one in people if any(span.until_on for span in one.settings)]
    assert changed
    for one in changed:
        before, after = one.settings
        assert after.from_on == before.until_on + timedelta(days=1)
        assert before.code != after.code


def test_people_met_often_are_known_for_longest(people):
    often = [one.begins_on for one in people[:6]]
    assert max(often) < START + (TODAY - START) / 3


def test_people_can_be_reached_in_ways_that_make_sense(people):
    for one in people:
        if not one.way:
            continue
        assert one.way["kind"] in lists.codes("way")
        assert set(one.way["cautions"]) <= lists.codes("caution")
        assert one.way["value"].strip()


def test_setting_on_a_day_is_the_one_that_holds():
    spans = (
        PlannedSetting("street", "", None, date(2025, 6, 30)),
        PlannedSetting("webcam", "", date(2025, 7, 1), None),
    )
    kim = person(settings=spans)
    assert kim.setting_on(date(2025, 6, 30)) == "street"
    assert kim.setting_on(date(2025, 7, 1)) == "webcam"
    assert person().setting_on(date(2025, 7, 1)) == ""


# --- contacts
def weekly(kind="van", n=20, zones=("quay",)):
    return [Slot(kind, date(2025, 1, 3) + timedelta(days=7 * k), zones, "") for k in range(n)]


def plan(people, calendar):
    return contact_plan.plan_contacts(dice(), people, calendar, TODAY)


def test_contacts_are_as_many_as_planned():
    kim = person(n_contacts=15, settings=(PlannedSetting("street", "", None, None),))
    shifts, meetings = plan([kim], weekly())
    inside = [one for shift in shifts for one in shift if one.person is not None]
    assert len(inside) + len(meetings) == 15


def test_contacts_without_a_suitable_session_are_meetings():
    kim = person(n_contacts=4, settings=(PlannedSetting("webcam", "", None, None),))
    shifts, meetings = plan([kim], weekly("van"))
    assert all(one.person is None for shift in shifts for one in shift)
    assert len(meetings) == 4
    assert all(one.kind in codes.codes_of("kinds", codes.ONE_TO_ONE) for one in meetings)


def test_contacts_with_people_not_known_are_a_quarter_of_the_known():
    kim = person(n_contacts=40, settings=(PlannedSetting("street", "", None, None),))
    shifts, _meetings = plan([kim], weekly(n=60))
    unnamed = [one for shift in shifts for one in shift if one.person is None]
    assert sum(one.n_people for one in unnamed) == 10
    assert all(1 <= one.n_people <= 3 for one in unnamed)


def test_contacts_with_people_not_known_happen_outside_only():
    kim = person(n_contacts=20)
    calendar = [*weekly("drop_in", zones=()), *weekly("van")]
    shifts, _meetings = plan([kim], calendar)
    for slot, shift in zip(calendar, shifts, strict=True):
        assert slot.zones or all(one.person is not None for one in shift)


def test_contacts_before_a_person_is_known_do_not_happen():
    kim = person(n_contacts=30, begins_on=date(2025, 4, 1))
    shifts, meetings = plan([kim], weekly(n=40))
    days = [one.on for shift in shifts for one in shift if one.person is not None]
    assert min([*days, *(one.on for one in meetings)]) >= date(2025, 4, 1)


def test_contacts_of_somebody_without_english_say_how_they_talked():
    ioana = person(n_contacts=20, languages=("Romanian",))
    shifts, meetings = plan([ioana], weekly(n=60))
    told = [one for one in [*(x for shift in shifts for x in shift), *meetings] if one.person is not None]
    assert {one.language for one in told} == {"Romanian"}
    assert {one.language_how for one in told} <= codes.codes_of("language_how")


@pytest.mark.parametrize("kind", ["van", "street", "drop_in", "indoor", "netreach", "clinic"])
def test_supplies_fit_the_kind_of_session(kind):
    rolls = Counter()
    for seed in range(60):
        given = contact_plan._supplies(random.Random(seed), kind, 2, uses_needles=True)
        assert all(n > 0 for n in given.values()) and set(given) <= codes.codes_of("supplies")
        rolls.update(set(given))
    assert ("condoms" in rolls) == (kind in {"van", "street", "indoor"})
    assert ("needles_out" in rolls) == (kind in {"van", "street", "drop_in"})


# --- second records
def test_second_record_is_of_somebody_who_can_be_told_by_number_and_sound():
    kim = person(
        called="Gemma B.", way={"kind": "phone", "value": "07700 900001", "cautions": ("never_text",)}
    )
    nameless = person(way=kim.way)
    unreached, new = (
        person(called="Gemma"),
        person(called="Gemma", way=kim.way, begins_on=TODAY - timedelta(days=80)),
    )
    (second,) = twice_plan.plan_twice(dice(), [nameless, unreached, new, kim], TODAY, SMALL)
    assert (second.called, second.twice_of, second.number) == ("Jemma B.", kim.number, 4)
    assert kim.begins_on + timedelta(days=30) <= second.begins_on < TODAY - timedelta(days=60)


@pytest.mark.parametrize(
    ("name", "heard"), [("Gemma", "Jemma"), ("Mei A.", "May A."), ("", ""), ("River", "")]
)
def test_name_is_heard_otherwise_or_not_at_all(name, heard):
    assert twice_plan.misheard(name) == heard


def test_every_name_that_is_misheard_is_somebodys_and_becomes_another():
    names = {name for parts in WORDS["names"].values() for part in parts.values() for name in part}
    assert set(WORDS["misheard"]) <= names
    assert all(heard and heard != name for name, heard in WORDS["misheard"].items())


def test_words_hold_nothing_that_is_offered_twice():
    for name in ("notes", "follow_ups", "safe_times", "agencies"):
        assert len(WORDS[name]) == len(set(WORDS[name]))
    labels = [zone["label"] for zone in WORDS["zones"]]
    assert len(labels) == len(set(labels)) >= 3
