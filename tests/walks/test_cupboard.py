"""Walks: the cupboard and an indoor place; what was promised, put off and handed over."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from yarrow.contacts import actions as contacts
from yarrow.contacts.models import FollowUp, Movement, PremisesConcern, PremisesVisit
from yarrow.people import actions as people
from yarrow.people.models import KeyWorker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def about(world):
    return {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}


def test_cupboard_is_counted_and_a_place_is_visited(walker, world, about):
    contacts.record_contact(**about, entry_id=uuid4(), kind="phone", supplies={"condoms": 30})
    mia = walker(world, "outreach")
    mia.given("a worker in front of a cupboard that nobody has counted")
    mia.goes_to(world.project.url("contacts:show_stock"))
    mia.looks("cupboard empty")
    mia.taps("Something came in")
    mia.page.get_by_label("Which supply").select_option("condoms")
    mia.types("How many came in", "500")
    mia.taps("Write it down")
    mia.then("what was given at contacts is taken off by itself")
    assert mia.sees("There are 470 now.")
    mia.taps("I counted them")
    mia.types("How many are there", "460")
    mia.taps("Write it down")
    assert mia.sees("That is not the number in the book.")
    mia.looks("cupboard count asked why")
    mia.page.get_by_label("Nobody knows", exact=True).check()
    mia.taps("Write it down")
    assert mia.sees("470 were in the book (-10)")
    mia.looks("cupboard supply")
    mia.goes_to(world.project.url("contacts:show_stock"))
    mia.looks("cupboard")
    assert Movement.objects.count() == 2

    mia.when("she adds a place and says how much care a visit takes")
    mia.goes_to(world.project.url("contacts:add_premises"))
    mia.types("What your team calls it", "The flat on the quay")
    mia.taps("Save")
    mia.page.get_by_text("It is different now").click()
    mia.page.get_by_label("Amber: take care", exact=True).check()
    mia.page.get_by_label("Why", exact=True).fill("New people on the door")
    mia.page.locator("form[action$='/concern/']").get_by_role("button", name="Save").click()
    mia.page.wait_for_load_state()
    mia.page.get_by_text("We were there").click()
    mia.taps("Write it down")
    mia.looks("place")
    mia.goes_to(world.project.url("contacts:list_premises"))
    assert mia.sees("Amber: take care") and mia.sees("New people on the door")
    mia.looks("places")
    assert PremisesConcern.objects.count() == PremisesVisit.objects.count() == 1


def test_follow_up_is_put_off_and_a_leavers_work_handed_over(walker, world, about):
    day, leaver = timezone.localdate(), world.account("case_worker").worker
    kim = people.add_person(**about, called="Mirela")
    people.assign_key_worker(**about, person=kim, worker=leaver)
    theirs = {**about, "by": world.worker("case_worker")}
    contacts.add_follow_up(**theirs, person=kim, due_on=day - timedelta(days=2), what="Ring about the bed")
    contacts.plan_session(
        **about, kind="van", planned_on=day + timedelta(days=1), workers={leaver.pk: "lead"}
    )

    ruth = walker(world, "coordinator")
    ruth.given("something that is two days late")
    ruth.goes_to(world.project.url("contacts:list_follow_ups"))
    ruth.looks("follow-ups")
    ruth.page.get_by_role("link", name="Put off or hand over").click()
    ruth.looks("follow-up")
    ruth.page.get_by_label("Day", exact=True).fill("today")
    ruth.taps("Put it off")
    ruth.page.wait_for_url("**/follow-ups/")
    assert FollowUp.objects.get().due_on == day
    ruth.when("the case worker leaves")
    ruth.goes_to(world.project.url("staff:remove_worker", world.account("case_worker").place.id))
    ruth.taps("Hand over their work")
    assert ruth.sees("People: 1. Things to do: 1. Sessions to come: 1.")
    ruth.looks("left behind")
    ruth.page.get_by_label("Who takes it on").select_option(label="Sam Coordinator")
    ruth.taps("Hand it all over")
    assert ruth.sees("3 things handed over.")
    assert KeyWorker.objects.current().get().worker == world.account("coordinator").worker
    ruth.then("the pages that find and weigh the work can be read by everybody")
    for name in ("find_contacts", "show_workload"):
        ruth.goes_to(world.project.url(f"contacts:{name}"))
        ruth.looks(name)
