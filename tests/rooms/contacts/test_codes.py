"""Code lists: files whose codes never change their meaning."""

import json

import pytest

from yarrow.contacts import codes, kinds
from yarrow.contacts.codes import LISTS
from yarrow.contacts.models.contacts import Contact, ContactDone, ContactSupply
from yarrow.contacts.models.sessions import Session

NAMES = (
    "supplies",
    "done",
    "kinds",
    "seemed",
    "language_how",
    "seen_gender",
    "shift_parts",
    "stock_reasons",
    "concern",
    "follow_up_results",
)
# Codes that projects have counted under since the first version. A code may be added; none may leave.
EVER = {
    "supplies": "condoms lube needles_out needles_in hot_drink food clothes toiletries alarm safety_card leaflet "
    "dams sponges pregnancy_test naloxone foil sharps_bin phone_credit travel food_parcel",
    "done": "information listening safety_advice warning_shared crisis_intervention signposting wound_care test "
    "vaccination sexual_health drug_advice needle_exchange housing_help benefits_help legal_help form_filling "
    "went_along workshop therapy leisure creche shower laundry rest certificate",
    "kinds": "street van indoor netreach drop_in satellite clinic phone text chosen_place home hospital court "
    "custody prison rehab office online",
    "seemed": "fine low worried unwell hurt in_danger",
    "language_how": "own bilingual mediator phone_line none",
    "seen_gender": "woman man other",
    "shift_parts": "lead worker driver volunteer peer interpreter",
    "stock_reasons": "not_written_down miscounted found nobody_knows expired damaged lost passed_on",
    "concern": "green amber red",
    "follow_up_results": "done no_answer not_wanted otherwise",
}


@pytest.mark.parametrize("name", NAMES)
def test_codes_once_given_are_there_for_ever(name):
    listed = [entry.code for entry in codes.listed(name)]
    assert set(EVER[name].split()) <= set(listed)
    assert len(listed) == len(set(listed)) and codes.codes_of(name) == set(listed)


@pytest.mark.parametrize("name", NAMES)
def test_codes_have_words_and_their_file_a_version(name):
    written = json.loads((LISTS / f"{name}.json").read_text(encoding="utf-8"))
    assert written["version"] >= 1
    for entry in codes.listed(name):
        assert entry.label.strip() == entry.label != ""
        assert codes.label(name, entry.code) == entry.label
        assert entry.code.isascii() and entry.code == entry.code.lower() and " " not in entry.code


def test_codes_of_every_file_are_read():
    assert {path.stem for path in LISTS.glob("*.json")} == set(NAMES)


def test_codes_fit_their_columns():
    for name, field in [
        ("kinds", Contact._meta.get_field("kind")),
        ("seemed", Contact._meta.get_field("seemed")),
        ("language_how", Contact._meta.get_field("language_how")),
        ("seen_gender", Contact._meta.get_field("gender_seen")),
        ("supplies", ContactSupply._meta.get_field("kind")),
        ("done", ContactDone._meta.get_field("kind")),
    ]:
        assert max(len(code) for code in codes.codes_of(name)) <= field.max_length, name


def test_kinds_of_sessions_and_of_meetings_do_not_overlap():
    sessions, meetings = codes.codes_of("kinds", codes.SESSION), codes.codes_of("kinds", codes.ONE_TO_ONE)
    assert not sessions & meetings and sessions | meetings == codes.codes_of("kinds")
    assert {code for code, _label in Session._meta.get_field("kind").choices} == sessions


def test_label_of_an_unknown_code_is_the_code():
    assert codes.label("seemed", "radiant") == "radiant"


def test_sheet_shows_few_counters_and_chips_at_once():
    for name in ("supplies", "done"):
        assert 4 <= sum(entry.on_sheet for entry in codes.listed(name)) <= 8


@pytest.mark.django_db
def test_kinds_offered_are_the_common_ones_then_the_projects_own(shift):
    offered = [code.code for code in kinds.offered(shift.project, "supplies")]
    assert offered == [code.code for code in codes.listed("supplies")]
    assert kinds.counted(shift.project).done == codes.codes_of("done")
