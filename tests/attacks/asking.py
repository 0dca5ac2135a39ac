"""One of everything that an address of the rooms of forms and of plans can name, made through their actions."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.utils import timezone

from tests.worlds import World
from yarrow.measures import actions, importing, making
from yarrow.measures.models import Signal
from yarrow.methods.forms import Chosen
from yarrow.people.models import Person
from yarrow.plans import actions as plans


def asked(world: World, person: Person, act: dict[str, Any], word: Callable[[str], str]) -> dict[str, Any]:
    """A form in use whose answers asked for a response: one filling finished and put right, one draft, a signal."""
    actions.state_contexts(contexts=["service delivery"], **act)
    permission = actions.record_permission(
        pack="cts2", evidence="Letter in the blue folder", granted_on=timezone.localdate(), **act
    )
    route = actions.add_route(label="Night line", detail="Text HELLO to the night line", **act)
    lead = world.account("coordinator").worker
    actions.name_responders(lead=lead, deputy=None, look_within=60, act_within=240, **act)
    raw = making.questionnaire_of("How are things?", "Are you safe? [yes; no]\nWhat else?", "en")
    version = actions.keep_form(brought=importing.bring(json.dumps(raw), None), **act)
    version = actions.mark_dangers(version=version, dangers={"q1": ["2"]}, **act)
    version = actions.publish_version(version=version, **act)
    draft, filling = (_filling(person, version, act, word) for _ in range(2))
    filling = actions.finish_filling(filling=filling, **act)
    actions.amend_answers(
        filling=filling,
        given={"q2": (word("answers"),)},
        asked=frozenset({"q2"}),
        reason="mistyped",
        seen=filling.version,
        **act,
    )
    signal = Signal.objects.filter(filling=filling).get()
    actions.step_signal(signal=signal, act="act", words=word("words"), **act)
    found = {"permission_id": permission.id, "route_id": route.id, "version_id": version.id}
    found |= {"draft_id": draft.id, "filling_id": filling.id, "signal_id": signal.id, "act": "act"}
    return found | {"form_code": "how_was_this", "pack_id": "ons4"}


def _filling(person: Person, version: Any, act: dict[str, Any], word: Callable[[str], str]) -> Any:
    said = {"occasion": "intake", "answered_by": "person", "how": "aloud", "language": "en", "agreed": "yes"}
    filling = actions.begin_filling(person=person, version=version, entry_id=uuid4(), **said, **act)
    given = {"q1": (Chosen("2"),), "q2": (word("answers") + " before",)}
    told = {"given": given, "asked": frozenset(given), "seen": filling.version}
    return actions.save_answers(filling=filling, **told, **act).filling


def planned(person: Person, act: dict[str, Any], word: Callable[[str], str]) -> dict[str, Any]:
    """A person's ratings, plan, card, home and days: one of each, with words in every field that takes them."""
    today = timezone.localdate()
    said = plans.Answer(step=2, words=word("words"), wanted=word("wanted"))
    told = {"rater": "self", "occasion": "intake", "rated_on": today, "answers": {"housing": said}}
    plans.rate(person=person, **told, **act)
    goal = plans.add_goal(person=person, words=word("goal"), domain="housing", kind="parenting", **act)
    does = {"who": "other", "other": word("other"), "due_on": today}
    step = plans.add_step(goal=goal, what=word("what"), **does, **act)
    looked = {name: word(name) for name in ("helped", "around", "unexpected")}
    plans.add_review(plan=goal.plan, held_on=today, next_on=today, **looked, **act)
    plans.make_card(person=person, said={"signs": word("signs"), "people": word("people")}, n_seen=0, **act)
    day = {"person": person, "words": word("words"), **act}
    home = plans.add_housing(kind="own_tenancy", from_on=today, **day)
    plans.add_family_event(kind="contact", on=today, **day)
    plans.note_movement(stage="re_entry", on=today, is_wanted=True, **day)
    plans.note_circumstances(kinds=["law"], **day)
    plans.set_first_needs(domains=["housing"], agreed_on=today, agreed_with="peers", **act)
    rows = {"goal_id": goal.id, "step_id": step.id, "plan_id": goal.plan_id, "housing_id": home.id}
    return rows | {"area": "everyday", "domain": "housing"}
