"""A live project, a court and a prison of the directory, somebody with an order, somebody inside."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from tests.worlds import World, make_project
from yarrow.agencies.actions import add_agency
from yarrow.contacts.actions import record_contact
from yarrow.justice import actions, notes
from yarrow.people.actions import add_person, give_consent, withdraw_consent

NOW = datetime(2026, 3, 14, 21, 30, tzinfo=UTC)
TODAY = NOW.date()


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

    def agency(self, name="Magistrates by the Bridge", kind="court"):
        return self.do(add_agency, by=self.world.worker("coordinator"), name=name, kind=kind)

    def order(self, person, agency=None, *, kind="engagement_support", days_ago=60, **said):
        told = {"reference": "ESO 12/26", **said}
        if agency is None:
            told.setdefault("agency_words", "a court far away")
        given = TODAY - days(days_ago)
        return self.do(actions.add_order, person=person, agency=agency, kind=kind, given_on=given, **told)

    def move(self, order, *acts, days_ago=0, **said):
        for act in acts:
            order = self.do(
                actions.move_order, order=order, act=act, happened_on=TODAY - days(days_ago), **said
            )
        return order

    def appointment(self, order, days_ago, act="", **said):
        on = TODAY - days(days_ago)
        row = self.do(actions.plan_appointment, order=order, planned_on=on)
        return self.settle(row, act, **said) if act else row

    def settle(self, row, act, **said):
        told = {"reason": "ill", "judged": "nobody"} if act == "miss" else {}
        return self.do(actions.settle_appointment, appointment=row, act=act, **{**told, **said})

    def meet(self, person, days_ago, kind="office"):
        on = TODAY - days(days_ago)
        return self.do(record_contact, entry_id=uuid4(), person=person, kind=kind, happened_on=on)

    def agree(self, person, court, categories=("attendance",), **said):
        told = {"purpose": "court", "recipient": court.recipient, "agency": court.pk, "how": "spoken"}
        return self.do(give_consent, person=person, categories=categories, **{**told, **said})

    def take_back(self, person, court):
        told = {"purpose": "court", "recipient": court.recipient, "agency": court.pk, "how": "spoken"}
        return self.do(withdraw_consent, person=person, **told)

    def seen(self, order, *, with_reasons=False):
        """The mark of the note as the page shows it now."""
        page = notes.page_of(self.by, fresh(order), NOW, "")
        return next(one.seen for one in page.previews if one.with_reasons == with_reasons)

    def send(self, order, *, with_reasons=False, seen=None, **said):
        mark = seen if seen is not None else self.seen(order, with_reasons=with_reasons)
        return self.do(actions.send_note, order=order, seen=mark, with_reasons=with_reasons, **said)

    def told(self, note):
        """What left: fact → what it says."""
        return note.share.sealed.open_unrecorded("notes.told", self.by.key)

    def away(self, person, *, days_ago=30, leaves_in=None, **said):
        told = {"agency_words": "HMP by the Marsh", **said}
        told["expected_on"] = TODAY + days(leaves_in) if leaves_in is not None else None
        return self.do(actions.add_away, person=person, since_on=TODAY - days(days_ago), **told)


@pytest.fixture
def table(db) -> Table:
    return Table(world=make_project(at=NOW - timedelta(days=400)))


@pytest.fixture
def court(table):
    return table.agency()


@pytest.fixture
def kim(table):
    return table.person("Kim")


@pytest.fixture
def order(table, kim, court):
    """An order of three appointments, given sixty days ago and under way."""
    return table.move(table.order(kim, court), "begin", days_ago=50)


@pytest.fixture
def client(table):
    return table.world.client("case_worker")


@pytest.fixture
def url(table):
    return lambda name, *args: table.project.url(f"justice:{name}", *args)


def fresh(row):
    return type(row).objects.select_related("person__project").get(pk=row.pk)


def opened(table, row, name):
    return row.sealed.open_unrecorded(f"notes.{name}", table.by.key)


def text(response):
    return response.content.decode()
