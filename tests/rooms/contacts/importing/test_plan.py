"""What a reading of a file becomes: kinds, sessions, what is counted and what goes into the note. No database."""

from datetime import date, time
from types import SimpleNamespace

import pytest

from yarrow.contacts import states
from yarrow.contacts.codes import ONE_TO_ONE, SESSION, codes_of
from yarrow.contacts.importing.entry_ids import EntryIds
from yarrow.contacts.importing.errors import NoDates, NotNow
from yarrow.contacts.importing.kind_words import WORDS, contact_kind, kind_of, session_kind
from yarrow.contacts.importing.people_book import said
from yarrow.contacts.importing.plan import SUPPLY_CODES, counted, plan_of
from yarrow.contacts.importing.states_of_batches import check_state
from yarrow.contacts.models import ImportBatch
from yarrow.contacts.reading.results import ReadAttendance, ReadContact, ReadPerson, ReadSession

DAY = date(2024, 1, 3)
SUPPLIES = codes_of("supplies")
MARY = ReadPerson("mary", "Mary")


def reading(kind, *contacts, sessions=(), attendances=()):
    return SimpleNamespace(
        kind=kind, people=(MARY,), contacts=contacts, sessions=sessions, attendances=attendances
    )


def a_contact(**said) -> ReadContact:
    return ReadContact(**({"person_key": "mary", "n_people": 1, "on": DAY, "row_identity": "r1"} | said))


def planned(kind, **said):
    (contact,) = plan_of(reading(kind, a_contact(**said)), SUPPLIES).contacts
    return contact


def test_plan_of_a_log_puts_each_row_on_its_nights_session():
    plan = plan_of(
        reading(
            "log",
            a_contact(kind_words="Van"),
            a_contact(kind_words="van "),
            a_contact(kind_words="on foot"),
            a_contact(kind_words="Van", on=date(2024, 1, 4)),
        ),
        SUPPLIES,
    )
    assert [contact.session.key for contact in plan.contacts] == [
        "2024-01-03|van",
        "2024-01-03|van",
        "2024-01-03|street",
        "2024-01-04|van",
    ]
    assert all(contact.kind == contact.session.kind for contact in plan.contacts)
    assert plan.n_entries == 5


def test_plan_of_knows_the_day_each_person_was_first_met():
    days = [date(2024, 1, 9), DAY, date(2024, 1, 5)]
    nobody = a_contact(person_key=None, on=date(2023, 1, 1))
    plan = plan_of(reading("log", nobody, *(a_contact(on=day) for day in days)), SUPPLIES)
    assert plan.first_on == {"mary": DAY}


def test_plan_of_an_export_says_nothing_of_sessions():
    contact = planned("export", kind_words="Telephone", at=time(0, 30), minutes=20)
    assert (contact.session, contact.kind, contact.at, contact.minutes) == (None, "phone", time(0, 30), 20)


def test_plan_of_an_export_loses_no_word_of_a_row():
    contact = planned(
        "export",
        note="Talked.",
        outcome_words="Referred",
        programme_words="Outreach",
        workers_words="AB",
        follow_up="ring Friday",
        supplies={"blankets_of_wool": 2},
    )
    assert contact.note.split("\n") == [
        "Talked.",
        "Referred",
        "Outreach",
        "AB",
        "blankets of wool: 2",
        "Follow up: ring Friday",
    ]


def test_plan_of_a_log_keeps_the_place_in_the_note_and_leaves_no_empty_lines():
    assert planned("log", place_words="Mill Rd").note == "Mill Rd"
    assert planned("log").note == ""


def test_plan_of_a_register_is_one_contact_for_each_mark():
    sessions = (ReadSession("s1", DAY), ReadSession("s2", date(2024, 1, 10), kind_words="Clinic"))
    marks = [ReadAttendance("mary", key, "x", row_identity=key) for key in ("s1", "s2")]
    plan = plan_of(reading("register", sessions=sessions, attendances=marks), SUPPLIES)
    assert [(c.kind, c.on, c.person_key) for c in plan.contacts] == [
        ("drop_in", DAY, "mary"),
        ("clinic", date(2024, 1, 10), "mary"),
    ]


