"""One-to-one contacts, corrections, links and follow-ups through pages."""

import pytest
from django.utils import timezone

from tests.rooms.contacts.conftest import NIGHT
from tests.rooms.contacts.pages import MARK, sent, url
from yarrow.contacts import actions
from yarrow.contacts.models import Contact, FollowUp


def test_record_contact_one_to_one_from_a_persons_page(shift, outreach):
    kim = shift.person("Kim")
    page = url(shift, "record_for_person", kim.id)
    assert "A contact with Kim" in outreach.get(page).content.decode()
    typed = sent(
        kind="court", happened_on="yesterday", time="9.30", minutes="45", note=MARK, follow_up_on="today"
    )
    answer = outreach.post(page, typed)
    contact = Contact.objects.get()
    assert answer["Location"] == url(shift, "show_contact", contact.id)
    assert (contact.kind, contact.minutes, contact.person, contact.session) == ("court", 45, kim, None)
    assert contact.met_at is not None and FollowUp.objects.get().person == kim
    shown = outreach.get(answer["Location"]).content.decode()
    assert "Your note is sealed and waits" in shown and MARK not in shown


def test_record_contact_one_to_one_with_somebody_not_known(shift, outreach):
    typed = sent(kind="phone", happened_on="today", n_people="1", gender_seen="woman")
    assert outreach.post(url(shift, "record_contact"), typed).status_code == 302
    wrong = sent(kind="", happened_on="32 1 2026", note="keep me")
    page = outreach.post(url(shift, "record_contact"), wrong).content.decode()
    assert "Say how you met" in page and "could not read that date" in page and "keep me" in page


@pytest.mark.parametrize("page", ["choose_person", "choose_whose"])
def test_choosing_a_person_marks_who_is_under_18(shift, outreach, page):
    shift.person("Lia", age_band="under_18"), shift.person("Kim")
    for name, is_marked in (("Lia", True), ("Kim", False)):
        text = outreach.post(url(shift, page), {"text": name, "name-text": name}).content.decode()
        assert name in text and ("· under 18" in text) is is_marked


def test_choose_person_finds_by_name(shift, outreach):
    kim = shift.person("Kimberley")
    page = outreach.post(url(shift, "choose_person"), {"text": "kimberly"}).content.decode()
    assert url(shift, "record_for_person", kim.id) in page
    assert "Nobody found" in outreach.post(url(shift, "choose_person"), {"text": "zzz"}).content.decode()


def test_link_contact_through_pages(shift, outreach):
    kim, contact = shift.person("Kimberley"), shift.record(n_people=2)
    assert url(shift, "show_contact", contact.id) in outreach.get(
        url(shift, "list_unnamed")
    ).content.decode() or (contact.happened_on < timezone.localdate())
    page = url(shift, "link_contact", contact.id)
    assert "It was Kimberley" in outreach.post(page, {"text": "kimberly"}).content.decode()
    outreach.post(page, {"person": str(kim.id)})
    assert Contact.objects.get(person=kim).split_from_id == contact.id
    assert shift.fresh(contact).n_people == 1


def test_move_contact_to_nobody_known_through_pages(shift, outreach):
    contact = shift.record(person=shift.person("Kim"))
    outreach.post(url(shift, "link_contact", contact.id), {"nobody": "1", "version": "1"})
    assert shift.fresh(contact).person is None


def test_correct_contact_through_pages_shows_a_conflict(shift, outreach):
    contact = shift.record(n_people=2, supplies={"condoms": 6})
    page = url(shift, "correct_contact", contact.id)
    assert 'name="version" value="1"' in outreach.get(page).content.decode()
    shift.act(actions.correct_contact, by=shift.case_worker, contact=contact, version=1, n_people=3)
    typed = {"version": "1", "happened_on": "6 3 2026", "n_people": "4", "supply_condoms": "9"}
    answer = outreach.post(page, typed).content.decode()
    assert "Somebody changed this" in answer and "3 not known" in answer and 'value="9"' in answer
    assert outreach.post(page, typed | {"version": "2"}).status_code == 302
    contact = shift.fresh(contact)
    assert (contact.n_people, contact.supplies.get().n, contact.version) == (4, 9, 3)
    assert "Version 2" in outreach.get(url(shift, "show_contact", contact.id)).content.decode()


def test_remove_contact_wants_a_reason(shift, outreach):
    contact = shift.record(n_people=2)
    page = url(shift, "remove_contact", contact.id)
    assert "Say why it is removed" in outreach.post(page, {"version": "1"}).content.decode()
    assert outreach.post(page, {"version": "1", "reason": "twice"}).status_code == 302
    shown = outreach.get(url(shift, "show_contact", contact.id)).content.decode()
    assert "It is not counted" in shown


def test_follow_ups_are_listed_and_done(shift, outreach):
    kim = shift.person("Kim")
    page = url(shift, "add_follow_up", kim.id)
    assert "Say which day" in outreach.post(page, {"what": "call"}).content.decode()
    outreach.post(page, {"what": "bring the letter", "due_on": "3 1 2026"})
    shown = outreach.get(url(shift, "list_follow_ups")).content.decode()
    assert "bring the letter" in shown and "Kim" in shown and "late" in shown
    outreach.post(url(shift, "complete_follow_up", FollowUp.objects.get().id))
    assert "Nothing is waiting" in outreach.get(url(shift, "list_follow_ups")).content.decode()


