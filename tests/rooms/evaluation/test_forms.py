"""The filters above the activity table: what they take, what they fill in, what they ask."""

from datetime import date

import pytest
from django.http import QueryDict

from yarrow.evaluation.activity import DIMENSION_WORDS, Asked, Words
from yarrow.evaluation.forms import FILTERS, UNSAID, ActivityForm, with_defaults
from yarrow.methods.activity import Period

TODAY = date(2026, 11, 23)
WORDS = Words(
    by_dimension={
        "kind": {"van": "Van", "phone": "By phone"},
        "zone": {"quay": "Quay"},
        "gender": {"woman": "Woman"},
        "setting": {"street": "Street"},
    },
    given={},
    done={},
)
YEAR = {"from_on": "2025-01-01", "to_on": "2025-12-31", "by": "month", "show": "people"}


def form(**sent):
    data = QueryDict(mutable=True)
    data.update(sent)
    return ActivityForm(data, WORDS, TODAY)


def test_form_with_nothing_sent_asks_for_the_last_twelve_months_by_month():
    asked = form()
    assert asked.is_valid(), asked.errors
    assert asked.asked() == Asked(Period(date(2025, 12, 1), TODAY), ("month",), {})


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 23), date(2025, 12, 1)),
        (date(2026, 12, 31), date(2026, 1, 1)),
        (date(2026, 1, 1), date(2025, 2, 1)),
        (date(2024, 2, 29), date(2023, 3, 1)),
    ],
)
def test_defaults_begin_eleven_months_before(today, first):
    filled = with_defaults(QueryDict(), today)
    assert filled["from_on"] == first.isoformat() and filled["to_on"] == today.isoformat()


def test_defaults_leave_what_was_sent():
    sent = QueryDict("from_on_0=1&from_on_1=3&from_on_2=2025&by=kind")
    filled = with_defaults(sent, TODAY)
    assert "from_on" not in filled and filled["by"] == "kind" and filled["show"] == "people"


@pytest.mark.parametrize("by", DIMENSION_WORDS)
def test_form_takes_every_dimension(by):
    assert form(**{**YEAR, "by": by}).is_valid()


@pytest.mark.parametrize("by", DIMENSION_WORDS)
def test_form_refuses_the_same_dimension_twice(by):
    assert set(form(**{**YEAR, "by": by, "then": by}).errors) == {"then"}


@pytest.mark.parametrize("name", FILTERS)
def test_form_keeps_one_value_of_a_dimension(name):
    code = next(iter(WORDS.by_dimension[name]))
    asked = form(**{**YEAR, name: code})
    assert asked.is_valid() and asked.asked().where == {name: code}


@pytest.mark.parametrize("name", FILTERS)
def test_form_keeps_what_was_not_recorded(name):
    asked = form(**{**YEAR, name: UNSAID})
    assert asked.is_valid() and asked.asked().where == {name: ""}


@pytest.mark.parametrize("name", FILTERS)
def test_form_offers_any_first_and_not_recorded_last(name):
    choices = [str(words) for _code, words in form().fields[name].choices]
    assert (choices[0], choices[-1]) == ("Any", "Not recorded")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"from_on": "2025-13-01"}, "from_on"),
        ({"from_on": "yesteryear"}, "from_on"),
        ({"to_on": "2024-12-31"}, "to_on"),
        ({"from_on": "1999-01-01"}, "from_on"),
        ({"by": "moon"}, "by"),
        ({"show": "names"}, "show"),
        ({"kind": "moon"}, "kind"),
        ({"setting": "moon"}, "setting"),
    ],
)
def test_form_says_at_the_field_what_is_wrong(sent, field):
    assert set(form(**{**YEAR, **sent}).errors) == {field}


def test_form_takes_one_day_and_two_dimensions():
    asked = form(**{**YEAR, "to_on": "2025-01-01", "then": "kind"})
    assert asked.is_valid()
    assert asked.asked() == Asked(Period(date(2025, 1, 1), date(2025, 1, 1)), ("month", "kind"), {})
