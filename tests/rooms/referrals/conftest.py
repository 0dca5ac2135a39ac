"""A live project, an agency with a service, somebody who may be referred there."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from tests.worlds import World, make_project
from yarrow.agencies.actions import add_agency, add_service
from yarrow.people.actions import add_person, give_consent, withdraw_consent
from yarrow.referrals import actions
from yarrow.referrals.models import Referral
from yarrow.sharing.actions import Fact

NOW = datetime(2026, 3, 14, 21, 30, tzinfo=UTC)
TODAY = NOW.date()
SAID = {"purpose": "health", "recipient": "clinic", "how": "spoken"}


def days(n):
    return timedelta(days=n)


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

    def agency(self, name="Clinic by the Canal", kind="clinic", **said):
        by = self.world.worker("coordinator")
        return self.do(add_agency, by=by, name=name, kind=kind, **said)

    def service(self, agency, name="Evening clinic", **said):
        by = self.world.worker("coordinator")
        return self.do(add_service, by=by, agency=agency, name=name, **said)

    def consent(self, person, categories=("identity", "ways", "support"), **said):
        return self.do(give_consent, person=person, categories=categories, **{**SAID, **said})

    def withdraw(self, person, **said):
        return self.do(withdraw_consent, person=person, **{**SAID, **said})

    def offer(self, person, agency, *, days_ago=0, at=None, **said):
        told = {"need": "sexual_health", "is_agreed": True, "offered_on": TODAY - days(days_ago), **said}
        return self.do(actions.offer, at=at or NOW - days(days_ago), person=person, agency=agency, **told)

    def move(self, referral, *acts, at=NOW, **said):
        """move(row, "accept", "attend")"""
        for act in acts:
            referral = self.do(actions.move, at=at, referral=referral, act=act, **said)
        return referral

    def send(self, referral, at=NOW, **says):
        facts = [Fact(code, text) for code, text in (says or {"called": "Kim"}).items()]
        return self.do(actions.send, at=at, referral=referral, facts=facts)

    def sent(self, person, agency, *acts, days_ago=0, **said):
        """A referral that was sent that many days ago and moved on since, all on that day."""
        at = NOW - days(days_ago)
        row = self.send(self.offer(person, agency, days_ago=days_ago, **said), at=at)
        return self.move(row, *acts, at=at)


@pytest.fixture
def table(db) -> Table:
    return Table(world=make_project(at=NOW - timedelta(days=400)))


@pytest.fixture
def clinic(table):
    return table.agency()


@pytest.fixture
def kim(table):
    return table.person("Kim")


@pytest.fixture
def agreed(table, kim):
    """Kim, who agreed that clinics get a name, ways and what support is wanted."""
    table.do(give_consent, at=NOW - days(300), person=kim, categories=("identity", "ways", "support"), **SAID)
    return kim


@pytest.fixture
def client(table):
    return table.world.client("case_worker")


@pytest.fixture
def url(table):
    return lambda name, *args: table.project.url(f"referrals:{name}", *args)


def fresh(row):
    return Referral.objects.get(pk=row.pk)


def text(response):
    return response.content.decode()
