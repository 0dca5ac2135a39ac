"""One of everything that an address of the room of forms can name, made through its actions."""

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
