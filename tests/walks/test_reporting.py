"""Walk: somebody tells what happened on a cheap phone in Arabic; nobody can read on the way what leaves it."""

from urllib.parse import unquote_plus

import pytest
from django.utils import timezone

from tests.attacks.scanner import marker, scan_bytes
from yarrow.safety import actions, doors
from yarrow.safety.models import Addition, Offender, Report
from yarrow.vault import inbox

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.sqlite_only(
        reason="it looks at the pages; what is kept is tried on both in the room's tests"
    ),
]
# The quick exit, and how many milliseconds later nothing of the page is left.
LEAVES = """() => {
  const began = performance.now()
  document.querySelector("button[value=leave]").click()
  return [performance.now() - began, document.querySelector("main") === null]
}"""


@pytest.fixture
def door(world):
    world.worker("adviser")
    told = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    return actions.open_door(languages=["en-gb", "ar"], **told)


def sends(page):
    """Everything that the browser sends, as it goes along."""
    sent = []
    page.on(
        "request", lambda one: sent.append(f"{one.url} {unquote_plus(one.post_data or '')} {one.headers}")
    )
    return sent


def fields_of(world):
    """All that an adviser reads of what came."""
    by = world.worker("adviser")
    assert inbox.open_waiting(world.project.id, by=by, at=timezone.now()).n_need_a_look == 0
    rows = [*Report.objects.all(), *Offender.objects.all(), *Addition.objects.all()]
    fields = {Report: ("words", "facts", "reach"), Offender: ("described",), Addition: ("words",)}
    return [
        row.sealed.open_unrecorded(f"incident.{name}", by.unlocked)
        for row in rows
        for name in fields[type(row)]
    ]


def tells(somebody, said):
    """The whole page, with two people described, and turned to easy words and another language in the middle."""
    words, place, reach, phone, named, _added = said
    page = somebody.page
    page.locator("#kinds-robbery").check()
    page.locator("#words").fill(words)
    page.locator("#day").fill("\u0663")
    page.locator("#month").select_option("1")
    page.locator("#place").fill(place)
    page.locator("#place").press("Enter")
    assert page.locator("div[data-person]").count() == 1, (
        "Enter in a box describes nobody else, and sends nothing yet"
    )
    page.locator("#o1-phones").fill(f"{phone}, 07700 900123")
    page.locator("button[value=another]").click()
    page.locator("#o2-names").fill(named)
    page.locator("details").nth(1).locator("summary").click()
    page.locator("#o2-marks-glasses").check()
    page.locator("button[name='~wording']").click()
    page.locator("input[name=easy]").wait_for(state="attached")
    page.locator("#speak").select_option("en-gb")
    page.locator("button[value=speak]").click()
    page.get_by_text("You can leave out any question.").wait_for()
    assert page.locator("#o2-marks-glasses").is_checked() and page.locator("#words").input_value() == words
    page.locator("#reach").fill(reach)
    page.locator("#level-warn").check()
    page.locator("button[value=send]").click()
    page.locator("ol.words li").first.wait_for()
    return " ".join(page.locator("ol.words li").all_inner_texts())


def comes_back(somebody, phrase, added):
    """With the words at once; something is added, and then the quick exit."""
    page = somebody.page
    somebody.taps("Try the words now")
    page.locator("#words").fill(phrase)
    page.locator("button[value=enter]").click()
    page.get_by_text("It waits, locked.").wait_for()
    somebody.looks("what became of a report")
    page.locator("#words").fill(added)
    page.locator("button[value=add]").click()
    page.get_by_text("Sent. It is locked").wait_for()
    took, is_gone = page.evaluate(LEAVES)
    assert is_gone and took < 100, "the page is gone before anything is waited for"
    page.wait_for_url("**/s/away/")


def test_report_is_sealed_on_the_phone_and_its_words_lead_back(walker, world, door):
    said = [marker(stem) for stem in ("Words", "Place", "Reach", "Phone", "Named", "Added")]
    phone, named, added = said[3:]
    somebody = walker(locale="ar")
    page = somebody.page
    sent = sends(page)
    somebody.given("somebody with the link, on a phone of 360 px whose language is Arabic")
    somebody.goes_to(doors.address(door))
    assert page.locator("html").get_attribute("dir") == "rtl"
    somebody.looks("report page in Arabic")
    phrase = tells(somebody, said)
    somebody.looks("words after a report")
    comes_back(somebody, phrase, added)
    somebody.then("nothing readable left the phone, and an adviser reads all of it")
    assert scan_bytes("\n".join(sent).encode(), said) == []
    assert len([one for one in sent if "envelope" in one]) == 2
    held = fields_of(world)
    assert all(word in str(held) for word in said)
    assert Report.objects.get().kinds == ["robbery"] and held[1]["day"].endswith("-01-03")
    assert held[3]["phones"] == [phone, "07700 900123"] and held[4] == {
        "names": [named],
        "marks": ["glasses"],
    }
    somebody.then("the way back in the browser leads to empty pages")
    page.go_back()
    page.wait_for_load_state()
    assert not any(word in page.content() for word in (*said, phrase)) and somebody.context.cookies() == []
