"""The forms that a device keeps name nobody; an answered one that needs a look has a way on."""

import json
from uuid import uuid4

import pytest
from django.utils import timezone

from tests import weighing
from tests.rooms.measures.wording import worded
from yarrow.measures import actions, catalogue, importing, making, taking
from yarrow.measures.models import Filling, Signal
from yarrow.people.actions import add_person
from yarrow.staff.roles import ROLES, WORKERS
from yarrow.vault import inbox

pytestmark = pytest.mark.django_db
PERSON = "Marguerite"


@pytest.fixture
def keep(world, about):
    """keep(raw, "phq-9") -> the version, in use and kept by devices; the case worker is the lead."""
    lead = world.account("case_worker").worker
    actions.name_responders(lead=lead, deputy=None, look_within=60, act_within=240, **about)
    actions.state_contexts(contexts=["service delivery"], **about)
    actions.add_route(label="Night line", detail="Text HELLO", **about)

    def make(raw, pack_id=""):
        pack = catalogue.pack_of(pack_id) if pack_id else None
        version = actions.keep_form(brought=importing.bring(json.dumps(raw), pack), **about)
        version = actions.publish_version(version=version, **about)
        actions.carry_form(form=version.form, is_carried=True, **about)
        return version

    return make


@pytest.fixture
def own(keep):
    return keep(making.questionnaire_of("Tonight", "How many? [number]\nWhat else?", "en"))


@pytest.fixture
def left(world, about, own):
    """left(name="Kim", q1="7") -> an entry of the form, as a device left it."""

    def make(*, name="", **boxes):
        said = {"occasion": "intake", "answered_by": "person", "how": "aloud", "language": "en", "agreed": ""}
        said |= {"answered_at": timezone.now().isoformat(), "n_sent": 0}
        payload = {"version": str(own.id), "filling": "", "who": {"name": name}, "said": said}
        payload |= {"boxes": {key: [text] for key, text in boxes.items()}, "asks_contact": True}
        payload |= {"is_finished": True, "written_by": ""}
        act = {"by": about["by"], "at": about["at"], "entry_id": uuid4()}
        entry = inbox.leave(world.project.id, "notes", kind=taking.FILLING, payload=payload, **act)
        inbox.open_waiting(world.project.id, by=about["by"], at=about["at"])
        entry.refresh_from_db()
        return entry

    return make


def pad(client, world):
    return client.get(world.project.url("desk:show_questions_pad"), secure=True)


@pytest.mark.parametrize("role", ROLES)
def test_show_questions_pad_by_role(world, role):
    assert pad(world.client(role), world).status_code == (200 if role in WORKERS else 403)


def test_questions_pad_is_the_same_for_everybody_locked_or_not_and_names_nobody(world, about, keep):
    keep(worded("phq-9"), "phq-9")
    add_person(**about, called=PERSON)
    text = pad(world.client("coordinator"), world).content.decode()
    assert "Question phq9.9" in text and "Text HELLO" in text and "ask my worker" in text.lower()
    lead = world.account("case_worker").worker
    strange = (PERSON, lead.name, str(lead.id), str(about["by"].id), "csrf", "Unlocked")
    assert [word for word in strange if word in text] == []
    other = pad(world.client("outreach", locked=True), world).content.decode()
    assert _still(text) == _still(other)


def test_questions_pad_holds_easy_words_and_a_voice_for_what_the_person_sees(world, keep):
    keep(worded("phq-9"), "phq-9")
    text = pad(world.client("outreach"), world).content.decode()
    agreeing, (carried, _rest) = (
        text.split("data-agree")[1],
        text.split("<template data-form")[1].split("</template>"),
    )
    assert "<span data-easy hidden>Some answers can worry us." in agreeing.split("</fieldset>")[0]
    calm, questions = carried.split("<yarrow-asking")[0].split("<div data-calm")[1].split("</div>\n<div ")
    assert "<span data-easy hidden>What you said matters. You are not alone" in calm
    assert "We do not change their words." in questions
    assert [part.count("<yarrow-aloud") for part in (calm, questions)] == [1, 1]
    assert [part.count('data-do="turnWording"') for part in (calm, questions)] == [1, 1]


