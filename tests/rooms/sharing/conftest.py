"""A live project, somebody in it, agencies to share with, and short words for consent, proposals and shares."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from tests.worlds import World, make_project
from yarrow.agencies.models import Agency
from yarrow.people import actions as people
from yarrow.sharing import actions
from yarrow.sharing.actions import Fact

NOW = datetime(2026, 3, 14, 12, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Table(SimpleNamespace):
    """Where workers, a person and agencies sit. `do(action, **said)`: an act of the case worker, `after` minutes on."""

    world: World

    @property
    def project(self):
        return self.world.project

    def by(self, role="case_worker"):
        return self.world.worker(role)

    def do(self, action, /, *, role="case_worker", after=0, **said):
        return action(project=self.project, by=self.by(role), at=NOW + after * MINUTE, **said)

    def person(self, called="Kim", **said):
        return self.do(people.add_person, called=called, **said)

    def agency(self, name="Quay clinic", kind="clinic", **said):
        told = {"added_by": self.by().id, "added_at": NOW, **said}
        return Agency.objects.create(project=self.project, name=name, kind=kind, **told)

    def agree(self, person, agency=None, *, categories=("identity", "health"), **said):
        """They agree: for this agency, or for any clinic."""
        named = {"agency": agency.pk, "recipient_name": agency.name} if agency else {}
        told = {"purpose": "health", "recipient": "clinic", "how": "spoken", **named, **said}
        return self.do(people.give_consent, person=person, categories=categories, **told)

    def take_back(self, person, agency=None, **said):
        told = {"purpose": "health", "recipient": "clinic", "how": "spoken", **said}
        told |= {"agency": agency.pk} if agency else {}
        return self.do(people.withdraw_consent, person=person, **told)

    def share(self, person, agency, *, facts=None, **said):
        told = facts if facts is not None else {"called": "Kim", "health_words": "Needs an X-ray"}
        given = {"purpose": "health", "how": "spoken", **said}
        facts = [Fact(code, says) for code, says in told.items()]
        return self.do(actions.record_share, person=person, agency=agency, facts=facts, **given)

    def propose(self, person, agency, *, facts=("called", "safety_words"), **said):
        told = {"gateway": "court_order", "reason": "The order of 3 March is in the safe", **said}
        return self.do(actions.propose_share, person=person, agency=agency, facts=facts, **told)

    def decide(self, proposal, act="approve", *, role="manager", **said):
        return self.do(actions.decide_proposal, proposal=proposal, act=act, role=role, **said)


@pytest.fixture
def table(db) -> Table:
    return Table(world=make_project(at=NOW - timedelta(days=400)))


@pytest.fixture
def kim(table):
    return table.person("Kim")


@pytest.fixture
def quay(table):
    return table.agency()


@pytest.fixture
def client(table):
    return table.world.client("case_worker")


@pytest.fixture
def url(table):
    return lambda name, *args: table.project.url(f"sharing:{name}", *args)


def text(response):
    return response.content.decode()


@pytest.fixture
def make(table, kim, quay):
    """A package for the clinic; `after` minutes from now."""
    table.agree(kim, quay)

    def make(**said):
        told = {"purpose": "health", "days": 7, "openings": 3, **said}
        facts = [Fact("called", "Kim"), Fact("health_words", "Needs an X-ray")]
        return table.do(actions.make_package, person=kim, agency=quay, **{"facts": facts, **told})

    return make


def open_it(made, *, after=1, **changed):
    sent = {"token": made.token, "code": made.code, **changed}
    return actions.open_package(at=NOW + after * MINUTE, **sent)


def answer(made, said, reason="", *, after=2, **changed):
    sent = {"token": made.token, "code": made.code, **changed}
    return actions.answer_package(answer=said, reason=reason, at=NOW + after * MINUTE, **sent)
