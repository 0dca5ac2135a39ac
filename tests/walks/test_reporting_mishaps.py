"""Walk: what goes wrong on the way of a report takes nothing away that was written, and never says nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.attacks.scanner import marker, scan_bytes
from tests.walks.test_reporting import fields_of, sends
from yarrow.pocket import coming_back
from yarrow.safety import actions, doors
from yarrow.safety.models import Report
from yarrow.vault.models import Grant, InboxEntry

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.sqlite_only(
        reason="it looks at the pages; what is kept is tried on both in the room's tests"
    ),
]
FAILED = "It did not arrive. What you wrote is still here. Try again."
# A browser that has the means to seal, and fails at it.
CANNOT_SEAL = (
    "() => { crypto.subtle.generateKey = () => Promise.reject(new DOMException('no', 'OperationError')) }"
)


@pytest.fixture
def door(world):
    world.worker("adviser")
    told = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    return actions.open_door(languages=["en-gb"], **told)


@pytest.fixture
def somebody(walker, door):
    """At the report page, with something written."""
    somebody = walker()
    somebody.goes_to(doors.address(door))
    somebody.page.locator("#words").fill("He took my bag")
    return somebody


def presses(page, go):
    page.locator(f"main button[value='{go}']").click()


def words_on(page):
    page.locator("ol.words li").first.wait_for()
    return " ".join(page.locator("ol.words li").all_inner_texts())


def comes_back(somebody, phrase):
    somebody.taps("Try the words now")
    somebody.page.locator("#words").fill(phrase)
    presses(somebody.page, "enter")
    somebody.page.get_by_text("It waits, locked.").wait_for()


def fails(page):
    """What the page says once it could not be sent; nothing is gone."""
    page.get_by_text(FAILED).wait_for()
    assert page.locator("#words").input_value() == "He took my bag"


def test_report_that_asks_for_a_match_nobody_may_hear_of_is_not_sealed(somebody):
    page = somebody.page
    sent = sends(page)
    page.locator("#level-escrow").check()
    presses(page, "send")
    page.get_by_text("To be told of a match, somebody has to hear of it first.").wait_for()
    assert page.evaluate("document.activeElement.name") == "tell" and sent == []
    somebody.looks("report page with a fault")
    page.locator("#tell").select_option("here")
    presses(page, "send")
    assert len(words_on(page).split()) == 6


def test_report_that_this_phone_cannot_seal_is_sealed_by_the_server(somebody, world):
    somebody.page.evaluate(CANNOT_SEAL)
    presses(somebody.page, "send")
    phrase = words_on(somebody.page)
    assert b"bag" not in bytes(InboxEntry.objects.get().envelope)
    comes_back(somebody, phrase)
    somebody.page.evaluate(CANNOT_SEAL)
    somebody.page.locator("#words").fill("His car was blue")
    presses(somebody.page, "add")
    somebody.page.get_by_text("Sent. It is locked").wait_for()
    assert fields_of(world)[0] == "He took my bag" and fields_of(world)[-1] == "His car was blue"


def test_report_stays_on_the_page_where_nobody_can_read_it_any_more(somebody):
    Grant.objects.filter(compartment__name="incident").delete()
    somebody.expects("503")
    page = somebody.page
    page.locator("button[name='~wording']").click()
    fails(page)
    presses(page, "send")
    fails(page)
    assert not InboxEntry.objects.exists()


@pytest.mark.parametrize("then", ["no signal", "no questions"])
def test_report_for_an_older_key_stays_on_the_page_where_no_fresh_one_comes(somebody, then):
    def answers(route):
        if route.request.method == "POST":
            return route.fulfill(status=409, body="<main>Open it again</main>")
        return route.abort() if then == "no signal" else route.fulfill(body="<main>We cannot</main>")

    somebody.expects("409")
    somebody.expects("ERR_FAILED")
    somebody.page.route("**/r/**", answers)
    presses(somebody.page, "send")
    fails(somebody.page)
    somebody.page.unroute("**/r/**")
    presses(somebody.page, "send")
    assert len(words_on(somebody.page).split()) == 6 and not Report.objects.exists()


def test_words_written_for_too_long_wait_on_the_phone_while_the_words_are_asked_for(
    somebody, world, monkeypatch
):
    page, story = somebody.page, marker("Story")
    sent = sends(page)
    presses(page, "send")
    phrase = words_on(page)
    comes_back(somebody, phrase)
    page.locator("#words").fill(story)
    somebody.when("they choose in between, their words stay")
    page.locator("#level-warn").check()
    presses(page, "choose")
    page.get_by_text("From now on that counts.").wait_for()
    assert page.locator("#words").input_value() == story
    somebody.when("a quarter of an hour later they press Send")
    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr(coming_back.timezone, "now", lambda: later)
    somebody.expects("403")
    presses(page, "add")
    page.get_by_text("These pages were closed. Type your words again.").wait_for()
    assert page.get_by_text(FAILED).is_visible() and story not in page.content()
    somebody.looks("words asked for in the middle")
    page.locator("#words").fill("abandon abandon")
    presses(page, "enter")
    page.get_by_text("These words did not open anything.").wait_for()
    page.locator("#words").fill(phrase)
    presses(page, "enter")
    page.get_by_text("Tell us more").wait_for()
    assert page.locator("#words").input_value() == story
    presses(page, "add")
    page.get_by_text("Sent. It is locked").wait_for()
    assert page.locator("#words").input_value() == ""
    assert scan_bytes("\n".join(sent).encode(), [story]) == [] and fields_of(world)[-1] == story


def test_addition_for_an_older_key_stands_in_its_box_again(somebody, world):
    page = somebody.page
    presses(page, "send")
    comes_back(somebody, words_on(page))
    page.locator("#words").fill("His car was blue")
    page.evaluate("document.querySelector('form[data-report]').dataset.key = crypto.randomUUID()")
    somebody.expects("400")
    presses(page, "add")
    page.get_by_text("This page is from before a change here.").wait_for()
    assert page.locator("#words").input_value() == "His car was blue"
    presses(page, "add")
    page.get_by_text("Sent. It is locked").wait_for()
    assert fields_of(world)[-1] == "His car was blue"