def test_plan_of_a_register_without_a_year_says_what_to_do():
    marks = [ReadAttendance("mary", "s1", "x")]
    with pytest.raises(NoDates, match="Write the year into its title"):
        plan_of(reading("register", sessions=[ReadSession("s1", None)], attendances=marks), SUPPLIES)


@pytest.mark.parametrize(("read", "ours"), SUPPLY_CODES.items())
def test_counted_under_the_rooms_own_code(read, ours):
    assert counted(a_contact(supplies={read: 3}), SUPPLIES) == ({ours: 3}, "")


def test_counted_adds_two_words_for_one_supply():
    assert counted(a_contact(supplies={"clothing": 3, "clothes": 4}), SUPPLIES) == ({"clothes": 7}, "")


def test_counted_gives_each_of_several_people_one_of_what_was_ticked():
    given, beyond = counted(
        a_contact(person_key=None, n_people=3, done=("hot_drink",)), frozenset({"hot_drink"})
    )
    assert (given, beyond) == ({"hot_drink": 3}, "")


def test_counted_writes_what_this_project_does_not_count_in_words():
    given, beyond = counted(a_contact(supplies={"condoms": 2, "hand_warmers": 5, "hats": 1}), SUPPLIES)
    assert (given, beyond) == ({"condoms": 2}, "hand warmers: 5, hats: 1")


@pytest.mark.parametrize(
    ("words", "kind"),
    [("VAN", "van"), ("Mobile unit", "van"), ("vanilla", "street"), ("", "street"), ("Drop-in", "drop_in")],
)
def test_session_kind_takes_whole_words(words, kind):
    assert session_kind(words, "street") == kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("Phone", "", "Outreach"), "phone"),
        (("Face to face", "Drop-in", ""), "drop_in"),
        (("Face to face", "", ""), "chosen_place"),
        (("", "", "Clinic"), "clinic"),
        (("Police station", "", ""), "custody"),
        (("web outreach", "", ""), "netreach"),
        (("", "", ""), "chosen_place"),
    ],
)
def test_contact_kind_is_how_it_was_made_first_then_where(words, kind):
    assert contact_kind(*words) == kind


def test_words_lead_to_kinds_that_the_room_has_and_to_one_each():
    for group, of_list in (("session", SESSION), ("one_to_one", ONE_TO_ONE)):
        assert set(WORDS[group]) <= codes_of("kinds", of_list)
        for kind, entries in WORDS[group].items():
            assert [kind_of(entry, group) for entry in entries] == [kind] * len(entries)


def test_entry_ids_are_the_same_for_the_same_words_under_one_secret():
    ids, elsewhere = EntryIds(b"a" * 32), EntryIds(b"b" * 32)
    assert ids.of("contact", "mary") == EntryIds(b"a" * 32).of("contact", "mary")
    assert len({ids.of("contact", "mary"), ids.of("person", "mary"), elsewhere.of("contact", "mary")}) == 3
    assert ids.of("contact", "mary").version == 4


@pytest.mark.parametrize("state", states.IMPORT_STATES)
@pytest.mark.parametrize("act", ["begin", "drop", "finish", "undo"])
def test_check_state_of_a_file_follows_the_table(state, act):
    after = states.IMPORT_STATES[state].get(act)
    batch = ImportBatch(state=state)
    if after is not None:
        assert check_state(batch, act) == after
        return
    with pytest.raises(NotNow, match="Open its page"):
        check_state(batch, act)


def test_said_keeps_what_fits_and_the_earliest_day():
    read = ReadPerson(
        "k",
        "M" * 100,
        details={"full_name": "F" * 300, "gender": "woman", "language": "Polish"},
        birth_on=date(1990, 2, 28),
        first_seen_on=date(2023, 5, 1),
    )
    kept = said(read, DAY)
    assert (len(kept["called"]), len(kept["full_name"]), kept["languages"]) == (80, 200, ["Polish"])
    assert (kept["gender_said"], kept["born_on"]) == ("woman", date(1990, 2, 28))
    assert kept["first_met_on"] == date(2023, 5, 1)
    assert said(read, date(2020, 1, 1))["first_met_on"] == date(2020, 1, 1)


def test_said_of_a_bare_row_claims_nothing():
    kept = said(ReadPerson("k", ""), None)
    assert kept["called"] is None and kept["full_name"] is None and kept["languages"] == []
    assert "first_met_on" not in kept
