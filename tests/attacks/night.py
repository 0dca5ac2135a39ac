"""A van's night with one tablet: its sheet is open, its battery keeps dying, and in the end there is a signal."""

import shutil
from uuid import uuid4

from django.utils import timezone

from tests.attacks.scanner import files_under, marker, scan_files
from tests.attacks.tablet import Tablet
from tests.worlds import make_project
from yarrow.contacts import actions as contacts
from yarrow.contacts.models import Contact
from yarrow.people import actions as people
from yarrow.vault import inbox


class Night:
    """A van's night: somebody on its sheet, and one tablet that keeps dying."""

    def __init__(self, playwright, folder, site, script):
        self.world, self.tablet = make_project(), Tablet(playwright, folder, site, script)
        told = {"project": self.world.project, "by": self.world.worker("coordinator"), "at": timezone.now()}
        self.markers = [marker()]
        self.van = contacts.open_session(**told, kind="van")
        person = people.add_person(**told, called=self.markers[0])
        contacts.record_contact(**told, entry_id=uuid4(), person=person, kind="phone")

    def sets_up(self):
        """The tablet joins the list, and the night's sheet is open on it."""
        url = self.world.project.url
        page = self.tablet.on(url("desk:list_devices"), self.world.client("coordinator").cookies)
        page.get_by_label("Name of this device").fill("Van tablet")
        page.get_by_role("button", name="Add this device").click()
        page.get_by_text("This device is on the list").wait_for()
        page.goto(f"{self.tablet.site}{url('contacts:shift_sheet', self.van.id)}")
        page.get_by_text(self.markers[0]).first.wait_for()
        page.wait_for_selector("yarrow-sheet[data-kept]")
        self.tablet.dies()

    def loses_power(self, after):
        """Without a signal, sheets are written until the battery is dead."""
        told = [("" if n % 3 else marker(), marker()) for n in range(12)]
        self.markers += [text for pair in told for text in pair if text]
        self.tablet.on(self.world.project.url("desk:show_pad"), offline=True)
        self.tablet.writes_until_it_dies(told, after)

    def database_is_thrown_away(self):
        """What Chromium does with an IndexedDB that it finds damaged: it is deleted, and begins empty."""
        shutil.rmtree(self.tablet.profile / "Default" / "IndexedDB")

    def lost_its_key(self):
        """Whether the browser found its database damaged in one of the shifts, and began an empty one."""
        page = self.tablet.on(self.world.project.url("desk:show_pad"), offline=True)
        page.wait_for_selector("yarrow-sheet[data-ready]")
        is_lost = "This browser lost" in page.locator("yarrow-outbox").inner_text()
        self.tablet.dies()
        return is_lost

    def is_added_again(self):
        """Signed in, the co-ordinator makes the tablet a device once more."""
        page = self.tablet.on(
            self.world.project.url("desk:list_devices"), self.world.client("coordinator").cookies
        )
        page.get_by_text("This browser lost what makes it a device of the list.").wait_for()
        page.get_by_label("Name of this device").fill("Van tablet, again")
        page.get_by_role("button", name="Add this device").click()
        page.get_by_text("This device is on the list").wait_for()
        self.tablet.dies()

    def traces(self):
        """Markers that the profile on disk gives away."""
        return scan_files(files_under(self.tablet.profile), self.markers)

    def ends(self):
        """With a signal everything is sent by itself; what the outbox held before."""
        page = self.tablet.on(self.world.project.url("desk:show_pad"), offline=True)
        page.wait_for_selector("yarrow-sheet[data-ready]")
        kept = self.tablet.kept()
        page.context.set_offline(False)
        # Chromium says so only to pages that were there when the signal went.
        page.evaluate("dispatchEvent(new Event('online'))")
        page.get_by_text("Everything that waited on this device is sent.").wait_for(
            timeout=30_000 + 500 * len(kept)
        )
        return kept

    def opened_once(self, kept):
        """Whether each entry that was kept became one contact of the van."""
        by, n = self.world.worker("coordinator"), 2 * len(kept)
        settled = inbox.open_waiting(self.world.project.id, by=by, at=timezone.now(), most=n)
        met = Contact.objects.filter(session=self.van)
        return settled.n_need_a_look == 0 and {str(contact.entry_id) for contact in met} == kept
