"""Walk: somebody answers a survey on a small phone without scripts, in two languages, and gets no cookie."""

import pytest
from django.utils import timezone

from tests.rooms.surveys import asking
from yarrow.measures import actions as measures
from yarrow.surveys import links
from yarrow.surveys.models import Response

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.sqlite_only(
        reason="it looks at the pages; what is kept is tried on both in the room's tests"
    ),
]
SMALL = {"width": 320, "height": 560}


def test_survey_is_answered_on_a_small_phone_without_scripts(walker, world):
    about = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    measures.add_route(label="Night line", detail="Text HELLO, any hour", **about)
    survey = asking.ask(about)
    somebody = walker(viewport=SMALL, java_script_enabled=False)
    somebody.given("somebody with the link, on a phone that is 320 px wide")
    somebody.goes_to(links.address(survey))
    page = somebody.page
    assert page.title() == "Questions" and "Riverside" not in page.content()
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Inside").check()
    page.get_by_role("button", name="Next").click()
    somebody.when("they go on in another language in the middle")
    page.get_by_label("Food").check()
    page.locator("select").select_option("ro")
    page.locator("button[value=speak]").click()
    assert page.get_by_label("Food (ro)").is_checked()
    page.locator("button[value=next]").click()
    page.get_by_label("No (ro)").check()
    page.locator("button[value=next]").click()
    assert "Text HELLO, any hour" in page.content(), "an unsafe answer shows where to turn"
    page.locator("main form button").first.click()
    page.locator("input[type=text]").fill("34")
    page.locator("button[value=next]").click()
    page.locator("textarea").fill("O cameră caldă")
    page.locator("button[value=next]").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    page.locator("button[value=send]").click()
    somebody.then("one sheet is kept, and the browser got no cookie")
    kept = {"where": ["2"], "needs": ["1"], "safe": ["2"], "age": ["~words"], "more": ["~words"]}
    assert Response.objects.get().choices == kept
    assert somebody.context.cookies() == []
    page.get_by_role("link").last.click()
    assert page.url.endswith("/s/away/")
    looks_through(walker(viewport=SMALL, color_scheme="dark"), survey)


def looks_through(another, survey):
    """The pages that no address leads to, at night, by axe (which needs scripts; the pages don't)."""
    another.goes_to(links.address(survey))
    another.taps("Easy words")
    assert another.page.get_by_text("You can leave out any question.").is_visible()
    another.page.get_by_role("button", name="Read this page aloud").click()
    assert "no voice of its own" in another.page.locator("yarrow-aloud [role=status]").inner_text()
    another.taps("All on one page")
    assert another.page.get_by_role("button", name="Usual words").is_visible(), "the wording goes along"
    another.looks("all questions of a survey")
    another.page.get_by_label("No", exact=True).first.check()
    another.taps("Send my answers")
    another.looks("calm page of a survey")
    another.taps("Send my answers")
    another.looks("thanks")
