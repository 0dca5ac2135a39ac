"""The pages of follow-ups."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.contacts.pages import url
from tests.worlds import check_roles
from yarrow.contacts import actions
from yarrow.contacts.models import FollowUp, Lookout
from yarrow.staff.roles import ARRANGERS, WORKERS

WHAT = "Ring the hostel"


def noted(shift, days=0, what=WHAT):
    on = timezone.localdate() + timedelta(days=days)
    return shift.act(
        actions.add_follow_up, at=timezone.now(), person=shift.person("Kim"), due_on=on, what=what
    )


def test_list_follow_ups_filters_and_keeps_the_filter_in_the_address(shift, outreach):
    noted(shift)
    noted(shift, days=3, what="Bring the leaflet")
    page = url(shift, "list_follow_ups")
    assert WHAT in (text := outreach.get(page).content.decode()) and "Bring the leaflet" not in text
    assert "Bring the leaflet" in outreach.get(f"{page}?whose=mine&which=later").content.decode()
    assert WHAT not in shift.world.client("peer").get(f"{page}?whose=mine").content.decode()
    assert outreach.get(f"{page}?whose=x&which=y&page=z").status_code == 200


def test_list_follow_ups_goes_on_to_the_next_page(shift, outreach, monkeypatch):
    monkeypatch.setattr("yarrow.contacts.follow_ups.PAGE", 1)
    noted(shift), noted(shift)
    text = outreach.get(url(shift, "list_follow_ups")).content.decode()
    assert "?whose=all&amp;which=due&amp;page=2" in text
    assert "page=1" in outreach.get(url(shift, "list_follow_ups") + "?page=2").content.decode()


def test_follow_up_is_put_off_handed_over_and_closed_through_its_page(shift, outreach):
    line = noted(shift)
    worker = shift.world.account("case_worker").worker
    show = url(shift, "show_follow_up", line.id)
    assert WHAT in outreach.get(show).content.decode()
    refused = outreach.post(url(shift, "reschedule_follow_up", line.id), {"due_on": "yesterday"})
    assert "That day is over" in refused.content.decode()
    soon = timezone.localdate() + timedelta(days=2)
    outreach.post(url(shift, "reschedule_follow_up", line.id), {"due_on": f"{soon:%d %m %Y}"})
    assert "Choose somebody" in outreach.post(url(shift, "hand_over_follow_up", line.id), {}).content.decode()
    outreach.post(url(shift, "hand_over_follow_up", line.id), {"worker": str(worker.pk)})
    outreach.post(url(shift, "complete_follow_up", line.id), {"result": "not_wanted"})
    fresh = FollowUp.objects.get()
    assert (fresh.due_on, fresh.worker, fresh.result) == (soon, worker, "not_wanted")
    text = outreach.get(show).content.decode()
    assert "Not wanted any more" in text and "put off; it was due" in text and "handed over" in text


def test_complete_follow_up_in_one_tap_is_done(shift, outreach):
    line = noted(shift)
    outreach.post(url(shift, "complete_follow_up", line.id))
    assert FollowUp.objects.get().result == "done"


@pytest.mark.parametrize("result", ["", "gone fishing", "done done"])
def test_complete_follow_up_refuses_a_result_that_cannot_be_read(shift, outreach, result):
    line = noted(shift)
    answer = outreach.post(url(shift, "complete_follow_up", line.id), {"result": result})
    assert answer.status_code == 200 and FollowUp.objects.get().done_at is None
    assert list(answer.context["done"].errors) == ["result"] and WHAT in answer.content.decode()


def test_keep_lookout_through_pages(shift):
    client = shift.world.client("coordinator")
    client.post(url(shift, "keep_lookout"), {"days": "14"})
    assert Lookout.objects.get().days == 14
    assert 'value="14"' in client.get(url(shift, "keep_lookout")).content.decode()


def test_pages_of_follow_ups_by_role(shift):
    check_roles(shift.world, url(shift, "show_follow_up", noted(shift).id), WORKERS)
    check_roles(shift.world, url(shift, "keep_lookout"), ARRANGERS)
