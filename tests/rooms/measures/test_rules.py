"""Rules that pages and actions share, and what is not there."""

from uuid import uuid4

import pytest

from tests.worlds import make_project
from yarrow.measures import actions, catalogue, queries, rules, showing, states
from yarrow.measures.errors import CannotBe, NotAllowed, NotHere
from yarrow.measures.models import Filling, SafeResponse, Signal
from yarrow.vault import fence
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Locked, NoGrant


@pytest.mark.parametrize("look", ["version_in", "permission_in", "route_in", "signal_in"])
def test_what_is_not_there_is_not_found(project, look):
    with pytest.raises(NotHere):
        getattr(queries, look)(project, uuid4())


def test_filling_of_nobody_is_not_found(kim):
    with pytest.raises(NotHere):
        queries.filling_of(kim, uuid4())


def test_nothing_is_kept_or_asked_in_a_project_that_is_not_live(db):
    with fence.gate():
        world = make_project(code="new", name="New", live=False)
        by = world.worker("manager")
        for check in (rules.check_may_keep_forms, rules.check_may_ask):
            with pytest.raises(CannotBe, match="not live"):
                check(by, world.project)


def test_role_decides_and_then_the_key(world, project):
    with pytest.raises(NotAllowed):
        rules.check_may_ask(world.worker("outreach"), project)
    case_worker = world.worker("case_worker")
    rules.check_may_ask(case_worker, project)
    with pytest.raises(Locked):
        rules.check_may_ask(Actor(case_worker.id, "case_worker"), project)
    assert not rules.can_ask(Actor(case_worker.id, "case_worker"), project)


def test_case_worker_without_the_key_to_case_notes_asks_nothing(world, project, kim, own):
    actor = world.worker("case_worker")

    class Keyless:
        def holds(self, *_place):
            return False

    with pytest.raises(NoGrant):
        rules.check_may_ask(Actor(actor.id, "case_worker", Keyless()), project)


def test_signal_is_for_nobody_else_than_those_it_is_for(world):
    by = world.worker("case_worker")
    assert not rules.can_respond(by, None) and rules.can_respond(world.worker("manager"), None)
    assert rules.can_respond(by, SafeResponse(lead_id=by.id)) and rules.can_respond(
        by, SafeResponse(deputy_id=by.id)
    )
    assert not rules.is_their_worker(by, Signal(what="drill"))
    assert not rules.is_their_worker(world.worker("outreach"), Signal(what="asked", person_id=uuid4()))


@pytest.mark.parametrize("table", [states.FILLING_STATES, states.SIGNAL_STATES])
def test_every_act_leads_to_a_state_and_one_state_ends(table):
    assert {after for acts in table.values() for after in acts.values()} <= set(table)
    assert [state for state, acts in table.items() if not acts] == [list(table)[-1]]
    assert states.after(table, next(iter(table)), "dance") is None


def test_states_are_drawn():
    drawn = "\n".join(states.diagram())
    assert "draft --> finished: finish_filling" in drawn and "waiting --> seen: acknowledge" in drawn
    assert "void --> [*]" in drawn


@pytest.mark.parametrize(
    ("state", "differing", "said"),
    [
        ("verbatim", [], "Word for word"),
        ("differs", ["phq9.9"], "phq9.9"),
        ("differs", [], "Differs from what was published."),
        ("unknown", [], "Nobody could compare"),
    ],
)
def test_wording_is_compared_in_words(state, differing, said):
    assert said in showing.fidelity_in_words(catalogue.pack_of("phq-9"), state, differing)


def test_hand_back_and_finish_of_what_can_not_be_finished(world, project, kim, own, begin, given):
    filling = begin(own)
    actions.void_filling(filling=filling, reason="trying", **given)
    client = world.client("case_worker")
    done = client.post(project.url("measures:finish_filling", kim.id, filling.id), follow=True)
    assert "entered in error" in done.content.decode().lower()
    assert Filling.objects.get().state == "void"


def test_draft_is_not_put_right_on_a_page(world, project, kim, own, begin):
    filling = begin(own)
    url = project.url("measures:amend_answers", kim.id, filling.id)
    shown = world.client("case_worker").get(url, follow=True)
    assert "Go on with it" in shown.content.decode()
