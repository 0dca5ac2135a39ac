"""What the forms of this room accept."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from yarrow.methods.refusals import Refusal
from yarrow.staff import forms
from yarrow.staff.models import Membership, Worker
from yarrow.staff.roles import ROLES

GOOD = "amber window of seven quiet rivers"


def test_typed_in_is_what_was_sent_even_if_it_is_nothing():
    assert forms.typed_in(RequestFactory().get("/")) is None
    assert forms.typed_in(RequestFactory().post("/")) == QueryDict()
    assert forms.typed_in(RequestFactory().post("/", {"a": "1"})) == QueryDict("a=1")


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("en", ["en"]),
        ("en, ro, pt", ["en", "ro", "pt"]),
        ("EN;ro  pt", ["en", "ro", "pt"]),
        ("en,en,ro", ["en", "ro"]),
        ("yue, en", ["yue", "en"]),
    ],
)
def test_project_form_languages_in_the_order_given(typed, codes):
    form = forms.ProjectForm(
        {"name": "R", "code": "r", "time_zone": "Europe/London", "languages": typed},
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["languages"] == codes


@pytest.mark.parametrize("code", ["River Side", "river/side", "", "é", "x" * 41])
def test_project_form_code_that_cannot_stand_in_an_address(code):
    form = forms.ProjectForm({"name": "R", "code": code, "time_zone": "Europe/London", "languages": "en"})
    assert "code" in form.errors


def test_project_form_code_is_kept_in_small_letters():
    form = forms.ProjectForm({"name": "R", "code": "RIVER", "time_zone": "Europe/London", "languages": "en"})
    assert form.is_valid() and form.cleaned_data["code"] == "river"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_project_form_zone_that_does_not_exist(zone):
    form = forms.ProjectForm({"name": "R", "code": "r", "time_zone": zone, "languages": "en"})
    assert "time_zone" in form.errors


@pytest.mark.parametrize(
    ("first", "second", "good"),
    [
        (GOOD, GOOD, True),
        (GOOD, f"  {GOOD} ", True),
        (GOOD, GOOD.upper(), False),
        (GOOD, "", False),
        ("", "", False),
    ],
)
def test_new_passphrase_form_both_times_the_same(first, second, good):
    assert forms.NewPassphraseForm({"passphrase": first, "again": second}).is_valid() is good


def test_passphrase_is_never_drawn_back_into_the_page():
    form = forms.NewPassphraseForm({"passphrase": "short", "again": "other"})
    assert "short" not in str(form) and "other" not in str(form)


def test_passphrase_fields_tell_the_password_keeper_what_they_are():
    html = str(forms.ChangePassphraseForm())
    assert html.count('autocomplete="new-password"') == 2
    assert html.count('autocomplete="current-password"') == 1


@pytest.mark.parametrize("form", [forms.SetupCodeForm, forms.InviteForm, forms.WordsForm])
def test_everything_else_is_not_remembered_by_the_browser(form):
    assert 'autocomplete="off"' in str(form())


@pytest.mark.parametrize("role", ROLES)
def test_invite_form_takes_every_role(role):
    assert forms.InviteForm({"name": "K", "email": "k@x.example", "role": role}).is_valid()


@pytest.mark.parametrize("email", ["", "k", "k@", "@x.example", "k@x.example\n@y", "a b@x.example"])
def test_invite_form_address_that_is_none(email):
    assert "email" in forms.InviteForm({"name": "K", "email": email, "role": "peer"}).errors


def test_grant_form_offers_only_what_it_is_given():
    form = forms.GrantForm({"compartments": ["identity", "isva"]}, names=["identity"])
    assert "compartments" in form.errors
    assert forms.GrantForm({"compartments": ["identity"]}, names=["identity"]).is_valid()


@pytest.mark.parametrize(
    ("typed", "good"),
    [("Zoë Ost", True), ("  zoë ost ", True), ("ZOË OST", True), ("Zoe Ost", False), ("", False)],
)
def test_leave_form_takes_the_name(typed, good):
    place = Membership(worker=Worker(name="Zoë Ost"))
    assert forms.LeaveForm({"typed": typed}, membership=place).is_valid() is good


def test_refusal_at_a_field_of_the_form_stands_there():
    form = forms.WordsForm({"words": "one two"})
    form.add_refusal(Refusal("These are not the words.", field="words"))
    assert form.errors["words"] == ["These are not the words."]


def test_refusal_at_no_field_stands_over_the_form():
    form = forms.WordsForm({"words": "one two"})
    form.add_refusal(Refusal("Not now.", field="elsewhere"))
    assert form.non_field_errors() == ["Not now."]
