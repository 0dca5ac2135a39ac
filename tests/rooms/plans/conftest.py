"""A live project, somebody in it, and short words for what is written down about them."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from tests.worlds import World, make_project
from yarrow.people.actions import add_person
from yarrow.plans import actions
from yarrow.plans.actions import Answer

NOW = datetime(2026, 3, 14, 21, 30, tzinfo=UTC)
TODAY = NOW.date()


class Table(SimpleNamespace):
    """Where a worker and a person sit. `do(action, **said)`: an act of the case worker, now."""

    world: World

    @property
    def project(self):
        return self.world.project

    @property
    def by(self):
        return self.world.worker("case_worker")

    def do(self, action, *, by=None, at=NOW, **said):
        return action(project=self.project, by=by or self.by, at=at, **said)

    def person(self, called="Kim", **said):
        return self.do(add_person, called=called, **said)

    def rate(self, person, *, days_ago=0, rater="self", occasion="intake", entry_id=None, **steps):
        """rate(kim, housing=2, money="rather_not")"""
        answers = {
            code: Answer(step=said)
            if isinstance(said, int)
            else said
            if isinstance(said, Answer)
            else Answer(answer=said)
            for code, said in steps.items()
        }
        told = {
            "person": person,
            "rater": rater,
            "occasion": occasion,
            "answers": answers,
            "entry_id": entry_id,
        }
        return self.do(actions.rate, rated_on=TODAY - timedelta(days=days_ago), **told)

    def goal(self, person, words="See my daughter on Sundays", **said):
        return self.do(actions.add_goal, person=person, words=words, **said)

    def step(self, goal, what="Ring the centre", who="person", **said):
        return self.do(actions.add_step, goal=goal, what=what, who=who, **said)


@pytest.fixture
def table(db) -> Table:
    return Table(world=make_project(at=NOW - timedelta(days=400)))


@pytest.fixture
def kim(table):
    return table.person("Kim")


@pytest.fixture
def client(table):
    return table.world.client("case_worker")


@pytest.fixture
def url(table):
    return lambda name, *args: table.project.url(f"plans:{name}", *args)


def text(response):
    return response.content.decode()
