"""An answer given without a signal can be read nowhere on the device that it was given on."""

import json

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.attacks.night import Night
from tests.attacks.scanner import marker
from tests.attacks.tablet import PLAIN
from yarrow.measures import actions, importing, making
from yarrow.measures.models import Filling
from yarrow.vault import inbox

PROMISE = (
    "What somebody answers to a form on a device without a signal, also what is not finished when its battery dies, "
    "who answered and that an answer was dangerous can be read nowhere on the device; the form is in the records once."
)
LINES = "What happened? [good; bad]\nIn your own words?"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.sqlite_only(reason="it is the browser's disk that is attacked"),
]


class Asked(Night):
    """A night on which a form is asked on the tablet; every name and every answer is a marker."""

    def __init__(self, *told):
        super().__init__(*told)
        world = self.world
        act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
        lead = world.account("case_worker").worker
        actions.name_responders(lead=lead, deputy=None, look_within=60, act_within=240, **act)
        raw = making.questionnaire_of("How are things?", LINES, "en")
        version = actions.keep_form(brought=importing.bring(json.dumps(raw), None), **act)
        version = actions.mark_dangers(version=version, dangers={"q1": ["2"]}, **act)
        actions.publish_version(version=version, **act)
        actions.carry_form(form=version.form, is_carried=True, **act)

    def asks(self):
        """One form to its end, one that stops after its dangerous answer, and then the battery is dead."""
        page = self.tablet.on(self.world.project.url("desk:show_questions_pad"), offline=True)
        page.wait_for_selector("yarrow-asking[data-ready]")
        self._begins(page)
        page.get_by_role("textbox", name="In your own words?").fill(self._marked())
        page.get_by_role("button", name="Next").click()
        page.get_by_role("button", name="Finish").click()
        page.get_by_text("Written down on this device, sealed.").wait_for()
        page.get_by_role("button", name="Ask another form").click()
        self._begins(page)
        page.get_by_role("textbox", name="In your own words?").fill(self._marked())
        page.get_by_role("button", name="Next").click()
        page.get_by_text("2 of 2 answered.").wait_for()
        page.wait_for_timeout(500)
        kept = self.tablet.kept()
        self.tablet.dies()
        return kept

    def _begins(self, page):
        form = page.locator("form[data-step=begin]")
        for words in ("How are things? · English", "At a review", "The person", "Asked aloud"):
            form.get_by_label(words, exact=True).check()
        form.get_by_label("A name you know them by").fill(self._marked())
        form.get_by_label("Someone new").check()
        form.get_by_label("Yes, they agree").check()
        form.get_by_role("button", name="Begin").click()
        page.get_by_label("bad", exact=True).check()
        page.get_by_role("button", name="Next").click()
        page.get_by_role("button", name="Go on with the questions").click()

    def _marked(self):
        self.markers.append(marker())
        return self.markers[-1]

    def is_sent(self):
        """With a signal everything is sent; what a holder then finds in the records, as one text."""
        page = self.tablet.on(self.world.project.url("desk:show_pad"), offline=True)
        page.context.set_offline(False)
        page.get_by_role("button", name="Send now").click()
        page.get_by_text("Everything that waited on this device is sent.").wait_for()
        by = self.world.worker("coordinator")
        settled = inbox.open_waiting(self.world.project.id, by=by, at=timezone.now())
        assert settled.n_need_a_look == 0
        rows = Filling.objects.select_related("person")
        held = [row.sealed.open_unrecorded("notes.answers", by.unlocked) for row in rows]
        return str(held) + str(
            [row.person.sealed.open_unrecorded("identity.called", by.unlocked) for row in rows]
        )


@pytest.fixture
def night(live_server, transactional_db, playwright, tmp_path):
    """A function that sets a tablet up and has forms asked on it."""
    cache.clear()
    made = []

    def play(script=""):
        made.append(Asked(playwright, tmp_path, str(live_server.url), script))
        made[-1].sets_up()
        return made[-1], made[-1].asks()

    yield play
    for one in made:
        one.tablet.dies()


def test_answers_given_without_a_signal_are_nowhere_on_the_device_and_all_of_them_arrive(night):
    asked, kept = night()
    assert len(kept) == 2 and asked.traces() == []
    read = asked.is_sent()
    # The first marker is the face of tonight's sheet; the others were typed into forms.
    assert len(asked.markers) == 5 and all(word in read for word in asked.markers[1:])
    assert sorted(Filling.objects.values_list("state", flat=True)) == ["draft", "finished"]
    assert sorted(Filling.objects.values_list("signals__state", flat=True)) == ["waiting", "waiting"]


def test_answers_twin_on_a_device_that_does_not_seal_is_caught(night):
    asked, kept = night(PLAIN)
    assert kept and asked.traces()
