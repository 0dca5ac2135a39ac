"""The pages of indoor places."""

from django.utils import timezone

from tests.rooms.contacts.pages import sent, url
from tests.worlds import check_roles
from yarrow.contacts import actions
from yarrow.contacts.models import Premises, PremisesVisit
from yarrow.staff.roles import WORKERS

MARK = "Quillfeather House"


def made(shift, **said):
    return shift.act(actions.add_premises, at=timezone.now(), name=MARK, **said)


def test_list_premises_begins_with_what_will_be_there(shift, outreach):
    page = outreach.get(url(shift, "list_premises")).content.decode()
    assert "No place yet" in page and url(shift, "add_premises") in page


def test_add_premises_through_pages(shift, outreach):
    typed = sent(name=MARK, address="4 Quay", zone=str(shift.docks.id))
    answer = outreach.post(url(shift, "add_premises"), typed)
    place = Premises.objects.get()
    assert answer["Location"] == url(shift, "show_premises", place.id) and place.zone == shift.docks
    shown = outreach.get(answer["Location"]).content.decode()
    assert MARK in shown and "4 Quay" in shown and "Nobody has said yet" in shown


def test_add_premises_without_a_name_keeps_what_was_typed(shift, outreach):
    page = outreach.post(url(shift, "add_premises"), sent(name="", way_in="Top bell")).content.decode()
    assert "Give it a name" in page and "Top bell" in page


def test_change_premises_shows_a_conflict(shift, outreach):
    place, typed = made(shift), {"name": "Other", "version": "1"}
    page = url(shift, "change_premises", place.id)
    assert MARK in outreach.get(page).content.decode()
    shift.act(actions.change_premises, premises=place, version=1, zone=None, phone="0117")
    again = outreach.post(page, sent(**typed)).content.decode()
    assert "Somebody changed this" in again and "0117" in again and 'value="Other"' in again
    assert outreach.post(page, sent(**typed | {"version": "2"})).status_code == 302


def test_set_concern_shows_a_word_and_a_shape(shift, outreach):
    place = made(shift)
    page = url(shift, "set_concern", place.id)
    assert "Say why, so that" in outreach.post(page, {"level": "red", "reason": ""}).content.decode()
    outreach.post(page, {"level": "red", "reason": "The man on the door"})
    for where in (url(shift, "list_premises"), url(shift, "show_premises", place.id)):
        shown = outreach.get(where).content.decode()
        assert 'tag--overdue">Red: ' in shown and "The man on the door" in shown


def test_visit_premises_through_pages(shift, outreach):
    place = made(shift)
    page = url(shift, "visit_premises", place.id)
    refused = outreach.post(page, {"visited_on": "today", "next_due_on": "yesterday", "note": "Ana"})
    assert (
        "The next visit is after this one" in refused.content.decode() and "Ana" in refused.content.decode()
    )
    outreach.post(page, {"visited_on": "yesterday", "note": "Ana"})
    assert "Ana" in outreach.get(url(shift, "show_premises", place.id)).content.decode()


def test_visit_in_session_through_pages(shift, outreach):
    place = made(shift)
    indoor = shift.act(actions.open_session, at=timezone.now(), kind="indoor")
    page = url(shift, "visit_in_session", indoor.id)
    assert page in outreach.get(url(shift, "show_session", indoor.id)).content.decode()
    assert "Choose at least one place" in outreach.post(page, {"csrfmiddlewaretoken": "x"}).content.decode()
    outreach.post(page, {"premises": [str(place.id)]})
    assert PremisesVisit.objects.get().session == indoor
    assert "No place to choose" in outreach.get(page).content.decode()


def test_end_premises_through_pages(shift, outreach):
    place = made(shift)
    outreach.post(url(shift, "end_premises", place.id))
    assert MARK not in outreach.get(url(shift, "list_premises")).content.decode()
    assert "visited no more" in outreach.get(url(shift, "show_premises", place.id)).content.decode()


def test_pages_of_places_by_role_and_never_while_locked(shift):
    place = made(shift)
    check_roles(shift.world, url(shift, "show_premises", place.id), WORKERS)
    locked = shift.world.client("outreach", locked=True)
    for name, args in [
        ("list_premises", ()),
        ("show_premises", (place.id,)),
        ("change_premises", (place.id,)),
    ]:
        answer = locked.get(url(shift, name, *args))
        assert answer.status_code == 302 and MARK not in answer.content.decode()
