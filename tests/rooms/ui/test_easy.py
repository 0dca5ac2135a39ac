"""Two wordings of one page."""

from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

PAGE = "{% load easy %}{% wording %}You are entitled to decline.{% easy %}You can say no.{% endwording %}"


def drawn(source: str, request: Any = None) -> str:
    return Template(source).render(Context({"request": request} if request else {}))


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (None, "You are entitled to decline."),
        (RequestFactory().get("/x/"), "You are entitled to decline."),
        (RequestFactory().get("/x/?easy=1"), "You can say no."),
        (RequestFactory().post("/x/", {"easy": "1"}), "You can say no."),
    ],
)
def test_the_wording_that_was_asked_for_is_shown_alone(request_, said):
    assert drawn(PAGE, request_) == said


@pytest.mark.parametrize("source", [PAGE.replace("{% easy %}", ""), PAGE.replace("{% endwording %}", "")])
def test_one_wording_alone_is_a_mistake_of_the_page(source):
    with pytest.raises(TemplateSyntaxError):
        drawn(source)


def test_the_switch_keeps_what_else_the_address_says():
    page = "{% load easy %}{% easy_switch %}"
    there = drawn(page, RequestFactory().get("/x/?page=2&b=%C3%A9"))
    assert 'href="/x/?page=2&amp;b=%C3%A9&amp;easy=1"' in there and "Easy words" in there
    back = drawn(page, RequestFactory().get("/x/?page=2&easy=1"))
    assert 'href="/x/?page=2"' in back and "Usual words" in back
    assert 'href="/x/"' in drawn(page, RequestFactory().get("/x/?easy=1"))


def test_the_wording_travels_with_forms_and_links():
    page = "{% load easy %}{% easy_field %}|{% easy_query %}"
    assert drawn(page, RequestFactory().get("/x/")).strip() == "|"
    field, query = drawn(page, RequestFactory().post("/x/", {"easy": "1"})).split("|")
    assert field.strip() == '<input type="hidden" name="easy" value="1">'
    assert query.strip() == "?easy=1"
