"""Walk: a dangerous answer is given without a signal, and followed to the acknowledgement."""

import json

import pytest
from django.utils import timezone

from tests.rooms.measures.wording import worded
from tests.walks.test_offline import N_WAITING, PERSON, open_all, tablet, tap, van, waits_for
from yarrow.measures import actions, catalogue, importing, making
from yarrow.measures.models import Filling, Signal

__all__ = ["tablet", "van"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def about(world):
    return {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}


@pytest.fixture
def own(world, about):
    """A form of the project's own, kept by devices."""
    raw = json.dumps(
        making.questionnaire_of("Tonight", "How many? [number]\nWhat else?\nSafe? [yes; no]", "en")
    )
    version = actions.keep_form(brought=importing.bring(raw, None), **about)
    lead = world.account("case_worker").worker
    actions.name_responders(lead=lead, deputy=None, look_within=60, act_within=240, **about)
    version = actions.mark_dangers(version=version, dangers={"q3": ["2"]}, **about)
    actions.publish_version(version=version, **about)
    return actions.carry_form(form=version.form, is_carried=True, **about)


@pytest.fixture
def carried(world, about):
    """The PHQ-9 in nobody's words, kept by devices; the case worker is the lead."""
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
    tablet.taps("Easy words")
    waits_for(tablet, "You are not alone with it. You decide what happens next.")
    assert tablet.button("Read this page aloud").is_visible()
    tablet.taps("Usual words")
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
    waits_for(mia, "1 answer asks for somebody and waits to be opened")
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


def test_where_no_form_is_kept_the_page_says_so(world, tablet):
    tablet.goes_to(world.project.url("desk:show_questions_pad"))
    waits_for(tablet, "No form is kept here.")


def asks(tablet, begin, how):
    for words in ("Tonight · English", PERSON, "At a review", "The person", how, "No, they would rather not"):
        begin.get_by_label(words, exact=True).check()
    tablet.taps("Begin")


def test_offline_form_in_the_hands_of_the_person_leads_back_to_no_name(world, own, tablet):
    tablet.given("a form that the person fills in themselves, with a signal that comes and goes")
    tablet.taps("Ask a form")
    tablet.page.wait_for_selector("yarrow-asking[data-ready]")
    begin = tablet.page.locator("yarrow-asking form[data-step=begin]")
    tablet.taps("Begin")
    waits_for(tablet, "Say which form.")
    asks(tablet, begin, "Asked aloud")
    for answer in ("7", ""):
        tablet.page.get_by_role("textbox").locator("visible=true").first.fill(answer)
        tablet.taps("Next")
    tap(tablet, "no", exact=True)
    tablet.when("they stop after a dangerous answer, the calm page comes all the same")
    tablet.taps("Stop here")
    waits_for(tablet, "Thank you for saying that")
    tablet.taps("Go on with the questions")
    waits_for(tablet, "Somebody can go on with it in the records.")
    tablet.taps("Undo")
    waits_for(tablet, "Taken back.")
    assert tablet.page.evaluate(N_WAITING) == 0
    tablet.taps("Ask another form")
    asks(tablet, begin, "On this device, by the person")
    tablet.then("nothing of tonight's faces is left in the page, and no way into the records")
    assert PERSON not in tablet.page.content() and tablet.page.locator("header, nav").count() == 0
    tablet.page.get_by_role("textbox", name="How many?").fill("seven")
    tablet.taps("Next")
    waits_for(tablet, "This can't be read.")
    tablet.page.get_by_role("textbox", name="How many?").fill("7")
    tablet.taps("Next")
    tablet.when("what was answered so far is sent before the end")
    tablet.taps("Send now")
    waits_for(tablet, "Everything that waited on this device is sent.")
    assert open_all(world).n_opened == 1 and Filling.objects.get().is_draft
    tablet.page.get_by_role("textbox", name="What else?").fill("Zephyr at the docks")
    tablet.taps("Next")
    tablet.taps("Next")
    tablet.taps("Finish")
    waits_for(tablet, "Please give the device back to the worker.")
    assert "Zephyr" not in tablet.page.content() and not tablet.button("Back to the sheet").is_visible()
    tablet.taps("Send now")
    waits_for(tablet, "Everything that waited on this device is sent.")
    tablet.then("it is one filling, finished, with both answers")
    assert open_all(world).n_opened == 1
    assert (Filling.objects.get().state, Filling.objects.get().n_answered) == ("finished", 2)
    tablet.taps("Undo")
    waits_for(tablet, "It is sent already.")
