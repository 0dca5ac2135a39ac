"""A panel of a clinic, a housing service and the police under an agreement, and short words for what happens at it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from tests.rooms.sharing.conftest import NOW, Table
from tests.worlds import make_project
from yarrow.panels import actions
from yarrow.panels.models import Panel
from yarrow.sharing import actions as sharing
from yarrow.sharing.actions import Fact

DAY = timedelta(days=1)
KINDS = {"clinic": "health", "housing": "support", "police": "police"}
WORDS = {
    "called": "Kim",
    "health_words": "Needs an X-ray",
    "support_words": "Needs a room",
    "safety_words": "Was followed home",
}


class Round(Table):
    """The same table with a panel at it. The co-ordinator looks after it, the case worker is on its team."""

    def set_up(self, signed=("clinic", "housing", "police"), **terms):
        self.agencies = {kind: self.agency(f"The {kind}", kind) for kind in KINDS}
        self.agreement = self.make_agreement(**terms)
        for kind in signed:
            self.sign(kind)
        self.panel: Panel = self.arrange(actions.add_panel, name="North panel", agreement=self.agreement)
        for agency in self.agencies.values():
            self.arrange(actions.seat_agency, panel=self.panel, agency=agency)
        self.join("case_worker")
        self.meeting = self.do(actions.plan_meeting, panel=self.panel, held_on=NOW.date())
        return self

    def arrange(self, action, /, **said):
        return self.do(action, role="coordinator", **said)

    def make_agreement(self, **said):
        told = {"name": "Sharing in the north", "aim": "To help together", "covers": list(KINDS.values())}
        told |= {"categories": ["identity", "health", "support", "safety"]}
        told |= {"starts_on": (NOW - 30 * DAY).date(), "expires_on": (NOW + 30 * DAY).date()}
        told |= {"review_on": (NOW + 20 * DAY).date(), **said}
        return self.arrange(sharing.add_agreement, **told)

    def sign(self, kind, **said):
        told = {"agreement": self.agreement, "agency": self.agencies[kind], "signed_by": "Its head", **said}
        return self.arrange(sharing.sign, **told)

    def join(self, role):
        worker = self.world.account(role).worker
        return self.arrange(actions.join_team, panel=self.panel, worker=worker)

    def agrees(self, person, kind, *, categories=("identity", "health", "support", "safety"), **said):
        purpose = KINDS[kind]
        fitting = [one for one in categories if one in COVERED[purpose]]
        told = {"purpose": purpose, "recipient": kind, "categories": fitting, **said}
        return self.agree(person, **told)

    def takes_back(self, person, kind, **said):
        return self.take_back(person, purpose=KINDS[kind], recipient=kind, **said)

    def forward(self, person, words=WORDS, **said):
        told = {"wants": "To be left in peace", "meeting": self.meeting, **said}
        facts = [Fact(code, says) for code, says in words.items()]
        return self.do(actions.put_forward, person=person, facts=facts, **told)

    def tell(self, kind, *, how=actions.SHEET, entry_id: UUID | None = None, **said):
        told = {"meeting": self.meeting, "agency": self.agencies[kind], "how": how, **said}
        return self.do(actions.tell, entry_id=entry_id or uuid4(), **told)

    def sheet(self, kind, **said):
        """What stands on an agency's sheet: the facts of each person on it."""
        return [dict(line.said) for line in self.tell(kind, **said).lines]


# What may be agreed to for each purpose.
COVERED = {
    "health": ("identity", "ways", "health", "support"),
    "support": ("identity", "ways", "support", "safety"),
    "police": ("identity", "ways", "safety"),
}


def make_round():
    return Round(world=make_project(at=NOW - timedelta(days=400)), now=NOW)


@pytest.fixture
def table(db) -> Round:
    return make_round().set_up()


@pytest.fixture
def lasting(table) -> Round:
    """The same under an agreement that holds as the test runs: pages ask the clock."""
    until = timezone.now() + 300 * DAY
    said = {
        "expires_on": until.date(),
        "review_on": until.date(),
        "starts_on": (until - 3 * 365 * DAY).date(),
    }
    table.agreement = table.make_agreement(name="The one that follows", **said)
    for kind in table.agencies:
        table.sign(kind)
    table.arrange(actions.change_agreement, panel=table.panel, agreement=table.agreement)
    return table


@pytest.fixture
def kim(table):
    return table.person("Kim")
