"""A form answered without a signal: opened like a typed one, refused with a reason, and never twice."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.rooms.measures.conftest import NOW
from tests.rooms.measures.wording import chosen, worded
from yarrow.measures import actions, catalogue, filled, scoring, taking
from yarrow.measures.models import Filling, Score, Signal
from yarrow.people.actions import add_person
from yarrow.people.models import Person
from yarrow.vault import inbox
from yarrow.vault.models import InboxEntry

ANSWERED, RECEIVED, OPENED = (NOW + timedelta(hours=hours) for hours in (1, 5, 9))
# The ninth of the PHQ-9, and a row that goes straight through.
DANGER = {"9": ["a1"]}
STRAIGHT = {str(n): ["a3"] for n in range(1, 10)}


@pytest.fixture
def told(project, by):
    return {"project": project, "by": by, "at": OPENED}


@pytest.fixture
def leave(project, by):
    """leave(version, {"9": ["a1"]}) -> the entry as a device would have left it, of slots' numbers."""

    def make(version, places, *, who=None, received=RECEIVED, entry_id=None, **changes):
        slots = [slot.id for slot in catalogue.packs()[version.form.pack].slots] if version.form.pack else []
        boxes = {version.slots[slots[int(n) - 1]] if n.isdecimal() else n: t for n, t in places.items()}
        said = {"occasion": "intake", "answered_by": "person", "how": "aloud", "language": "en"}
        said |= {"agreed": "yes", "answered_at": ANSWERED.isoformat(), "n_sent": 0}
        said |= {name: changes.pop(name) for name in list(changes) if name in said}
        payload = {"version": str(version.id), "filling": "", "who": who or {"name": "Kim"}, "said": said}
        payload |= {"boxes": boxes, "asks_contact": False, "is_finished": True, "written_by": ""}
        return inbox.leave(
            project.id,
            "notes",
            kind=taking.FILLING,
            payload={**payload, **changes},
            by=by,
            at=received,
            entry_id=entry_id or uuid4(),
        )

    return make


@pytest.fixture
def open_all(project, by):
    return lambda: inbox.open_waiting(project.id, by=by, at=OPENED)


def reason_of(entry, by):
    entry.refresh_from_db()
    assert entry.state == InboxEntry.State.NEEDS_A_LOOK
    return inbox.look_at(entry, by=by, at=OPENED).reason


def test_opened_it_stands_finished_scored_and_signalled_from_when_it_was_answered(
    world, staffed, phq, kim, leave, open_all
):
    writer = world.worker("outreach").id
    leave(phq, STRAIGHT, written_by=str(writer))
    assert (open_all().n_opened, Filling.objects.count()) == (1, 1)
    filling, score = Filling.objects.get(), Score.objects.get(scale="total")
    assert (filling.person, filling.state, filling.asked_by) == (kim, "finished", writer)
    assert (filling.begun_at, filling.received_at, filling.finished_at) == (ANSWERED, RECEIVED, OPENED)
    assert (score.value, score.straight, score.n_answered) == (27, True, 9)
    signal = Signal.objects.get()
    assert (signal.raised_at, signal.look_by) == (ANSWERED, ANSWERED + timedelta(minutes=60))
    assert signal.steps.get().at == OPENED


def test_sent_again_in_other_bytes_it_is_one_filling(staffed, phq, kim, leave, open_all):
    entry_id = uuid4()
    leave(phq, DANGER, entry_id=entry_id)
    leave(phq, DANGER, entry_id=entry_id)
    assert (open_all().n_opened, Filling.objects.count(), Signal.objects.count()) == (2, 1, 1)
    leave(phq, STRAIGHT, entry_id=entry_id)
    assert (open_all().n_need_a_look, Filling.objects.count()) == (1, 1)


def test_without_agreement_nobody_is_told_and_asking_for_contact_is_one_of_its_own(
    staffed, phq, kim, leave, open_all
):
    leave(phq, DANGER, agreed="no")
    leave(phq, DANGER, agreed="")
    open_all()
    assert not Signal.objects.exists()
    leave(phq, DANGER, agreed="no", asks_contact=True)
    open_all()
    signal = Signal.objects.get()
    assert (signal.what, signal.raised_at) == ("asked", ANSWERED)


def test_part_that_was_sent_before_the_end_grows_into_the_whole(staffed, phq, kim, leave, open_all):
    first = leave(phq, DANGER, is_finished=False)
    open_all()
    assert Filling.objects.get().is_draft and Signal.objects.count() == 1
    leave(phq, STRAIGHT, filling=str(first.entry_id), n_sent=1)
    assert open_all().n_opened == 1
    assert Filling.objects.get().n_answered == 9 and Signal.objects.count() == 1


def test_part_that_somebody_went_on_with_here_is_not_written_over(told, staffed, phq, kim, leave, open_all):
    first = leave(phq, {"1": ["a0"]}, is_finished=False)
    open_all()
    given = chosen(phq, {1: 2})
    actions.save_answers(filling=Filling.objects.get(), given=given, asked=frozenset(given), seen=2, **told)
    second = leave(phq, STRAIGHT, filling=str(first.entry_id), n_sent=1)
    open_all()
    assert "Someone else saved" in reason_of(second, told["by"])


