"""The signal cut at every request that a sheet makes on its way, in every way a line can fail: each counts once."""

import itertools
from collections import Counter

import pytest

from tests.walks.test_offline import met, open_all, tablet, tap, van, waits_for
from yarrow.contacts.models import Contact
from yarrow.vault.opening import reading

__all__ = ["tablet", "van"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# How a line fails: nothing leaves; it is heard and no answer comes; the answer breaks off half way.
FAULTS = ("unsent", "unanswered", "broken")


class Line:
    """The line between a browser and the server: fails at the `at`-th POST to an address, and at all after it."""

    def __init__(self, context, address):
        self.context, self.address = context, address

    def cut(self, at, fault):
        """From the `at`-th request on, counted from 0: the first one fails as `fault` says, the others are unsent."""
        self.n_asked, self.at, self.fault = 0, at, fault
        self.context.route(self.address, self._pass)

    def restore(self):
        """It works again; how many were asked meanwhile."""
        self.context.unroute(self.address)
        return self.n_asked

    def _pass(self, route):
        if route.request.method != "POST":
            return route.continue_()
        n, self.n_asked = self.n_asked, self.n_asked + 1
        if n < self.at:
            return route.continue_()
        if n > self.at or self.fault == "unsent":
            return route.abort()
        answer = route.fetch(max_redirects=0)
        if self.fault == "unanswered" or not answer.body():
            return route.abort()
        return route.fulfill(response=answer, body=answer.body()[:-20])


def test_offline_line_cut_at_every_step_of_the_outbox_counts_once(world, van, tablet):
    sheet = Line(tablet.context, f"**{world.project.url('contacts:shift_sheet', van.id)}")
    door = Line(tablet.context, "**/in/**")
    cuts = list(itertools.product(("unsent", "unanswered"), (0, 1), FAULTS))
    tablet.page.get_by_text("More: five or more").click()
    for number, (first, at, fault) in enumerate(cuts):
        tablet.given(f"the sheet {first}; of its two envelopes, number {at} {fault}")
        sheet.cut(0, first)
        tap(tablet, "1 not known")
        tablet.types("Note", f"Zephyr {number}")
        tablet.taps("Done")
        waits_for(tablet, "Waiting on this device, sealed: 1.")
        assert sheet.restore() == 1
        door.cut(at, fault)
        tablet.taps("Send now")
        waits_for(tablet, "There is no signal.")
        assert door.restore() == at + 1
        tablet.taps("Send now")
        waits_for(tablet, "Everything that waited on this device is sent.")
    tablet.then("each is one contact with its one note")
    assert open_all(world).n_need_a_look == 0
    assert met(van) == len(cuts)
    holder, contacts = world.worker("coordinator"), list(Contact.objects.filter(session=van))
    with reading(holder, world.project.id, act="contacts.show_session", reason="") as page:
        notes = [page.open(contact, "notes.note") for contact in contacts]
    assert Counter(note.value for note in notes) == Counter(f"Zephyr {number}" for number in range(len(cuts)))


def test_offline_page_whose_keeping_was_cut_is_kept_at_the_next_sheet(world, van, walker):
    ruth = walker(world, "coordinator")
    ruth.goes_to(world.project.url("desk:list_devices"))
    ruth.types("Name of this device", "Van tablet")
    ruth.taps("Add this device")
    waits_for(ruth, "This device is on the list")
    ruth.expects("ERR_FAILED")
    address, caches = (
        world.project.url("contacts:shift_sheet", van.id),
        "async () => (await caches.open('page')).keys()",
    )
    for cut in ("**/pad/", "**/built/*.css"):
        ruth.given(f"a line that loses {cut} after the sheet is there")
        ruth.context.route(
            cut, lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_()
        )
        ruth.goes_to(address)
        ruth.page.wait_for_selector("yarrow-sheet[data-ready]")
        ruth.page.wait_for_load_state("networkidle")
        assert not ruth.page.locator("yarrow-sheet[data-kept]").count()
        ruth.context.unroute(cut)
    assert ruth.page.evaluate(f"({caches})().then((kept) => kept.length)") == 0
    ruth.goes_to(address)
    ruth.page.wait_for_selector("yarrow-sheet[data-kept]")
    ruth.context.set_offline(True)
    ruth.page.reload()
    waits_for(ruth, "Tonight's list of names is not kept here")
