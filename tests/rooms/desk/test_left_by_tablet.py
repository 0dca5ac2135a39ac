"""A shift sheet told on a tablet without a signal: through the same form and action, once, on its shift."""

from contextlib import contextmanager
from uuid import uuid4, uuid5

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rooms.desk.browser_sealing import Browser, seal
from yarrow.contacts.actions import close_session, open_session
from yarrow.contacts.inbox_openers import CONTACT, ENTRY_NOTE
from yarrow.contacts.models import Contact
from yarrow.desk import receiving
from yarrow.people.actions import add_person
from yarrow.staff.models import Membership
from yarrow.staff.states import LEFT
from yarrow.vault import devices, inbox
from yarrow.vault.models import Compartment, InboxEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def van(about):
    return open_session(**about, kind="van")


@pytest.fixture
def tablet(world, browser):
    return Tablet(world, browser)


class Tablet:
    """Seals sheets and delivers them as the page does."""

    def __init__(self, world, browser):
        self.world, self.browser = world, browser

    def sealed(self, session, *, entry_id=None, note="", by="", **form):
        """[(entry id, kind, envelope)] of one sheet."""
        entry_id = entry_id or uuid4()
        sent = {"session": str(session.id) if session else "", "form": form}
        sent |= {"written_by": str(by), "noted": bool(note)}
        parts = [(entry_id, CONTACT, "identity", sent)]
        if note:
            told = {"entry": str(entry_id), "text": note}
            parts.append((uuid5(entry_id, "note"), ENTRY_NOTE, "notes", told))
        keys = {name: Compartment.current(self.world.project.id, name) for name in ("identity", "notes")}
        return [(key, kind, seal(keys[name], key, kind, said)) for key, kind, name, said in parts]

    def deliver(self, part):
        entry_id, kind, envelope = part
        headers = {"Yarrow-Entry": str(entry_id), "Yarrow-Kind": kind}
        headers["Yarrow-Signature"] = self.browser.sign(entry_id, kind, envelope)
        url = reverse("door:receive_entry", args=[self.browser.id])
        kind_of_body = "application/octet-stream"
        return Client().post(url, envelope, content_type=kind_of_body, headers=headers, secure=True)

    def leaves(self, *args, **form):
        for part in self.sealed(*args, **form):
            assert self.deliver(part).status_code == 200


def open_all(world):
    return inbox.open_waiting(world.project.id, by=world.worker("coordinator"), at=timezone.now())


def sheet(world, session, *, locked=False, **sent):
    url = world.project.url("contacts:shift_sheet", session.id)
    answer = world.client("outreach", locked=locked).post(url, sent, secure=True)
    assert answer.status_code == 302, answer.content


def settled_look(world):
    """The one entry that needs a look, and its page."""
    entry = InboxEntry.objects.get(state="needs_a_look")
    page = world.client("coordinator").get(world.project.url("desk:look_at_entry", entry.pk), secure=True)
    return entry, page.content.decode()


def settle(world, entry, **sent):
    url = world.project.url("desk:settle_entry", entry.pk)
    return world.client("coordinator").post(url, sent, secure=True)


def test_sheet_that_names_a_writer_of_another_project_shows_no_name_of_theirs(world, tablet, van):
    stranger = world.other.account("outreach").worker
    tablet.leaves(van, who=["not_known:1"], by=stranger.id)
    assert open_all(world).n_opened == 1
    assert Contact.objects.get().recorded_by == world.worker("coordinator").id


def test_sheet_of_somebody_who_left_since_stays_theirs(world, tablet, van, about):
    outreach = world.account("outreach")
    tablet.leaves(van, who=["not_known:1"], by=outreach.worker.id)
    Membership.objects.filter(pk=outreach.place.pk).update(state=LEFT)
    assert open_all(world).n_opened == 1
    assert Contact.objects.get().recorded_by == outreach.worker.id


def test_sheet_from_a_tablet_is_one_contact_with_its_note(world, tablet, van):
    outreach = world.worker("outreach").id
    tablet.leaves(van, who=["not_known:2"], supply_condoms=["4"], note="cold night", by=outreach)
    assert open_all(world).n_opened == 2
    contact = Contact.objects.get()
    assert (contact.session, contact.n_people, contact.recorded_by) == (van, 2, outreach)
    assert contact.supplies.get().n == 4 and contact.note is not None


def test_sheet_from_a_tablet_counts_after_the_shift_was_closed(world, tablet, van, about):
    close_session(**about, session=van)
    tablet.leaves(van, who=["not_known:1"])
    assert open_all(world).n_opened == 1 and Contact.objects.get().session == van


def test_sheet_that_was_taken_before_its_answer_was_lost_counts_once(world, tablet, van):
    entry_id = uuid4()
    sheet(world, van, entry_id=entry_id, who="not_known:2", supply_condoms="4", note="cold night")
    tablet.leaves(van, entry_id=entry_id, who=["not_known:2"], supply_condoms=["4"], note="cold night")
    assert open_all(world).n_need_a_look == 0
    assert Contact.objects.get().n_people == 2


