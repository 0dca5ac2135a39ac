"""Walk: the whole way of a report on a phone of 360 px, in Arabic, in a browser that runs no scripts.

axe is itself a script and cannot look here; width, direction and the size of what is pressed are measured instead. The
same pages are looked through by axe in test_reporting.py.
"""

from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override

from tests.walks.inspecting import fits, is_whole
from tests.walks.walker import PHONE
from yarrow.measures import actions as measures
from yarrow.safety import actions, choices, doors
from yarrow.safety.models import Addition, Offender, Report
from yarrow.safety.told import Chosen
from yarrow.vault import inbox

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.sqlite_only(
        reason="it looks at the pages; what is kept is tried on both in the room's tests"
    ),
]
REPLY = "هل نحذّر الآخرين؟"
# What a finger has to hit and is smaller than 44 px; a box is hit by its whole line. Links within a sentence are not
# counted (WCAG 2.5.8).
SMALL = """() => {
  const pressed = "a[href], button, input:not([type=hidden]), select, textarea, summary"
  const isInSentence = (one) => one.matches("p a") && one.closest("p").innerText !== one.innerText
  return [...document.querySelectorAll(pressed)]
    .filter((one) => one.checkVisibility() && !one.matches(".skip") && !isInSentence(one))
    .map((one) => [one, (one.closest(".tick") ?? one).getBoundingClientRect()])
    .filter(([, { width, height }]) => height < 44 || width < 44)
    .map(([one, { width, height }]) => `${one.outerHTML.slice(0, 90)}: ${Math.round(width)} x ${Math.round(height)} px`)
}"""


@pytest.fixture
def door(world):
    world.worker("adviser")
    told = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    measures.add_route(label="خط الليل", detail="07700 900999", **told)
    return actions.open_door(languages=["en-gb", "ar"], **told)


def in_arabic(sentence):
    with override("ar"):
        said = gettext(sentence)
    assert said != sentence
    return said


class Somebody:
    """Whoever holds the phone: presses buttons by what they stand for, and looks at each page that comes."""

    def __init__(self, walker):
        self.walker, self.page = walker, walker.page

    def opens(self, address):
        self.walker.goes_to(address)
        return self.looks()

    def fills(self, **typed):
        for name, said in typed.items():
            self.page.locator(f"#{name.replace('__', '-')}").fill(said)
        return self

    def presses(self, go, name="~go"):
        self.page.locator(f"main button[name='{name}'][value='{go}']").click()
        return self.looks()

    def leaves(self):
        self.page.locator("header button[value=leave]").click()
        self.looks()
        assert self.reads("You left the page")

    def looks(self):
        """The page as it came: from right to left, as wide as the screen, nothing too small for a finger."""
        page = self.page
        page.wait_for_load_state()
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert page.locator("html").get_attribute("lang") == "ar"
        assert page.evaluate("innerWidth") == PHONE["width"]
        faults = fits(page) + is_whole(page) + page.evaluate(SMALL)
        assert faults == [], page.title() + "\n" + "\n".join(faults)
        assert "/r/" in page.url and "?" not in page.url.removesuffix("?l=ar")
        return self

    def reads(self, sentence):
        return self.walker.sees(in_arabic(sentence))


def tells(one):
    """Several questions and two people; nobody says at first who may hear of a match."""
    page = one.page
    page.locator("#kinds-robbery").check()
    page.locator("#kinds-threats").check()
    one.fills(words="أخذ حقيبتي", day="٣", place="تحت الجسر", o1__phones="07700 900123", o1__plates="AB12")
    page.locator("#month").select_option("1")
    page.locator("#place").press("Enter")
    page.locator("#reach").press("Enter")
    assert page.locator("div[data-person]").count() == 1 and not one.reads("Something needs another look")
    page.locator("#hours").select_option("night")
    page.locator("main details").first.locator("summary").click()
    page.locator("#o1-age").select_option("35-44")
    page.locator("#o1-marks-glasses").check()
    one.presses("another")
    assert (
        page.locator("#o1-marks-glasses").is_checked()
        and page.locator("#words").input_value() == "أخذ حقيبتي"
    )
    one.fills(o2__names="Ray").presses("1", name="~wording")
    page.locator("#level-escrow").check()
    one.presses("send")
    assert one.reads("To be told of a match, somebody has to hear of it first. Choose who.")
    page.locator("#tell").select_option("here")
    one.presses("send")
    assert page.locator("ol.words").get_attribute("dir") == "ltr"
    return " ".join(page.locator("ol.words li").all_inner_texts())


