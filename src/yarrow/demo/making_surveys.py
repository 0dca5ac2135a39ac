"""Two surveys that peers of the town lead: one about needs, closed and with figures; one that is still answered."""

import json
import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from yarrow.demo.building import Building
from yarrow.demo.town import WORDS
from yarrow.measures import actions as measures
from yarrow.measures import importing, making
from yarrow.methods.forms import Answers, Chosen
from yarrow.surveys import actions
from yarrow.surveys.models import LINK, PAPER, TABLET, Survey
from yarrow.vault.actors import Actor

DAY, LASTS = timedelta(days=1), timedelta(days=28)
# How many sheets came in each way.
CAME = {LINK: 32, TABLET: 18, PAPER: 12}
CAME_OPEN = {LINK: 9}


@dataclass(frozen=True)
class Group:
    """Where somebody works, and what is likelier there. Shares of one; `helps` and the others in the form's order."""

    share: float
    helps: tuple[float, ...]
    safe: tuple[float, ...]
    seen_nurse: float
    tells: tuple[float, ...]


# Outside, indoors, online: so few work online here that figures by place of work can't leave.
GROUPS = (
    Group(0.5, (0.6, 0.5, 0.45, 0.2, 0.1, 0.5), (0.2, 0.45, 0.35), 0.35, (0.2, 0.35, 0.45)),
    Group(0.4, (0.2, 0.4, 0.3, 0.3, 0.5, 0.3), (0.5, 0.4, 0.1), 0.6, (0.25, 0.4, 0.35)),
    Group(0.1, (0.1, 0.4, 0.2, 0.6, 0.1, 0.3), (0.6, 0.3, 0.1), 0.7, (0.4, 0.4, 0.2)),
)
PASSED_OVER, WROTE = 0.04, 0.25


def make_surveys(built: Building) -> None:
    """Opened by a peer, answered by nobody in particular; the dice are its own."""
    dice, today = random.Random(built.scale.seed + 122), built.town.today
    opened_on = today - 8 * timedelta(days=7)
    needs = _opened(built, "needs", opened_on)
    for n, how in enumerate(_ways(CAME)):
        day = opened_on + DAY + n * (LASTS - 2 * DAY) // sum(CAME.values())
        _answer(built, needs, how, day, _needs_of(dice), dice)
    by = built.crew.actor("peer")
    at = built.at(opened_on + LASTS, 17)
    actions.close_survey(survey=needs, project=built.crew.project, by=by, at=at)
    opened_on = today - 6 * DAY
    evening = _opened(built, "evening", opened_on)
    for n, how in enumerate(_ways(CAME_OPEN)):
        _answer(built, evening, how, opened_on + n % 6 * DAY, _evening_of(dice), dice)


def _ways(came: dict[str, int]) -> list[str]:
    """The way of each sheet, mixed as days mix them."""
    ways = [how for how, n in came.items() for _ in range(n)]
    return ways[::2] + ways[1::2]


def _opened(built: Building, name: str, on: date) -> Survey:
    """The form as a co-ordinator types it, in use, and asked by a peer."""
    told, project = WORDS["surveys"][name], built.crew.project
    about: dict[str, Any] = {"project": project, "at": built.at(on, 10)}
    by = built.crew.actor("coordinator")
    raw = making.questionnaire_of(told["title"], "\n".join(told["lines"]), "en") | {"url": told["url"]}
    version = measures.keep_form(brought=importing.bring(json.dumps(raw), None), by=by, **about)
    version = measures.publish_version(version=version, by=by, **about)
    return actions.open_survey(
        version=version,
        opens_on=on,
        closes_on=on + LASTS,
        languages=["en"],
        about={"en": told["about"]},
        groups=told["groups"],
        by=built.crew.actor("peer"),
        **about,
    )


def _answer(
    built: Building, survey: Survey, how: str, on: date, answers: Answers, dice: random.Random
) -> None:
    """One sheet: by link or on a tablet from nobody, on paper typed in by an outreach worker."""
    said: dict[str, Any] = {"survey": survey, "answers": answers, "language": "en", "at": built.at(on, 19)}
    said |= {"project": built.crew.project, "entry_id": UUID(int=dice.getrandbits(128), version=4)}
    if how == PAPER:
        actions.type_answers(by=built.crew.actor("outreach"), **said)
        return
    every = {item["linkId"] for item in survey.form_version.questionnaire["item"]}
    actions.take_answers(by=Actor.system("pocket"), reached=every, how=how, **said)


def _needs_of(dice: random.Random) -> Answers:
    """One person's sheet; now and then a question is passed over, and some write something."""
    n = dice.choices(range(len(GROUPS)), [one.share for one in GROUPS])[0]
    group = GROUPS[n]
    helps = [Chosen(str(k)) for k, share in enumerate(group.helps, start=1) if dice.random() < share]
    answers: Answers = {
        "q1": (Chosen(str(n + 1)),),
        "q2": tuple(helps),
        "q3": (_one(dice, group.safe),),
        "q4": (dice.random() < group.seen_nurse,),
        "q5": (_one(dice, group.tells),),
    }
    return {**_left_out(answers, dice), **_written("needs", "q6", dice)}


def _evening_of(dice: random.Random) -> Answers:
    likes = tuple(Chosen(str(k)) for k in sorted(dice.sample(range(1, 6), 2)))
    answers: Answers = {"q1": (_one(dice, (0.2, 0.5, 0.3)),), "q2": likes}
    return {**answers, **_written("evening", "q3", dice)}


def _one(dice: random.Random, shares: tuple[float, ...]) -> Chosen:
    return Chosen(str(dice.choices(range(1, len(shares) + 1), shares)[0]))


def _left_out(answers: Answers, dice: random.Random) -> Answers:
    return {key: said for key, said in answers.items() if said and dice.random() >= PASSED_OVER}


def _written(name: str, key: str, dice: random.Random) -> Answers:
    return {key: (dice.choice(WORDS["surveys"][name]["else"]),)} if dice.random() < WROTE else {}
