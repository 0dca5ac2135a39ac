"""Worlds for the room's tests, built through the real actions."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from tests.worlds import World, make_project
from yarrow.contacts import actions, history
from yarrow.contacts.kinds import Words
from yarrow.contacts.models import Contact, Session, Zone
from yarrow.people.actions import add_person
from yarrow.people.models import Person
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

NIGHT = datetime(2026, 3, 6, 22, 30, tzinfo=UTC)


class Shift(SimpleNamespace):
    """A world with an open van in one zone, and short words for what happens in it."""

    world: World
    van: Session
    docks: Zone
    outreach: Actor
    case_worker: Actor

    @property
    def project(self):
        return self.world.project

    def person(self, called: str | None = "Kim", **said) -> Person:
        return add_person(project=self.project, by=self.outreach, at=NIGHT, called=called, **said)

    def record(self, *, by: Actor | None = None, at: datetime = NIGHT, entry_id=None, **told) -> Contact:
        told.setdefault("session", self.van)
        return actions.record_contact(
            project=self.project, by=by or self.outreach, at=at, entry_id=entry_id or uuid4(), **told
        )

    def act(self, action: Callable, *, by: Actor | None = None, at: datetime = NIGHT, **said):
        return action(project=self.project, by=by or self.outreach, at=at, **said)

    def fresh(self, contact: Contact) -> Contact:
        return Contact.objects.get(id=contact.id)

    def changes(self, contact: Contact, by: Actor | None = None) -> list[history.Changed]:
        """How a contact was changed, as its page tells one reader."""
        found = history.OfContact(self.project, self.fresh(contact), Words(self.project))
        with reading(by or self.outreach, self.project.id, act="test.history") as page:
            found.open(page)
        return found.told()


def make_shift() -> Shift:
    """An open van at the docks, with an outreach worker and a case worker who hold their keys."""
    world = make_project(at=NIGHT - timedelta(days=400))
    outreach, case_worker = world.worker("outreach"), world.worker("case_worker")
    coordinator = world.worker("coordinator")
    docks = actions.add_zone(project=world.project, by=coordinator, at=NIGHT, label="Docks")
    van = actions.open_session(
        project=world.project, by=outreach, at=NIGHT - timedelta(minutes=30), kind="van", zones=[docks]
    )
    return Shift(world=world, van=van, docks=docks, outreach=outreach, case_worker=case_worker)


@pytest.fixture
def shift(db) -> Shift:
    return make_shift()


@pytest.fixture
def outreach(shift):
    """A browser in which the outreach worker is signed in and unlocked."""
    return shift.world.client("outreach")
