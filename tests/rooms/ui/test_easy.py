"""Two wordings of one page."""

from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils.translation import gettext, override

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
    assert 'href="?page=2&amp;b=%C3%A9&amp;easy=1"' in there and "Easy words" in there
    back = drawn(page, RequestFactory().get("/x/?page=2&easy=1"))
    assert 'href="?page=2"' in back and "Usual words" in back
    assert 'href="?"' in drawn(page, RequestFactory().get("/x/?easy=1"))


def test_the_wording_travels_with_forms_and_links():
    page = "{% load easy %}{% easy_field %}|{% easy_query %}"
    assert drawn(page, RequestFactory().get("/x/")).strip() == "|"
    field, query = drawn(page, RequestFactory().post("/x/", {"easy": "1"})).split("|")
    assert field.strip() == '<input type="hidden" name="easy" value="1">'
    assert query.strip() == "?easy=1"


def test_easy_words_that_are_not_in_this_language_yet_are_not_shown_in_english():
    """Romanian has a word for "Next" and no word for what nobody drafted."""
    page = "{% load easy i18n %}{% wording %}{% translate 'Save' %}{% easy %}{% translate 'WORDS' %}{% endwording %}"
    asked = RequestFactory().get("/x/?easy=1")
    with override("ro"):
        assert drawn(page.replace("WORDS", "Nobody drafted this."), asked) == gettext("Save") != "Save"
        assert drawn(page.replace("WORDS", "Next"), asked) == gettext("Next") != "Next"
    assert drawn(page.replace("WORDS", "Nobody drafted this."), asked) == "Nobody drafted this."


def test_what_is_for_the_worker_is_marked_for_the_device_that_reads():
    page = "{% load easy %}{% worker %}<p>{{ words }}</p>{% endworker %}"
    said = Template(page).render(Context({"words": "<b>"}))
    assert said == "<div data-not-aloud><p>&lt;b&gt;</p></div>"


def test_the_view_has_the_last_word():
    """A form whose button turned the wording still says the one it came from."""
    asked = RequestFactory().post("/x/", {"easy": "1"})
    assert (
        Template(PAGE).render(Context({"request": asked, "is_easy": False})) == "You are entitled to decline."
    )
    label = "{% load easy %}{% other_wording %}"
    assert Template(label).render(Context({"request": asked, "is_easy": False})) == "Easy words"
    assert drawn(label, asked) == "Usual words"


def test_a_page_that_a_device_keeps_holds_both_wordings_and_shows_the_usual_one():
    kept = {"request": RequestFactory().get("/x/?easy=1"), "keeps_both": True}
    both = Template(PAGE + "{% easy_switch %}").render(Context(kept))
    assert "<span data-usual>You are entitled to decline.</span>" in both
    assert "<span data-easy hidden>You can say no.</span>" in both
    assert 'data-do="turnWording"' in both and "href" not in both


def test_a_kept_page_says_the_usual_words_twice_where_nobody_drafted_the_easy_ones():
    said = "{% translate 'Save' %}{% easy %}{% translate 'No draft.' %}"
    page = "{% load easy i18n %}{% wording %}" + said + "{% endwording %}"
    with override("ro"):
        both = Template(page).render(Context({"keeps_both": True}))
        assert both.count(gettext("Save")) == 2 and "No draft" not in both
