"""Walk: a form is asked on a phone, an answer worries, and the scores are read."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.rooms.measures.wording import chosen, worded
from yarrow.measures import actions, catalogue, importing
from yarrow.measures.models import Filling, Signal
from yarrow.people import actions as people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def about(world):
    return {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}


@pytest.fixture
def phq(world, about):
    """The PHQ-9 in nobody's words, in use; answered once before; the case worker is the lead."""
    actions.state_contexts(contexts=["service delivery"], **about)
    actions.add_route(label="Night line", detail="Text HELLO to the night line, any hour", **about)
    lead = world.account("case_worker").worker
    actions.name_responders(lead=lead, deputy=None, look_within=60, act_within=240, **about)
    brought = importing.bring(json.dumps(worded("phq-9")), catalogue.pack_of("phq-9"))
    return actions.publish_version(version=actions.keep_form(brought=brought, **about), **about)


def answered_before(person, version, about):
    earlier = {**about, "at": about["at"] - timedelta(days=60)}
    said = {"occasion": "intake", "answered_by": "person", "how": "aloud", "language": "en"}
    filling = actions.begin_filling(person=person, version=version, entry_id=uuid4(), **said, **earlier)
    given = chosen(version, dict.fromkeys(range(1, 10), 2))
    actions.save_answers(filling=filling, given=given, asked=frozenset(given), seen=1, **earlier)
    actions.finish_filling(filling=filling, **earlier)


def test_form_is_asked_on_a_phone_and_an_answer_worries(walker, world, about, phq):
    kim = people.add_person(called="Kim", **about)
    answered_before(kim, phq, about)
    mia = walker(world, "case_worker")
    mia.given("a case worker with Kim's record open")
    mia.goes_to(world.project.url("people:show_person", kim.id))
    mia.taps("Questions")
    mia.page.get_by_role("link", name="Invented PHQ-9").first.click()
    for label in ("At a review", "The person", "Asked aloud", "Yes, they agree"):
        mia.page.get_by_label(label, exact=True).check()
    mia.taps("Begin")
    mia.page.get_by_label("Answer 1 (en)").check()
    mia.taps("Next")
    mia.taps("All on one page")
    mia.when("the last answer worries")
    for group in mia.page.get_by_role("group").all()[1:10]:
        group.get_by_label("Answer 1 (en)").check()
    mia.looks("all questions")
    mia.taps("Next")
    assert mia.sees("Thank you for saying that") and mia.sees("Text HELLO to the night line, any hour")
    mia.looks("calm page")
    mia.taps("Go on with the questions")
    mia.taps("Finish")
    mia.then("the score is there with what it counts, and the lead is told as Kim agreed")
    assert mia.sees("9 of 9 questions answered") and mia.sees("better by this rule")
    mia.looks("result")
    assert Signal.objects.filter(filling=Filling.objects.first()).count() == 1
    mia.goes_to(world.project.url("desk:show_today"))
    assert mia.sees("1 person waits to be spoken to")
    mia.taps("1 person waits to be spoken to")