def read_by_an_adviser(world):
    """What the adviser reads, and writes back."""
    by = world.worker("adviser")
    assert inbox.open_waiting(world.project.id, by=by, at=timezone.now()).n_need_a_look == 0
    row = Report.objects.get()
    said = {"words": REPLY, "entry_id": uuid4(), "at": timezone.now()}
    actions.reply(report=row, project=world.project, by=by, **said)
    return row


def comes_back(one, door, phrase):
    one.opens(doors.back_address(door)).fills(words="abandon abandon").presses("enter")
    assert one.reads(
        "These words did not open anything. Look at each word and at their order, and type them once more."
    )
    one.fills(words=phrase).presses("enter")
    return one


def test_report_without_scripts_in_arabic_from_the_first_page_to_the_last(walker, world, door):
    one = Somebody(walker(locale="ar", java_script_enabled=False))
    page, sent = one.page, []
    page.on("request", lambda asked: asked.method == "POST" and sent.append((asked.url, asked.post_data)))
    one.walker.given(
        "somebody with the link, on a phone whose language is Arabic and whose browser runs no scripts"
    )
    one.opens(doors.address(door))
    one.walker.expects("400")
    phrase = tells(one)
    assert len(phrase.split()) == 6
    one.walker.when("they try the words at once")
    page.locator("main p a").first.click()
    one.looks().fills(words=phrase).presses("enter")
    assert one.reads("It waits, locked. Nobody has read it yet.")
    one.leaves()
    one.walker.when("an adviser has read it and answered, they come back")
    row = read_by_an_adviser(world)
    comes_back(one, door, phrase)
    assert one.walker.sees(REPLY) and page.locator("#level-escrow").is_checked()
    one.fills(words="سيارته زرقاء").presses("add")
    assert one.reads("Sent. It is locked and waits.")
    page.locator("#level-warn").check()
    page.locator("#release").select_option("two")
    one.presses("choose")
    assert one.reads("From now on that counts.") and page.locator("#level-warn").is_checked()
    one.presses("1", name="~wording")
    assert page.locator("#level-warn").is_checked()
    one.walker.then("what they told is there, and their choice holds")
    assert choices.standing(world.project, row.pk) == Chosen("warn", "here", "two")
    assert told(world) == [
        {"day": f"{timezone.now().year}-01-03", "hours": "night", "place": "تحت الجسر"},
        {"phones": ["07700 900123"], "plates": ["AB12"], "age": "35-44", "marks": ["glasses"]},
        {"names": ["Ray"]},
        "سيارته زرقاء",
    ]
    assert row.kinds == ["robbery", "threats"] and row.language == "ar"
    leaves_for_good(one, sent)
    assert choices.standing(world.project, row.pk).level == "warn"


def told(world):
    by = world.worker("adviser")
    inbox.open_waiting(world.project.id, by=by, at=timezone.now())
    rows = [Report.objects.get(), *Offender.objects.order_by("n"), Addition.objects.get()]
    paths = ["incident.facts", "incident.described", "incident.described", "incident.words"]
    return [row.sealed.open_unrecorded(path, by.unlocked) for row, path in zip(rows, paths, strict=True)]


def leaves_for_good(one, sent):
    """The quick exit; and whoever takes the phone and sends everything once more reads nothing of it."""
    one.leaves()
    assert one.walker.context.cookies() == []
    again = one.walker.context.request
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    pages = [again.post(address, data=said, headers=form).text() for address, said in sent]
    assert len(pages) > 9 and not any(
        words in page
        for page in pages
        for words in (REPLY, '<ol class="words"', in_arabic("What became of it"))
    )
