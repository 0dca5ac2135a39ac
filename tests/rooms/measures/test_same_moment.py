"""Two at the same moment: one filling, one score, one signal, and nobody's answer is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from uuid import uuid4

import pytest
from django.db import connections

from tests.rooms.measures.wording import chosen, worded
from tests.worlds import make_project
from yarrow.measures import actions
from yarrow.measures.answers import held
from yarrow.measures.errors import Meanwhile
from yarrow.measures.models import Amendment, Filling, FormVersion, Score, Signal
from yarrow.methods.refusals import Refusal
from yarrow.vault import keyring
from yarrow.vault.trail import verify

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db):
    """A project whose rows are really committed, so that other threads see them."""
    return make_project()


def at_once(*calls):
    """Run calls in threads that start together; each one's result, or the refusal it met."""
    gate = threading.Barrier(len(calls))

    def run(call):
        gate.wait(timeout=10)
        try:
            return call()
        except Refusal as refused:
            return refused
        finally:
            keyring.close()
            connections.close_all()

    contexts = [copy_context() for _call in calls]
    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(lambda context, call: context.run(run, call), contexts, calls))


def test_form_begun_twice_at_once_is_begun_once(own, kim, given, project):
    said = {"occasion": "intake", "answered_by": "person", "how": "aloud", "language": "en"}
    begin = partial(actions.begin_filling, person=kim, version=own, entry_id=uuid4(), **said, **given)
    one, other = at_once(begin, begin)
    assert one.id == other.id and Filling.objects.count() == 1
    assert verify(project.id) == []


def test_different_answers_at_once_both_stand_and_the_same_one_is_told(own, begin, given, by):
    filling = begin(own)
    told = {"filling": filling, "seen": 1, **given}
    save = partial(actions.save_answers, **told)
    at_once(
        partial(save, given={"q1": (True,)}, asked=frozenset({"q1"})),
        partial(save, given={"q3": ("socks",)}, asked=frozenset({"q3"})),
    )
    row = Filling.objects.get()
    assert held(row.sealed.open_unrecorded("notes.answers", by.unlocked)).answers == {
        "q1": (True,),
        "q3": ("socks",),
    }
    told["seen"] = row.version
    save = partial(actions.save_answers, **told)
    outcomes = at_once(
        partial(save, given={"q3": ("mine",)}, asked=frozenset({"q3"})),
        partial(save, given={"q3": ("theirs",)}, asked=frozenset({"q3"})),
    )
    assert [type(one) for one in outcomes].count(Meanwhile) >= 1


def test_form_finished_twice_at_once_is_scored_once(keep, begin, given, project):
    phq = keep(worded("phq-9"), "phq-9")
    filling = begin(phq)
    answers = chosen(phq, dict.fromkeys(range(1, 10), 1))
    actions.save_answers(filling=filling, given=answers, asked=frozenset(answers), seen=1, **given)
    finish = partial(actions.finish_filling, filling=filling, **given)
    one, other = at_once(finish, finish)
    assert one.is_finished and other.is_finished
    assert Score.objects.filter(n_items=9).count() == 1 and verify(project.id) == []


def test_danger_said_twice_at_once_is_one_signal(keep, begin, given):
    phq = keep(worded("phq-9"), "phq-9")
    filling = begin(phq, agreed="yes")
    answers = chosen(phq, {9: 2})
    save = partial(
        actions.save_answers, filling=filling, given=answers, asked=frozenset(answers), seen=1, **given
    )
    ask = partial(actions.ask_for_contact, filling=filling, **given)
    at_once(save, save, ask, ask)
    assert sorted(Signal.objects.values_list("what", flat=True)) == ["answer", "asked"]


def test_answer_put_right_twice_at_once_is_put_right_once(own, begin, given):
    filling = actions.finish_filling(filling=begin(own), **given)
    told = {"asked": frozenset({"q3"}), "reason": "mistyped", "seen": filling.version, **given}
    amend = partial(actions.amend_answers, filling=filling, **told)
    outcomes = at_once(partial(amend, given={"q3": ("a",)}), partial(amend, given={"q3": ("b",)}))
    assert [type(one) for one in outcomes].count(Meanwhile) == 1 and Amendment.objects.count() == 1


def test_two_versions_put_into_use_at_once_leave_one_in_use(own, given):
    marked = actions.mark_dangers(version=own, dangers={"q2": ["3"]}, **given)
    other = actions.mark_dangers(version=own, dangers={"q2": ["2"]}, **given)
    at_once(*(partial(actions.publish_version, version=one, **given) for one in (marked, other)))
    assert FormVersion.objects.in_use().count() == 1
