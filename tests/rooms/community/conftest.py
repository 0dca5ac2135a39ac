"""A live project, and short words for what is written down around it."""

import html
import re
from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest

from tests.worlds import World, make_project
from yarrow.community import actions

NOW = datetime(2026, 11, 14, 10, 30, tzinfo=UTC)
TODAY = NOW.date()


class Around(SimpleNamespace):
    """What is around a project. `do(action, **said)`: an act of the co-ordinator."""

    world: World

    @property
    def project(self):
        return self.world.project

    def do(self, action, *, by="coordinator", at=NOW, **said):
        return action(project=self.project, by=self.world.worker(by), at=at, **said)

    def complaint(self, told_on=date(2026, 11, 2), **said):
        told = {"about": "litter", "place": "homes", "raised_by": "resident", "received": "phone"}
        told |= {"words": "Needles by the gate", "entry_id": uuid4()}
        return self.do(actions.add_complaint, told_on=told_on, **{**told, **said})

    def step(self, complaint, **said):
        told = {"done_on": TODAY, "what": "answer", "state": "answered"}
        return self.do(actions.add_step, complaint=complaint, **{"version": 1, **told, **said})

    def agreement(self, **said):
        told = {"title": "Ways of working", "parties": "Harbour police and us", "starts_on": date(2026, 1, 5)}
        told |= {
            "review_on": date(2027, 1, 5),
            "points": ["No cautions near services", "We are asked before"],
        }
        return self.do(actions.add_agreement, **{**told, **said})

    def breach(self, agreement=None, **said):
        agreement = agreement or self.agreement()
        told = {"kind": "breach", "point": agreement.points.get(n=1), "happened_on": date(2026, 10, 20)}
        told |= {"place": "service", "told_by": "sex_worker", "words": "Two cautions", "entry_id": uuid4()}
        return self.do(actions.report_breach, agreement=agreement, **{**told, **said})

    def training(self, **said):
        told = {"held_on": date(2026, 10, 1), "audience": "police", "topics": ["rights"], "n_came": 14}
        return self.do(actions.add_training, entry_id=uuid4(), **{**told, **said})

    def statement(self, words="I know whom to call"):
        return self.do(actions.add_statement, words=words)

    def event(self, title="Raid on Mill Road", from_on=date(2026, 10, 7), **said):
        return self.do(actions.add_event, title=title, from_on=from_on, **{"kind": "raid", **said})

    def url(self, name, *ids):
        return self.project.url(f"community:{name}", *ids)


@pytest.fixture
def around(db):
    return Around(world=make_project())


def text(answer):
    """What a page says."""
    main = answer.content.decode().split("<main", 1)[1]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())
