"""One-to-one contacts, corrections, links and follow-ups through pages."""

from django.utils import timezone

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
