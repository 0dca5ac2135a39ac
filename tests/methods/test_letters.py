"""Letters from templates: which fields stand in one, and filled in once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yarrow.methods.letters import BadTemplate, fields_of, filled

KNOWN = {"name", "since"}


def test_fields_stand_once_in_their_order():
    assert fields_of("{since}, {name}, { name } and {since}", KNOWN) == ["since", "name"]
    assert fields_of("nothing", KNOWN) == []


@pytest.mark.parametrize(
    ("text", "said"), [("{papers}", "papers"), ("{}", ""), ("{name", ""), ("name}", ""), ("{{name}}", "")]
)
def test_braces_that_are_no_field_are_refused(text, said):
    with pytest.raises(BadTemplate) as bad:
        fields_of(text, KNOWN)
    assert bad.value.said == said


@given(st.text(max_size=30), st.text(max_size=30))
def test_words_are_put_in_as_they_are(name, since):
    assert filled("{name}|{since}|{name}", {"name": name, "since": since}) == f"{name}|{since}|{name}"


def test_braces_in_words_fill_nothing():
    assert filled("{name}", {"name": "{since}", "since": "x"}) == "{since}"