def test_correct_contact_page_opens_with_how_it_stands_and_saving_it_changes_nothing_said(shift):
    kim = shift.person("Kim")
    contact = shift.record(
        by=shift.case_worker,
        session=None,
        kind="court",
        person=kim,
        note="waited an hour",
        language="Czech",
        language_how="phone_line",
        met_at=NIGHT,
        minutes=60,
        supplies={"travel": 1},
        done=["went_along", "creche"],
        seemed="worried",
    )
    case_worker = shift.world.client("case_worker")
    page = case_worker.get(url(shift, "correct_contact", contact.id))
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else value for name, value in sent.items()}
    sent["happened_on"] = contact.happened_on.strftime("%d/%m/%Y")
    assert (sent["note"], sent["language"], sent["time"]) == ("waited an hour", "Czech", "22:30")
    answer = case_worker.post(url(shift, "correct_contact", contact.id), sent | {"seemed": "fine"})
    assert answer.status_code == 302, answer.context["form"].errors
    shown = case_worker.get(answer["Location"]).content.decode()
    for words in (
        "waited an hour",
        "Czech",
        "22:30",
        "60 minutes",
        "travel fares ×\xa01",
        "went along",
        "crèche",
        "Fine",
    ):
        assert words in shown, words
    assert shift.fresh(contact).version == 2


def test_correct_contact_page_keeps_what_is_no_longer_offered(shift):
    coordinator = shift.world.worker("coordinator")
    kind = shift.act(actions.add_kind, by=coordinator, sort="supplies", label="Hand warmers")
    contact = shift.record(n_people=2, supplies={"hand_warmers": 5})
    shift.act(actions.retire_kind, by=coordinator, kind=kind)
    shift.act(actions.retire_zone, by=coordinator, zone=shift.docks)
    client = shift.world.client("outreach")
    page = client.get(url(shift, "correct_contact", contact.id)).content.decode()
    assert "Hand warmers" in page and str(shift.docks.id) in page
    typed = {"version": "1", "happened_on": "6 3 2026", "n_people": "2", "supply_hand_warmers": "5"}
    client.post(url(shift, "correct_contact", contact.id), typed | {"zone": str(shift.docks.id)})
    contact = shift.fresh(contact)
    assert contact.supplies.get().n == 5 and contact.zone == shift.docks and contact.version == 2


def test_correct_contact_of_somebody_else_is_refused_to_an_outreach_worker(shift, outreach):
    contact = shift.record(by=shift.case_worker, n_people=1)
    for name in ("correct_contact", "remove_contact"):
        answer = outreach.get(url(shift, name, contact.id))
        assert answer.status_code == 403 and "Ask whoever wrote this down" in answer.content.decode()


def test_show_contact_offers_only_what_the_reader_may_do(shift, outreach):
    contact = shift.record(by=shift.case_worker, n_people=1)
    shown = outreach.get(url(shift, "show_contact", contact.id)).content.decode()
    assert "Say who it was" in shown and "Put it right" not in shown
    mine = shift.record(person=shift.person())
    shown = outreach.get(url(shift, "show_contact", mine.id)).content.decode()
    assert "Say who it was" not in shown and "It was somebody else" in shown and "Remove it" in shown


def test_link_contact_page_says_when_nobody_fits_and_when_it_is_too_late(shift, outreach):
    contact = shift.record(n_people=1)
    page = url(shift, "link_contact", contact.id)
    assert "Nobody found" in outreach.post(page, {"text": "zzz"}).content.decode()
    assert outreach.post(page, {"person": "nonsense"}).status_code == 404
    shift.act(actions.void_contact, contact=contact, version=1, reason="twice")
    assert outreach.get(page).status_code == 400


def test_link_contact_page_says_that_a_note_has_to_move_along(shift, outreach):
    contact, kim = shift.record(by=shift.case_worker, note="red coat"), shift.person()
    answer = outreach.post(url(shift, "link_contact", contact.id), {"person": str(kim.id)}, follow=True)
    assert "holds the key to notes will finish this" in answer.content.decode()
    assert shift.fresh(contact).person is None


def test_record_contact_page_sent_twice_is_one_contact_and_other_facts_are_a_conflict(shift, outreach):
    page, once = url(shift, "record_contact"), sent(kind="phone", happened_on="today", n_people="2")
    assert outreach.post(page, once).status_code == outreach.post(page, once).status_code == 302
    answer = outreach.post(page, once | {"n_people": "3"})
    assert "written down already" in answer.content.decode()
    assert Contact.objects.get().n_people == 2


def test_follow_up_of_somebody_not_known_is_listed_with_its_contact(shift, outreach):
    contact = shift.record(
        n_people=2, gender_seen="woman", follow_up_on=NIGHT.date(), follow_up_what="ask again"
    )
    shown = outreach.get(url(shift, "list_follow_ups")).content.decode()
    assert "2 not known (women)" in shown and "ask again" in shown
    assert url(shift, "show_contact", contact.id) in shown
