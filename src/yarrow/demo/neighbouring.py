"""What is around a project of the town: a year of complaints that become fewer, trainings, an agreement, events.

The same each time: no dice, everything counted back from the town's day.
"""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from yarrow.agencies.models import Agency
from yarrow.community import actions
from yarrow.demo.building import Building
from yarrow.demo.town import months_before

SAID: dict[str, Any] = json.loads(Path(__file__).with_name("neighbours.json").read_text(encoding="utf-8"))
DAY = timedelta(days=1)


def make_neighbours(built: Building) -> None:
    """Everything, each through the action that a worker would use."""
    for event in SAID["events"]:
        _happen(built, event)
    _complain(built)
    _train(built)
    _agree(built)


def _act(built: Building, worker: str, day: date) -> dict[str, Any]:
    return {"project": built.crew.project, "by": built.crew.actor(worker), "at": built.at(day, 15)}


def _back(built: Building, days: int) -> date:
    return built.town.today - days * DAY


def _happen(built: Building, told: dict[str, Any]) -> None:
    from_on = _back(built, told["from"])
    to_on = _back(built, told["to"]) if "to" in told else None
    actions.add_event(
        kind=told["kind"], title=told["title"], area=told["area"], from_on=from_on, to_on=to_on,
        **_act(built, "coordinator", built.town.today - DAY),
    )  # fmt: skip


def _complain(built: Building) -> None:
    """So many each month, the first ones a year ago; most are answered, some meet, the last ones wait."""
    n, last = 0, len(SAID["by_month"]) - 1
    for place, count in enumerate(SAID["by_month"]):
        first = months_before(built.town.today, last - place)
        for k in range(count):
            day = first + (2 + k * 3) * DAY
            if day < built.town.today:
                _one(built, n, day)
            n += 1


def _one(built: Building, n: int, day: date) -> None:
    told = SAID["complaints"][n % len(SAID["complaints"])]
    row = actions.add_complaint(
        told_on=day, due_on=day + 14 * DAY, entry_id=built.new_id(), contact="Rings back in the evening", **told,
        **_act(built, "outreach", day),
    )  # fmt: skip
    answered = day + (5 + n % 7 * 2) * DAY
    if n % 9 == 8 or answered >= built.town.today:
        return
    step: dict[str, Any] = {"complaint": row, "done_on": answered}
    said = {"what": "answer", "state": "answered", "words": SAID["answer"]}
    actions.add_step(version=1, **step, **said, **_act(built, "coordinator", answered))
    met = answered + 9 * DAY
    if n % 5 == 0 and met < built.town.today:
        said = {"what": "mediation", "state": "settled", "words": SAID["meeting"]}
        step = {"complaint": row, "done_on": met}
        actions.add_step(version=2, **step, **said, **_act(built, "coordinator", met))


def _train(built: Building) -> None:
    about = _act(built, "coordinator", _back(built, 200))
    asked = [actions.add_statement(words=words, **about) for words in SAID["sentences"]]
    for told in SAID["trainings"]:
        day = _back(built, told["days"])
        act = _act(built, "case_worker", day)
        said = {name: told[name] for name in ("audience", "topics", "n_came", "with_peers")}
        row = actions.add_training(held_on=day, n_trainers=2, entry_id=built.new_id(), **said, **act)
        counts = {
            (statement.id, moment, step): n
            for statement, both in zip(asked, told["answers"], strict=True)
            for moment, steps in zip(("before", "after"), both, strict=True)
            for step, n in enumerate(steps, start=1)
        }
        actions.count_answers(training=row, version=1, counts=counts, **act)


def _agree(built: Building) -> None:
    start = _back(built, 300)
    police = Agency.objects.of(built.crew.project).filter(kind="police").first()
    row = actions.add_agreement(
        **SAID["agreement"], agency=police, starts_on=start, review_on=built.town.today + 65 * DAY,
        **_act(built, "manager", start),
    )  # fmt: skip
    points = {point.n: point for point in row.points.all()}
    for told in SAID["breaches"]:
        _report(built, told, row, points.get(told.get("point", 0)))


def _report(built: Building, told: dict[str, Any], agreement: Any, point: Any) -> None:
    day = _back(built, told["days"])
    said = {name: told[name] for name in ("kind", "place", "told_by", "words")}
    row = actions.report_breach(
        agreement=agreement, point=point, happened_on=day, entry_id=built.new_id(), **said,
        **_act(built, "outreach", day),
    )  # fmt: skip
    if "raised" in told:
        on = _back(built, told["raised"])
        row = actions.raise_breach(
            breach=row, version=1, raised_on=on, with_="operational", **_act(built, "manager", on)
        )
    if "answered" in told:
        on = _back(built, told["answered"])
        row = actions.answer_breach(
            breach=row, version=2, answered_on=on, answer=told["answer"], **_act(built, "manager", on)
        )
    if "closed" in told:
        on = _back(built, told["closed"])
        actions.close_breach(
            breach=row, version=3, closed_on=on, outcome=told["outcome"], **_act(built, "manager", on)
        )
