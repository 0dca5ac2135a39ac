"""Forms of the desk: a device as JSON, an entry put right line by line, a reason from a list."""

from uuid import uuid4

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from yarrow.desk.forms import DISMISS_REASONS, CorrectForm, DeviceForm, DismissForm


def request_with(body):
    return RequestFactory().post("/x/", body, content_type="application/json")


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ('{"name": "Van tablet", "public_key": "abc"}', set()),
        ('{"name": "", "public_key": "abc"}', {"name"}),
        ('{"name": "Van tablet"}', {"public_key"}),
        ("{}", {"name", "public_key"}),
        ("not json", {"name", "public_key"}),
        ("[]", {"name", "public_key"}),
        ("null", {"name", "public_key"}),
        ('{"name": "%s", "public_key": "abc"}' % ("x" * 61), {"name"}),
        ('{"name": "Van", "public_key": "%s"}' % ("x" * 121), {"public_key"}),
    ],
)
def test_device_form_from_json(body, errors):
    assert set(DeviceForm.from_json(request_with(body)).errors) == errors


def test_device_form_says_what_name_is_meant():
    assert "Not a person" in str(DeviceForm().fields["name"].help_text)


@pytest.mark.parametrize("code", [code for code, _words in DISMISS_REASONS])
def test_dismiss_form_takes_the_reasons_offered(code):
    assert DismissForm({"reason": code}).is_valid()


@pytest.mark.parametrize("typed", ["", "Kim said so", "recorded"])
def test_dismiss_form_takes_no_typed_words(typed):
    assert not DismissForm({"reason": typed}).is_valid()


def corrected(payload, **sent):
    data = QueryDict(mutable=True)
    data.update(sent)
    form = CorrectForm.of(payload, data)
    assert form.is_valid(), form.errors
    return form.payload()


def test_correct_form_offers_texts_and_numbers_only():
    payload = {
        "text": "x",
        "n": 2,
        "empty": "",
        "none": None,
        "yes": True,
        "many": ["a"],
        "inner": {"a": 1},
        "contact": str(uuid4()),
    }
    assert list(CorrectForm.of(payload).fields) == ["text", "n", "empty", "none"]


def test_correct_form_shows_what_was_said():
    form = CorrectForm.of({"safe_times": "after 8"})
    assert form["safe_times"].value() == "after 8"
    assert form.fields["safe_times"].label == "Safe times"


def test_correct_form_changes_what_was_put_right_and_keeps_the_rest():
    who = str(uuid4())
    payload = {"text": "x", "n": 2, "contact": who, "many": ["a"]}
    assert corrected(payload, text="y", n="3") == {"text": "y", "n": 3, "contact": who, "many": ["a"]}


def test_correct_form_empties_a_line_into_what_it_was():
    assert corrected({"text": "x", "n": 2, "none": None}, text="", n="") == {
        "text": "",
        "n": None,
        "none": None,
    }


def test_correct_form_ignores_lines_that_were_never_said():
    assert corrected({"text": "x"}, text="y", project="z") == {"text": "y"}


def test_correct_form_says_which_number_it_could_not_read():
    data = QueryDict(mutable=True)
    data.update({"n": "two"})
    assert "n" in CorrectForm.of({"n": 2}, data).errors


def test_correct_form_is_rendered_without_letting_the_browser_remember():
    assert 'autocomplete="off"' in str(CorrectForm.of({"text": "x"})["text"])
