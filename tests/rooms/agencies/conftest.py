"""A live project, a feed of it, and short words for what is written down about agencies."""

import html
import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from tests.worlds import World, make_project
from yarrow.agencies import actions
from yarrow.agencies.models import Service

NOW = datetime(2026, 11, 14, 10, 30, tzinfo=UTC)
TODAY = NOW.date()


class Desk(SimpleNamespace):
    """Where the directory is kept. `do(action, **said)`: an act of the co-ordinator."""

    world: World

    @property
    def project(self):
        return self.world.project

    def do(self, action, *, by="coordinator", at=NOW, **said):
        return action(project=self.project, by=self.world.worker(by), at=at, **said)

    def agency(self, name="Harbour Union", **said):
        return self.do(actions.add_agency, name=name, **said)

    def service(self, agency=None, name="Rights evening", **said):
        return self.do(actions.add_service, agency=agency or self.agency(), name=name, **said)

    def feed(self, name="Council", **said):
        return self.do(actions.add_feed, name=name, **said)

    def take(self, feed, rows, **said):
        return self.do(actions.take_services, feed=feed, rows=rows, **said)

    def named(self, name):
        return Service.objects.of(self.project).select_related("agency").get(name=name)


@pytest.fixture
def desk(db):
    return Desk(world=make_project())


def text(answer):
    """What a page says."""
    main = answer.content.decode().split("<main", 1)[1]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())
