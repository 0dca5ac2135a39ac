"""What the forms of this room make of what was typed."""

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest

from yarrow.plans import forms, lists
from yarrow.plans.actions import Answer

TODAY = date(2026, 3, 14)


def rating(area="everyday", **typed):
    told = {"rater": "self", "occasion": "intake", "rated_on": "2026-03-14", "entry_id": str(uuid4())}
    return forms.RatingForm({**told, **typed}, area=area, today=TODAY)


def test_rating_form_gives_steps_and_answers_without_one():
    form = rating(housing="2", money="rather_not", debt="")
    assert form.is_valid(), form.errors
    assert form.answers() == {
        "housing": Answer(step=2, words="", wanted=""),
        "money": Answer(answer="rather_not", words="", wanted=""),
    }


@pytest.mark.parametrize("area", [area.code for area in lists.items("area")])
def test_rating_form_asks_each_domain_of_its_portion_and_no_other(area):
    form = rating(area)
    asked = [answer.name for answer, _texts in form.groups()]
    assert asked == [item.code for item in lists.domains_of(area)]
    assert all(len(texts) == 2 for _answer, texts in form.groups())
    assert {len(list(form.fields[code].choices)) for code in asked} == {8}


@pytest.mark.parametrize("typed", ["0", "6", "1.5", "very", "rated", "²"])
def test_rating_form_takes_no_other_answer(typed):
    form = rating(housing=typed)
    assert not form.is_valid() and "housing" in form.errors


@pytest.mark.parametrize("field", ["housing_words", "housing_wanted"])
def test_rating_form_words_without_an_answer_ask_for_one(field):
    form = rating(**{field: "a quiet room"})
    assert not form.is_valid() and list(form.errors) == ["housing"]
    assert rating(housing="not_asked", **{field: "a quiet room"}).is_valid()


def test_rating_form_says_an_invalid_answer_once():
    form = rating(housing="9", housing_words="a quiet room")
    assert not form.is_valid() and len(form.errors["housing"]) == 1


@pytest.mark.parametrize("missing", ["rater", "occasion", "rated_on", "entry_id"])
def test_rating_form_needs_who_when_and_which(missing):
    form = rating(**{missing: ""})
    assert not form.is_valid() and list(form.errors) == [missing]


def test_rating_form_day_to_come_is_refused():
    form = rating(rated_on="2999-01-01")
    assert not form.is_valid() and list(form.errors) == ["rated_on"]


@pytest.mark.parametrize(("typed", "seen"), [("3", 3), ("", 0), ("-1", 0), ("x", 0), ("9" * 12, 0), ("٣", 0)])
def test_version_that_is_none_is_zero(typed, seen):
    form = forms.GoalForm({"words": "Sleep", "kind": "own", "entry_id": str(uuid4()), "version": typed})
    assert form.is_valid() and form.version_seen() == seen


def test_goal_form_needs_words_and_nothing_else_of_the_person():
    form = forms.GoalForm({"words": "", "domain": "", "kind": "own", "entry_id": str(uuid4())})
    assert not form.is_valid() and list(form.errors) == ["words"]
    assert form["domain"].field.required is False


def test_goal_form_offers_every_domain_once_and_none_first():
    first, *groups = forms.GoalForm().fields["domain"].choices
    assert first[0] == ""
    offered = [code for _area, domains in groups for code, _words in domains]
    assert offered == [item.code for item in lists.items("domain")]


def test_step_form_finds_the_worker_by_id_and_nobody_by_nothing():
    ana = SimpleNamespace(pk=uuid4(), name="Ana")
    told = {"what": "Ring", "who": "worker", "entry_id": str(uuid4())}
    form = forms.StepForm({**told, "worker": str(ana.pk)}, workers=[ana])
    assert form.is_valid() and form.said()["worker"] is ana and form.said()["due_on"] is None
    form = forms.StepForm({**told, "worker": ""}, workers=[ana])
    assert form.is_valid() and form.said()["worker"] is None
    stranger = forms.StepForm({**told, "worker": str(uuid4())}, workers=[ana])
    assert not stranger.is_valid() and list(stranger.errors) == ["worker"]
    assert forms.StepForm.initial_of(None) == "" and forms.StepForm.initial_of(ana.pk) == str(ana.pk)


def test_card_form_has_every_heading_and_needs_none():
    form = forms.CardForm({"heading": "mine", "version": "4"})
    assert form.is_valid() and form.version_seen() == 4
    assert set(form.said()) == lists.codes("card") and not any(form.said().values())
    assert [part.name for part in form.parts()] == [item.code for item in lists.items("card")]


def test_first_needs_form_keeps_the_order_and_leaves_gaps_out():
    told = {"agreed_on": "2026-03-01", "agreed_with": "peers", "first_1": "safety", "first_4": "money"}
    form = forms.FirstNeedsForm(told)
    assert form.is_valid() and form.chosen() == ["safety", "money"] and form.cleaned_data["n_peers"] is None
    assert not forms.FirstNeedsForm({**told, "first_2": "castle"}).is_valid()


def test_movement_form_is_ticked_by_nobody_beforehand():
    form = forms.MovementForm()
    assert not form["is_wanted"].value() and "stage" not in form.initial
