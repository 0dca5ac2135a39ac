"""Walk: somebody is offered a clinic, agrees, and is followed there until it goes on by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from yarrow.agencies import actions as agencies
from yarrow.people import actions as people
from yarrow.referrals.models import Referral

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.sqlite_only(reason="it looks at pages; what they write is tried on both in the room's tests"),
]


def test_a_referral_is_followed_from_the_offer_to_going_on_there(walker, world):
    act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    rosa = people.add_person(called="Rosa", **act)
    people.assign_key_worker(person=rosa, worker=world.account("case_worker").worker, **act)
    clinic = agencies.add_agency(name="Clinic by the Canal", kind="clinic", **act)
    agencies.add_service(agency=clinic, name="Evening clinic", needs=["sexual_health"], **act)
    walking = walker(world, "case_worker")
    walking.given("Rosa's page, and a clinic in the directory")
    walking.goes_to(world.project.url("people:show_person", rosa.id))
    page = walking.page
    walking.taps("Offer somewhere to go")
    page.get_by_label("Where").select_option(label="Clinic by the Canal: Evening clinic")
    page.get_by_label("What it is for").select_option("sexual_health")
    page.get_by_label("They agree to it now").check()
    walking.looks("offering a referral")
    walking.taps("Save")
    walking.when("she has not been asked yet, it can't be sent, and the page says so")
    page.get_by_role("button", name="Send it").click()
    assert walking.sees("It can't be sent yet")
    walking.looks("what is missing before a referral is sent")
    said = {"purpose": "health", "recipient": "clinic", "how": "spoken"}
    people.give_consent(person=rosa, categories=["identity", "ways", "support"], **said, **act)
    page.reload()
    walking.taps("Send it")
    with walking.counting() as effort:
        walking.taps("Accepted")
        walking.taps("Booked")
        day = timezone.localdate() + timedelta(days=3)
        for place, part in enumerate((day.day, day.month, day.year)):
            page.locator(f"[name=booked_on_{place}]").fill(str(part))
        walking.taps("Save")
        walking.taps("We went together")
        walking.taps("Going on there")
    walking.then("she is going on there, and each step took one or two presses")
    assert effort.taps <= 5 and Referral.objects.get().state == "engaged"
    walking.looks("a referral that goes on")
    walking.taps("Back to their referrals")
    walking.looks("somebody's referrals")
