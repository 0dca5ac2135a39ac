"""Labels, hints and answers of forms that people see are as easy as the page around them (`test_easy.py`).

They come from Python and have one wording. Every page of `SHOWN` that draws fields for the person says here which form
they are of; fields in `{% worker %}` are the worker's.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template.base import Lexer, TokenType

from tests.house.test_easy import SHOWN, is_easy, parts_of
from tests.house.tree import SOURCE, plant
from yarrow.measures.forms import BeginForm
from yarrow.people import purposes
from yarrow.people.forms_of_consent import GiveForm, WithdrawForm
from yarrow.plans import lists
from yarrow.plans.forms import CardForm, GoalForm, RatingForm, ReviewForm
from yarrow.ui.forms import Form

TODAY = date(2026, 1, 31)


def _begin() -> list[Form]:
    """Only what they agree to is read to them; how it is asked is the worker's."""
    form = BeginForm(languages=(), told="Mia and Ana")
    form.fields = {"agreed": form.fields["agreed"]}
    return [form]


MADE: dict[str, Callable[[], list[Form]]] = {
    "measures/begin_filling.html": _begin,
    "people/give_consent.html": lambda: [GiveForm(purpose=one, today=TODAY) for one in purposes.purposes()],
    "people/withdraw_consent.html": lambda: [WithdrawForm(recipients=purposes.choices("recipients"))],
    "plans/add_goal.html": lambda: [GoalForm()],
    "plans/add_review.html": lambda: [ReviewForm()],
    "plans/make_card.html": lambda: [CardForm()],
    "plans/rate_needs.html": lambda: [RatingForm(area=one.code, today=TODAY) for one in lists.items("area")],
}


def said_by(form: forms.Form) -> Iterator[tuple[str, str]]:
    """(field, words) of every label, hint and answer."""

    def labels(listed: Any) -> Iterator[Any]:
        for value, label in listed:
            if isinstance(label, (list, tuple)):
                yield value
                yield from labels(label)
            else:
                yield label

    for name, field in form.fields.items():
        if not isinstance(field.widget, forms.HiddenInput):
            for words in (field.label, field.help_text, *labels(getattr(field, "choices", ()))):
                if words:
                    yield name, str(words)


def form_faults(form: forms.Form) -> list[str]:
    """What a form says in words that are not easy."""
    what = type(form).__name__
    return [
        f"{what}.{name}: these words are not easy: {words}"
        for name, words in said_by(form)
        if not is_easy(words)
    ]


def draws_fields(top: Path, page: str) -> bool:
    """Whether a page shows fields of a Django form to the person."""
    for _name, text in parts_of(top, page):
        is_for_worker = False
        for token in Lexer(text).tokenize():
            begin = token.contents.partition(" ")[0] if token.token_type == TokenType.BLOCK else ""
            is_for_worker = {"worker": True, "endworker": False}.get(begin, is_for_worker)
            if begin == "field" and not is_for_worker:
                return True
    return False


@pytest.mark.parametrize("page", MADE)
def test_easy_words_stand_in_forms_shown_to_people(page: str) -> None:
    found = [fault for form in MADE[page]() for fault in form_faults(form)]
    assert not found, "\n".join(found)


def test_easy_pages_that_draw_fields_say_of_which_form() -> None:
    assert {page for page in SHOWN if draws_fields(SOURCE, page)} == set(MADE)


LONG = "Nobody who has not been told beforehand of what will happen should ever have to agree to anything."


@pytest.mark.parametrize(
    "field",
    [
        forms.CharField(label=LONG),
        forms.CharField(label="Day", help_text=LONG),
        forms.ChoiceField(label="Day", choices=[("a", LONG)]),
        forms.ChoiceField(label="Day", choices=[("Home", [("a", LONG)])]),
        forms.ChoiceField(label="Day", choices=[(LONG, [("a", "Home")])]),
        forms.CharField(label="Day", help_text="Leave empty: until they take all of it back."),
    ],
)
def test_easy_planted_words_of_a_form_are_found(field: forms.Field) -> None:
    planted = type("Planted", (forms.Form,), {"field": field})
    assert len(form_faults(planted())) == 1


@pytest.mark.parametrize(
    ("text", "is_theirs"),
    [
        ("{% field form.a %}", True),
        ("{% worker %}x{% endworker %}{% field form.a %}", True),
        ("{% worker %}{% field form.a %}{% endworker %}", False),
        ("{{ form }}", False),
    ],
)
def test_easy_planted_fields_are_seen_where_they_are_the_persons(
    text: str, is_theirs: bool, tmp_path: Path
) -> None:
    top = plant(tmp_path, "plans/templates/plans/part.html", text)
    plant(tmp_path, "plans/templates/plans/page.html", '{% include "plans/part.html" %}')
    assert draws_fields(top, "plans/page.html") is is_theirs
