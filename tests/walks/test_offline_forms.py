"""Walk: a dangerous answer is given without a signal, and followed to the acknowledgement."""

import json

import pytest
from django.utils import timezone

from tests.rooms.measures.wording import worded
from tests.walks.test_offline import N_WAITING, PERSON, tablet, tap, van, waits_for
from yarrow.measures import actions, catalogue, importing
from yarrow.measures.models import Filling, Signal

__all__ = ["tablet", "van"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def carried(world):
    """The PHQ-9 in nobody's words, kept by devices; the case worker is the lead."""
    about = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    actions.state_contexts(contexts=["service delivery"], **about)
    actions.add_route(label="Night line", detail="Text HELLO to the night line, any hour", **about)
    lead = world.account("case_worker").worker
    actions.name_responders(lead=lead, deputy=None, look_within=60, act_within=240, **about)
    brought = importing.bring(json.dumps(worded("phq-9")), catalogue.pack_of("phq-9"))
    version = actions.publish_version(version=actions.keep_form(brought=brought, **about), **about)
    actions.carry_form(form=version.form, is_carried=True, **about)
    return version


def test_offline_dangerous_answer_is_followed_to_the_acknowledgement(world, carried, tablet, walker):
    tablet.given("the van's sheet open with tonight's faces, and the signal gone")
    tablet.context.set_offline(True)
    tablet.taps("Ask a form")
    tablet.page.wait_for_selector("yarrow-asking[data-ready]")
    for words in ("Invented PHQ-9 · English", PERSON, "At a review", "The person", "Asked aloud"):
        tablet.page.locator("yarrow-asking").get_by_label(words, exact=True).check()
    tap(tablet, "Yes, they agree")
    tablet.looks("asking-begins")
    tablet.taps("Begin")
    tap(tablet, "Answer 1 (en)", exact=True)
    tablet.taps("Next")
    tablet.taps("All on one page")
    tablet.when("the ninth answer worries")
    for group in tablet.page.get_by_role("group").all()[1:10]:
        group.get_by_label("Answer 1 (en)", exact=True).check()
    tablet.looks("asking-all")
    tablet.taps("Next")
    waits_for(tablet, "Text HELLO to the night line, any hour")
    tablet.looks("asking-calm")
    tablet.taps("Ask my worker to contact me")
    waits_for(tablet, "Your worker learns of it when this device has a signal again")
    tablet.taps("Go on with the questions")
    waits_for(tablet, "9 of 10 answered.")
    assert tablet.page.evaluate(N_WAITING) == 1
    tablet.taps("Finish")
    waits_for(tablet, "Written down on this device, sealed.")
    tablet.taps("Back to the sheet")
    assert tablet.page.get_by_label(PERSON).first.is_visible()
    tablet.when("the signal is back, and a case worker opens what waits")
    tablet.context.set_offline(False)
    tablet.taps("Send now")
    waits_for(tablet, "Everything that waited on this device is sent.")
    mia = walker(world, "case_worker")
    mia.goes_to(world.project.url("desk:show_today"))
    mia.taps("Open 1 waiting entry")
    waits_for(mia, "2 people wait to be spoken to")
    mia.taps("2 people wait to be spoken to")
    mia.taps(PERSON)
    waits_for(mia, "It was answered without a signal")
    mia.taps("I have seen it")
    mia.then("it is acknowledged, and the form stands finished and scored")
    filling = Filling.objects.get()
    assert filling.is_finished and filling.n_answered == 9 and filling.scores.exists()
    assert sorted(Signal.objects.values_list("state", flat=True)) == ["seen", "waiting"]
