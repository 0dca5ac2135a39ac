"""Forms: nothing is needed, everything typed is kept, only what was touched is written."""

import json
from datetime import date
from uuid import uuid4

import pytest

from yarrow.people import actions, forms, said
from yarrow.people.forms_of_key_workers import EndKeyWorkerForm, HandOverForm, KeyWorkerForm
from yarrow.people.forms_of_rows import NameForm, SettingForm, SettingKindForm, WayForm
from yarrow.people.queries import Listed

VALUES = {
    "called": "Kim",
    "full_name": None,
    "born_on": date(1990, 5, 1),
    "gender_said": None,
    "trans": None,
    "languages": ["Romanian", "English"],
    "interpreter": "sometimes",
    "nationality": None,
    "appearance": None,
    "gender": "woman",
    "age_band": "35_44",
    "first_met_on": date(2026, 3, 14),
}


def sent_back(values, version=3, **changes):
    """What a browser sends of a page made from `values`, after `changes`."""
    initial = forms.ChangePersonForm.initial_of(values, version)
    days = {"born_on": "1990-05-01", "first_met_on": "2026-03-14"}
    entry = {name: value for name, value in (initial | days).items() if value is not None}
    return forms.ChangePersonForm({**entry, **changes})


def test_add_form_needs_only_its_own_entry_id():
    form = forms.AddPersonForm({"entry_id": str(uuid4())})
    assert form.is_valid(), form.errors
    assert form.person()["gender"] == "not_said" and "first_met_on" not in form.person()


@pytest.mark.parametrize("entry_id", ["", "1", "not-a-uuid"])
def test_add_form_without_its_entry_id_says_what_to_do(entry_id):
    form = forms.AddPersonForm({"entry_id": entry_id})
    assert not form.is_valid()
    assert "open for too long" in str(form.errors["entry_id"])


def test_add_form_asks_for_everything_the_action_takes_and_nothing_else():
    assert set(forms.PersonForm.base_fields) == {*said.SEALED, *said.PLAIN}


def test_no_field_of_a_person_is_required():
    assert not [name for name, field in forms.PersonForm.base_fields.items() if field.required]


@pytest.mark.parametrize("name", ["gender", "trans", "interpreter", "age_band"])
def test_any_answer_can_be_taken_back(name):
    offered = [code for code, _words in forms.AddPersonForm().fields[name].choices]
    assert "" in offered or "not_said" in offered


def test_change_form_untouched_writes_nothing():
    form = sent_back(VALUES)
    assert form.is_valid(), form.errors
    assert form.touched() == {} and form.version_seen() == 3


@pytest.mark.parametrize(
    ("changes", "touched"),
    [
        ({"called": "Kimi"}, {"called": "Kimi"}),
        ({"called": " Kim "}, {}),
        ({"called": ""}, {"called": ""}),
        ({"languages": "Romanian,English"}, {}),
        ({"languages": "English; Romanian"}, {"languages": ["English", "Romanian"]}),
        ({"gender": "not_said"}, {"gender": "not_said"}),
        ({"trans": "yes"}, {"trans": "yes"}),
        ({"interpreter": ""}, {"interpreter": ""}),
        ({"born_on_0": "1", "born_on_1": "5", "born_on_2": "1990"}, {}),
        ({"born_on_0": "2", "born_on_1": "May", "born_on_2": "1990"}, {"born_on": date(1990, 5, 2)}),
        ({"born_on_0": "", "born_on_1": "", "born_on_2": ""}, {"born_on": None}),
    ],
)
def test_change_form_writes_only_what_was_touched(changes, touched):
    entry = forms.ChangePersonForm.initial_of(VALUES, 3) | {
        "born_on": "1990-05-01",
        "first_met_on": "2026-03-14",
    }
    if any(name.startswith("born_on_") for name in changes):
        del entry["born_on"]
    form = forms.ChangePersonForm(
        {name: value for name, value in {**entry, **changes}.items() if value is not None}
    )
    assert form.is_valid(), form.errors
    assert form.touched() == touched


@pytest.mark.parametrize("seen", ["", "{", "[]", "null", '"x"', "\x00"])
def test_change_form_with_a_mangled_memory_counts_everything_as_touched(seen):
    form = sent_back(VALUES, seen=seen)
    if form.is_valid():
        assert form.touched()["called"] == "Kim"
    else:
        assert "seen" in form.errors


@pytest.mark.parametrize("version", ["", "-1", "1e3", "²", "9" * 30, "x", None])
def test_change_form_with_a_mangled_version_is_an_old_page(version):
    form = sent_back(VALUES, version=version if version is not None else "")
    assert form.is_valid(), form.errors
    assert form.version_seen() == 0


def test_what_the_page_showed_is_plain_json():
    initial = forms.ChangePersonForm.initial_of(VALUES, 1)
    seen = json.loads(initial["seen"])
    assert set(seen) == {*said.SEALED, *said.PLAIN}
    assert (
        seen["languages"] == "Romanian\nEnglish" and seen["born_on"] == "1990-05-01" and seen["trans"] == ""
    )


@pytest.mark.parametrize("typed", ["Romanian, English", "Romanian;English", " Romanian ,, English, Romanian"])
def test_languages_are_read_from_a_line(typed):
    form = forms.AddPersonForm({"entry_id": str(uuid4()), "languages": typed})
    assert form.is_valid() and form.person()["languages"] == ["Romanian", "English"]


def test_too_many_languages_are_refused_at_the_field():
    form = forms.AddPersonForm({"entry_id": str(uuid4()), "languages": ",".join(map(str, range(13)))})
    assert "Up to 12" in str(form.errors["languages"])


@pytest.mark.parametrize("text", ["Kim", "", "  ", "x" * 200])
def test_search_form_takes_what_fits(text):
    assert forms.SearchForm({"text": text}).is_valid()


def test_search_form_refuses_a_page_of_text():
    assert not forms.SearchForm({"text": "x" * 201}).is_valid()


def test_setting_form_offers_the_shared_list_and_the_projects_own(project, by, at):
    actions.add_setting_kind(label="Lorry park", project=project, by=by, at=at)
    offered = dict(SettingForm(project=project).fields["code"].choices)
    assert offered["street"] == "Street" and offered["own-lorry-park"] == "Lorry park"
    assert list(offered)[-3:] == ["not_now", "another", "not_said"]


def test_key_worker_form_gives_back_the_worker(world):
    worker = world.account("manager").worker
    form = KeyWorkerForm({"worker": str(worker.pk), "reason": ""}, workers=[worker])
    assert form.is_valid() and form.cleaned_data["worker"] == worker
    assert not KeyWorkerForm({"worker": str(uuid4())}, workers=[worker]).is_valid()


def test_hand_over_form_names_people_by_name_and_code(add, world):
    kim, nobody = add("Kim"), add()
    listed = [Listed(kim, "Kim", "", False), Listed(nobody, None, "", False)]
    form = HandOverForm(listed=listed, workers=[world.account("manager").worker])
    assert [words for _key, words in form.fields["people"].choices] == [
        f"Kim · {kim.code}",
        f"No name given · {nobody.code}",
    ]


@pytest.mark.parametrize(
    "form",
    [
        NameForm,
        WayForm,
        forms.ReasonForm,
        EndKeyWorkerForm,
        SettingKindForm,
    ],
)
def test_an_empty_form_says_what_is_missing_at_each_field(form):
    empty = form({"entry_id": str(uuid4())})
    assert not empty.is_valid()
    for name, errors in empty.errors.items():
        assert empty.fields[name].required
        assert all(error.endswith(".") and "required" not in error for error in errors), (name, errors)
