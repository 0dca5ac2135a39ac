"""What some people of the town said they need, have and want: ratings over months, plans, a card, homes."""

import random
from datetime import date, timedelta
from typing import Any

from yarrow.demo.building import Building
from yarrow.demo.town import WORDS, PlannedPerson
from yarrow.people.models import Person
from yarrow.plans import actions, lists
from yarrow.plans.actions import Answer

MOST = 16
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
SAID = WORDS["plans"]
STEPS = len(lists.items("ladder"))


def make_plans(built: Building) -> None:
    """A few of those with a key worker; the dice are its own, so that nothing else of the town changes."""
    dice = random.Random(built.scale.seed + 1)
    keyed = [one for one in built.town.people if one.key_worker and not one.is_apart and one.twice_of is None]
    begun = [
        one
        for one in keyed
        if one.begins_on < built.town.today - 2 * MONTH and one.number != built.town.erased
    ]
    for n, planned in enumerate(begun[:MOST]):
        person = Person.objects.get(pk=built.people[planned.number].pk)
        _rate(built, planned, person, dice)
        if n % 3 != 2:
            _plan(built, planned, person, n)
        if n % 4 == 0:
            _more(built, planned, person)
    _agree(built)


def _about(built: Building, worker: str, day: date, hour: int = 15) -> dict[str, Any]:
    return {"project": built.crew.project, "by": built.crew.actor(worker), "at": built.at(day, hour)}


def _rate(built: Building, planned: PlannedPerson, person: Person, dice: random.Random) -> None:
    """At the beginning and once more, by the person and by the worker, who do not always agree."""
    last = built.town.today - dice.randint(2, 20) * timedelta(days=1)
    first = max(planned.begins_on + WEEK, last - 8 * MONTH)
    asked = dice.sample([item.code for item in lists.items("domain")], 9)
    steps = {code: dice.randint(1, 4) for code in asked}
    for occasion, day in (("intake", first), ("review", last)):
        for rater in (lists.SELF, lists.WORKER):
            answers = {code: _answer(dice, step, rater) for code, step in steps.items()}
            actions.rate(
                person=person, rater=rater, occasion=occasion, rated_on=day, answers=answers,
                **_about(built, "case_worker", day),
            )  # fmt: skip
        steps = {code: min(STEPS, max(1, step + dice.choice((-1, 0, 1, 1)))) for code, step in steps.items()}


def _answer(dice: random.Random, step: int, rater: str) -> Answer:
    if rater == lists.SELF and dice.random() < 0.12:
        return Answer(answer=dice.choice(sorted(lists.codes("unrated"))))
    seen = step if rater == lists.SELF else min(STEPS, max(1, step + dice.choice((-1, 0, 0, 1))))
    if dice.random() < 0.3:
        return Answer(step=seen, words=dice.choice(SAID["said"]), wanted=dice.choice(SAID["wanted"]))
    return Answer(step=seen)


def _plan(built: Building, planned: PlannedPerson, person: Person, n: int) -> None:
    """Two goals, their steps, one done; looked at together, and to be looked at again."""
    today = built.town.today
    day = max(planned.begins_on + WEEK, today - 3 * MONTH)
    about = _about(built, "case_worker", day)
    for place in (n, n + 2):
        told = SAID["goals"][place % len(SAID["goals"])]
        said = {name: told[name] for name in ("words", "domain", "kind")}
        goal = actions.add_goal(person=person, **said, **about)
        for k, (what, who) in enumerate(told["steps"]):
            due_on = today + timedelta(days=7 * k - 3 + n % 5)
            step = actions.add_step(goal=goal, what=what, who=who, due_on=due_on, **about)
            if k:
                actions.move_step(step=step, act="do", **_about(built, "case_worker", today - WEEK))
    actions.agree_plan(plan=goal.plan, **about)
    looked = SAID["reviews"][n % len(SAID["reviews"])]
    again = today + timedelta(days=n - 4)
    held = today - MONTH
    actions.add_review(
        plan=goal.plan, held_on=held, next_on=max(again, held), **looked, **_about(built, "case_worker", held)
    )


def _more(built: Building, planned: PlannedPerson, person: Person) -> None:
    """A card, a home that is known still to hold, and what presses from outside."""
    today = built.town.today
    since = max(planned.begins_on, today - 7 * MONTH)
    about = _about(built, "case_worker", today - WEEK)
    actions.make_card(person=person, said=SAID["card"], n_seen=0, **about)
    actions.add_housing(person=person, kind="own_tenancy", from_on=since, **about)
    actions.note_circumstances(person=person, kinds=SAID["circumstances"], **about)


def _agree(built: Building) -> None:
    """The order that peers and the team agreed."""
    day = built.town.today - 4 * MONTH
    told: dict[str, Any] = {
        "domains": ["safety", "housing", "basic_needs"],
        "agreed_with": "peers_and_team",
        "n_peers": 6,
    }
    actions.set_first_needs(agreed_on=day, **told, **_about(built, "coordinator", day))