@pytest.mark.parametrize(
    ("who", "words"),
    [({}, "Say who answered"), ({"name": "Nobody"}, "Nobody goes by"), ({"name": "Ruby"}, "Several people")],
)
def test_nobody_clear_needs_a_look_and_says_that_an_answer_waits(given, by, staffed, phq, leave, who, words):
    for _twice in range(2):
        add_person(called="Ruby", **given)
    entry = leave(phq, DANGER, who=who or {"name": ""})
    assert inbox.open_waiting(phq.project_id, by=by, at=OPENED).n_need_a_look == 1
    assert words in reason_of(entry, by) and "asks for a response" in reason_of(entry, by)
    assert not Filling.objects.exists()
    calm = leave(phq, {"1": ["a3"]}, who=who or {"name": ""})
    inbox.open_waiting(phq.project_id, by=by, at=OPENED)
    assert "asks for a response" not in reason_of(calm, by)


@pytest.mark.parametrize("who", ["kim", taking.NEW, taking.UNNAMED])
def test_after_a_look_it_goes_the_whole_way(told, by, staffed, phq, kim, leave, open_all, who):
    entry = leave(phq, DANGER, who={"name": "Nobody"})
    open_all()
    entry.refresh_from_db()
    payload = taking.answered(inbox.peek(entry, by=by)["payload"], kim if who == "kim" else who)
    assert inbox.settle(entry, by=by, at=OPENED, payload=payload)
    person = Filling.objects.get().person
    called = person.sealed.open_unrecorded("identity.called", by.unlocked) or ""
    assert called == {"kim": "Kim", taking.NEW: "Nobody", taking.UNNAMED: ""}[who]
    assert Signal.objects.get().raised_at == ANSWERED


def test_somebody_of_tonights_list_is_known_by_id_and_a_strangers_id_needs_a_look(
    told, staffed, phq, kim, leave, open_all
):
    leave(phq, DANGER, who={"person": str(kim.id)})
    strange = leave(phq, DANGER, who={"person": str(uuid4())})
    settled = open_all()
    assert (settled.n_opened, settled.n_need_a_look) == (1, 1)
    assert "could not find" in reason_of(strange, told["by"])
    assert Filling.objects.get().person == kim


def test_someone_new_by_name_begins_a_record_once(phq, leave, open_all):
    entry_id = uuid4()
    for _twice in range(2):
        leave(phq, {"1": ["a1"]}, who={"name": "Zora", "is_new": True}, entry_id=entry_id)
    open_all()
    assert (Person.objects.count(), Filling.objects.count()) == (1, 1)


@pytest.mark.parametrize("after", ["newer", "withdrawn", "licence"])
def test_it_keeps_the_version_it_was_asked_in_whatever_came_after(
    given, staffed, phq, kim, keep, leave, open_all, after
):
    leave(phq, DANGER)
    if after == "newer":
        keep(worded("phq-9", "ro"), "phq-9")
    elif after == "withdrawn":
        actions.withdraw_version(version=phq, reason="mistake", **given)
    else:
        actions.state_contexts(contexts=["commercial"], **given)
    assert open_all().n_opened == 1
    assert Filling.objects.get().form_version == phq and Signal.objects.count() == 1


def test_version_that_was_never_in_use_is_refused(given, by, phq, kim, keep, leave, open_all):
    draft = keep(worded("gad-7"), "gad-7", in_use=False)
    entry = leave(draft, {"1": ["a1"]})
    open_all()
    assert "never in use" in reason_of(entry, by)


def test_what_can_not_be_read_needs_a_look_as_a_whole_and_is_put_right(by, own, kim, leave, open_all, keep):
    form = keep(
        {
            "resourceType": "Questionnaire",
            "url": "urn:n",
            "title": "N",
            "status": "active",
            "item": [{"linkId": "n", "text": "How many?", "type": "integer"}],
        }
    )
    entry = leave(form, {"n": ["seven"]})
    open_all()
    assert reason_of(entry, by).startswith("“How many?”")
    payload = inbox.peek(entry, by=by)["payload"]
    assert filled.wrong_boxes(form.project, payload) == [("n", "How many?", "seven")]
    right = taking.corrected(payload, {"n": "7", "strange": "x"})
    assert right["boxes"] == {"n": ["7"]} and inbox.settle(entry, by=by, at=OPENED, payload=right)
    assert Filling.objects.get().n_answered == 1


@pytest.mark.parametrize(
    ("said", "then"),
    [(NOW - timedelta(days=900), NOW), (RECEIVED + timedelta(days=3), RECEIVED), (ANSWERED, ANSWERED)],
)
def test_clock_that_is_wrong_is_held_between_the_form_and_its_arrival(
    staffed, phq, kim, leave, open_all, said, then
):
    leave(phq, DANGER, answered_at=said.isoformat())
    open_all()
    assert (Filling.objects.get().begun_at, Signal.objects.get().raised_at) == (then, then)


def test_question_that_does_not_apply_is_dropped_as_it_would_be_here(by, kim, keep, leave, open_all):
    inner = {"linkId": "b", "text": "Which?", "type": "string"}
    inner["enableWhen"] = [{"question": "a", "operator": "=", "answerBoolean": True}]
    items = [{"linkId": "a", "text": "Any?", "type": "boolean"}, inner]
    form = keep(
        {"resourceType": "Questionnaire", "url": "urn:c", "title": "C", "status": "active", "item": items}
    )
    leave(form, {"a": ["no"], "b": ["typed before"]})
    assert open_all().n_opened == 1
    kept = Filling.objects.get().sealed.open_unrecorded("notes.answers", by.unlocked)
    assert set(kept["answers"]) == {"a"} and kept["dropped"] == ["b"]


def test_nobody_named_any_more_it_is_told_to_those_who_arrange_the_work(
    given, world, staffed, phq, kim, leave, open_all
):
    actions.name_responders(lead=None, deputy=None, look_within=60, act_within=240, **given)
    leave(phq, DANGER)
    open_all()
    assert Signal.objects.get().what == "answer"
    assert scoring.asks_danger(phq)