def _still(text):
    """The page without what is made anew for each answer."""
    parts = text.split('nonce="')
    return "".join(part.partition('"')[2] if n else part for n, part in enumerate(parts)).split(
        "As it was on"
    )[0]


def test_questions_pad_asks_of_nobody_before_its_script_is_there(world, own):
    """A form without its script would put what is typed into the address."""
    text = pad(world.client("outreach"), world).content.decode()
    assert text.count('data-step="begin" autocomplete="off" novalidate hidden') == 1
    assert text.count('data-step="ask" autocomplete="off" novalidate hidden') == 1
    assert text.count("<form") == 2 and "ui/built/asking.js" in text


def test_questions_pad_says_where_nothing_is_kept(world):
    text = pad(world.client("outreach"), world).content.decode()
    assert "No form is kept here" in text and "data-form=" not in text


def test_questions_pad_of_two_measures_weighs_what_a_page_may(world, keep):
    keep(worded("phq-9"), "phq-9")
    keep(worded("pcl-5"), "pcl-5")
    assert sum(weighing.weigh(pad(world.client("outreach"), world).content).values()) <= 60 * 1024


def test_answered_form_without_its_person_is_given_one_and_goes_the_whole_way(world, about, left):
    kim, entry = add_person(**about, called="Kimberly"), left(name="Kimmie", q1="7")
    client = world.client("case_worker")
    url = world.project.url("desk:look_at_entry", entry.pk)
    page = client.get(url, secure=True).content.decode()
    assert "Nobody goes by this name yet" in page and "Someone new, without a name" in page
    assert "Count them so" not in page and "On which shift" not in page
    again = world.project.url("desk:settle_entry", entry.pk)
    assert client.post(again, {"it_was": str(uuid4())}, secure=True).status_code == 404
    assert client.post(again, {"it_was": str(kim.id)}, secure=True).status_code == 302
    assert (Filling.objects.get().person, Signal.objects.get().what) == (kim, "asked")


def test_answer_that_can_not_be_read_is_put_right_on_the_page(world, about, left):
    add_person(**about, called="Kim")
    entry = left(name="Kim", q1="seven")
    client, url = world.client("case_worker"), world.project.url("desk:look_at_entry", entry.pk)
    page = client.get(url, secure=True).content.decode()
    assert 'name="box:q1" value="seven"' in page and "How many?" in page
    again = world.project.url("desk:settle_entry", entry.pk)
    assert client.post(again, {"box:q1": "many"}, secure=True).status_code == 200
    assert not Filling.objects.exists()
    assert client.post(again, {"box:q1": "7", "it_was": "new"}, secure=True).status_code == 302
    assert Filling.objects.get().n_answered == 1


@pytest.mark.parametrize(
    "wrong",
    [{}, {"version": "x"}, {"boxes": 1}, {"said": {}}, {"version": str(uuid4())}, {"boxes": {"q1": 3}}],
)
def test_entry_that_is_no_answered_form_can_be_looked_at_and_dismissed(world, about, own, wrong):
    whole = {"version": str(own.id), "said": {"language": "en"}, "boxes": {}, "who": {}}
    payload = {**whole, **wrong} if wrong else {"who": {}}
    told = {"by": about["by"], "at": about["at"], "entry_id": uuid4()}
    entry = inbox.leave(world.project.id, "notes", kind=taking.FILLING, payload=payload, **told)
    inbox.open_waiting(world.project.id, by=about["by"], at=about["at"])
    client, url = world.client("case_worker"), world.project.url
    assert client.get(url("desk:look_at_entry", entry.pk), secure=True).status_code == 200
    client.post(url("desk:dismiss_entry", entry.pk), {"reason": "unreadable"}, secure=True)
    entry.refresh_from_db()
    assert entry.state == "opened" and not Filling.objects.exists()


@pytest.mark.parametrize("role", ["outreach", "adviser"])
def test_without_the_key_to_notes_it_can_not_be_looked_at(world, left, role):
    entry = left(name="Nobody", q1="7")
    client = world.client(role, raise_request_exception=False)
    answer = client.get(world.project.url("desk:look_at_entry", entry.pk), secure=True)
    assert b"Nobody" not in answer.content and answer.status_code != 200
