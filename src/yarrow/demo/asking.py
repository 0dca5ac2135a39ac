"""Forms of the town: two in use, answered at the beginning and again; where to turn; a drill that was closed."""

import json
import random
from datetime import timedelta
from typing import Any
from uuid import UUID

from yarrow.demo.building import Building
from yarrow.demo.town import WORDS, PlannedPerson
from yarrow.measures import actions, importing, making, ours
from yarrow.measures.catalogue import pack_of
from yarrow.measures.models import FormVersion
from yarrow.methods.forms import Answers, Chosen
from yarrow.people.models import Person

# How many people were asked, and how many days after their beginning.
ASKED, AGAIN = 8, (14, 120)
WELLBEING = "ons4"


def ask_forms(built: Building) -> None:
    """Everything through the actions that a worker would use, with dice of its own."""
    dice = random.Random(built.scale.seed + 115)
    _arrange(built)
    wellbeing, feedback = _forms(built)
    keyed = [one for one in built.town.people if one.key_worker and one.age_band != "under_18"]
    for planned in keyed[:ASKED]:
        for n, days in enumerate(AGAIN):
            _ask(built, planned, wellbeing, days, dice, _feeling(wellbeing, n, dice))
        _ask(built, planned, feedback, AGAIN[0], dice, _said(dice))


def _arrange(built: Building) -> None:
    at = built.at(built.town.from_on, 9, 30)
    about: dict[str, Any] = {"project": built.crew.project, "by": built.crew.actor("coordinator"), "at": at}
    places = built.crew.places
    actions.state_contexts(contexts=["service delivery"], **about)
    for route in WORDS["routes"]:
        actions.add_route(**route, **about)
    lead, deputy = places["case_worker"].worker, places["coordinator"].worker
    actions.name_responders(lead=lead, deputy=deputy, look_within=120, act_within=480, **about)
    drill = actions.raise_drill(**about)
    later = {**about, "by": built.crew.actor("case_worker"), "at": at + timedelta(minutes=40)}
    actions.step_signal(signal=drill, act="acknowledge", **later)
    actions.step_signal(signal=drill, act="close", reason="drill", **later)


def _forms(built: Building) -> tuple[FormVersion, FormVersion]:
    """The wellbeing questions as an answer sheet (no measure's words come with Yarrow), and the form of our own."""
    at = built.at(built.town.from_on, 9, 45)
    about: dict[str, Any] = {"project": built.crew.project, "by": built.crew.actor("coordinator"), "at": at}
    pack = pack_of(WELLBEING)
    sheet = importing.bring(json.dumps(making.answer_sheet_of(pack, "en")), pack)
    found = [sheet, importing.bring(ours.text_of("how_was_this"), None)]
    kept = [actions.keep_form(brought=one, **about) for one in found]
    first, second = (actions.publish_version(version=one, **about) for one in kept)
    return first, second


def _ask(
    built: Building,
    planned: PlannedPerson,
    version: FormVersion,
    days: int,
    dice: random.Random,
    answers: Answers,
) -> None:
    """One filling, finished on its day; nobody is asked on a day that has not come."""
    day = planned.begins_on + timedelta(days=days)
    person = Person.objects.get(pk=built.people[planned.number].pk)
    if day >= built.town.today or person.merged_into_id or person.erased_at:
        return
    about: dict[str, Any] = {"project": built.crew.project, "by": built.crew.actor("case_worker")}
    about["at"] = built.at(day, 15)
    filling = actions.begin_filling(
        person=person,
        version=version,
        entry_id=UUID(int=dice.getrandbits(128), version=4),
        occasion="intake" if days == AGAIN[0] else "review",
        answered_by="person",
        how="aloud",
        language="en",
        **about,
    )
    saved = actions.save_answers(
        filling=filling, given=answers, asked=frozenset(answers), seen=filling.version, **about
    )
    actions.finish_filling(filling=saved.filling, **about)


def _feeling(version: FormVersion, n: int, dice: random.Random) -> Answers:
    """From 0 to 10, a little better the second time; one in five leaves a question out."""
    keys = list(version.slots.values())
    answers: Answers = {key: (min(10, dice.randint(2, 7) + 2 * n),) for key in keys}
    return dict(list(answers.items())[1:]) if dice.random() < 0.2 else answers


def _said(dice: random.Random) -> Answers:
    words = {"better": (dice.choice(WORDS["better"]),)}
    chosen = {
        "wanted": dice.choice(("yes", "partly")),
        "respected": "yes",
        "again": dice.choice(("yes", "perhaps")),
    }
    return {**{key: (Chosen(code),) for key, code in chosen.items()}, **words}