def test_new_name_that_was_taken_before_its_answer_was_lost_is_one_person(world, tablet, van):
    entry_id = uuid4()
    sheet(world, van, entry_id=entry_id, name="Ruby", supply_lube="1")
    tablet.leaves(van, entry_id=entry_id, name=["Ruby"], supply_lube=["1"])
    assert open_all(world).n_opened == 1
    assert Contact.objects.get().person is not None


@pytest.mark.parametrize("note", ["", "cold night"])
def test_other_facts_under_a_taken_entry_need_a_look(world, tablet, van, note):
    entry_id = uuid4()
    sheet(world, van, entry_id=entry_id, who="not_known:2", note=note)
    tablet.leaves(van, entry_id=entry_id, who=["not_known:3"], note=note)
    assert open_all(world).n_need_a_look == 1
    assert Contact.objects.get().n_people == 2


@pytest.mark.parametrize("tablet_first", [True, False])
def test_sheet_left_locked_and_by_the_tablet_counts_once(world, tablet, van, tablet_first):
    entry_id, outreach = uuid4(), world.worker("outreach").id
    told = {"name": "Ruby", "is_new": "on"}

    def by_tablet():
        listed = {name: [value] for name, value in told.items()}
        tablet.leaves(van, entry_id=entry_id, by=outreach, note="hello", **listed)

    def locked():
        sheet(world, van, locked=True, entry_id=entry_id, note="hello", **told)

    for way in (by_tablet, locked) if tablet_first else (locked, by_tablet):
        way()
    settled = open_all(world)
    assert (settled.n_need_a_look, settled.n_opened) == (0, 4)
    assert Contact.objects.count() == 1


def test_sheet_without_its_shift_asks_for_it_and_shows_both_clocks(world, tablet, van):
    tablet.leaves(None, who=["not_known:2"])
    assert open_all(world).n_need_a_look == 1
    entry, page = settled_look(world)
    assert "Written 1 March 2026, 22:10 by the clock of the tablet" in page
    assert f'value="{van.id}"' in page and "Who was it?" not in page
    settle(world, entry, it_was="as_told", on_shift=str(van.id))
    assert Contact.objects.get().session == van


def test_sheet_without_its_shift_and_name_is_answered_at_once(world, tablet, van, about):
    kim = add_person(**about, called="Kim")
    tablet.leaves(None, name=["Kimmie"])
    open_all(world)
    entry, page = settled_look(world)
    assert "Who was it?" in page and "On which shift?" in page
    settle(world, entry, it_was=str(kim.id))
    assert not Contact.objects.exists()
    settle(world, entry, it_was=str(kim.id), on_shift=str(van.id))
    contact = Contact.objects.get()
    assert (contact.person, contact.session) == (kim, van)


def test_sheet_can_not_be_put_on_another_projects_shift(world, tablet, van):
    other = world.other
    told = {"project": other.project, "by": other.worker("coordinator"), "at": timezone.now()}
    with other.inside():
        theirs = open_session(**told, kind="van")
    tablet.leaves(None, who=["not_known:2"])
    open_all(world)
    entry, page = settled_look(world)
    assert str(theirs.id) not in page
    answer = settle(world, entry, it_was="as_told", on_shift=str(theirs.id))
    assert answer.status_code == 404 and not Contact.objects.exists()


@contextmanager
def taken_back():
    """Forget what was delivered, so that each example begins with an empty shift."""
    yield
    InboxEntry.objects.all().delete()
    Contact.objects.all().delete()


def test_two_tablets_in_any_order_with_repeats_and_drops_give_what_was_typed(
    world, tablet, van, about, monkeypatch
):
    """A drop is an answer that was lost: the tablet sends again, so whatever happens each entry arrives in the end."""
    monkeypatch.setattr(receiving, "ENTRIES_A_MINUTE", 100_000)
    made = Browser()
    row = devices.add_device(
        world.project.id, name="Second", public_key=made.point, by=about["by"], at=about["at"]
    )
    made.id = row.id
    both = [tablet, Tablet(world, made)]
    told = [(both[n % 2], n % 4 + 1, n % 3) for n in range(6)]
    parts = [
        (one, one.sealed(van, who=[f"not_known:{people}"], supply_condoms=[str(given)])[0])
        for one, people, given in told
    ]

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        first=st.lists(st.integers(0, len(parts) - 1), max_size=10),
        last=st.permutations(range(len(parts))),
        opened_after=st.integers(0, 16),
    )
    def arrives(first, last, opened_after):
        with taken_back():
            for n, which in enumerate([*first, *last]):
                one, part = parts[which]
                assert one.deliver(part).json()["entry_id"] == str(part[0])
                if n == opened_after:
                    open_all(world)
            open_all(world)
            contacts = Contact.objects.all()
            given = sum(line.n for contact in contacts for line in contact.supplies.all())
            assert sum(contact.n_people for contact in contacts) == sum(people for _t, people, _g in told)
            assert (given, len(contacts)) == (sum(given for _t, _p, given in told), len(parts))

    arrives()
