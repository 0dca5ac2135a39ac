"""Whatever managers do in whatever order, what must hold of keys, places and sessions holds after every step.

Random but repeatable walks over the real actions: invite, accept, grant, change role, leave, return, open an envelope.
A refused step is a step too: it must change nothing.
"""

import random
from dataclasses import dataclass, field

import pytest
from django.utils import timezone

from tests.worlds import PASSPHRASE, Account, make_project
from yarrow.methods.refusals import Refusal
from yarrow.staff.actions import accounts, joining, keys, leaving
from yarrow.staff.models import Invitation, Membership
from yarrow.staff.roles import COMPARTMENTS, ROLES
from yarrow.vault import compartments, trail
from yarrow.vault.models import SealedSession

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEPS = ("invite", "accept", "accept", "grant", "change_role", "leave", "use_envelope", "withdraw")


@dataclass
class Walk:
    """One project in the hands of chance."""

    seed: int
    tokens: dict[str, str] = field(default_factory=dict)
    n_done: int = 0
    n_refused: int = 0

    def __post_init__(self):
        self.chance = random.Random(self.seed)
        self.world = make_project(code=f"walk{self.seed}")
        self.project = self.world.project

    def step(self):
        name = self.chance.choice(STEPS)
        before = self.picture()
        try:
            done = getattr(self, name)()
        except Refusal:
            self.n_refused += 1
            assert self.picture() == before, f"a refused {name} changed something"
        else:
            self.n_done += done
        self.check(name)

    def picture(self):
        """Everything that a step could change."""
        places = Membership.objects.filter(project=self.project).order_by("id")
        return [
            (place.id, place.role, place.state, place.worker.holder_id, tuple(sorted(place.held)))
            for place in places.select_related("worker", "project")
        ], list(Invitation.objects.filter(project=self.project).order_by("id").values())

    # --- steps: each returns whether there was anything to do
    def someone(self, *states):
        places = Membership.objects.select_related("worker", "project").filter(project=self.project)
        found = list(places.filter(state__in=states).order_by("joined_at", "id")) if states else []
        return self.chance.choice(found) if found else None

    def actor(self):
        """A manager or co-ordinator who is at work now, with their key."""
        place = Membership.objects.select_related("worker", "project").filter(
            project=self.project, state="active", role__in=("manager", "coordinator")
        )
        chosen = self.chance.choice(list(place.order_by("joined_at", "id")))
        return Account(chosen.role, chosen.worker.email, SECRET, chosen).actor()

    def invite(self):
        email = f"p{self.chance.randrange(6)}@walk.example"
        _invitation, token = joining.invite_worker(
            project=self.project,
            name=email,
            email=email,
            role=self.chance.choice(ROLES),
            by=self.actor(),
            at=timezone.now(),
        )
        self.tokens[email] = token
        return True

    def accept(self):
        if not self.tokens:
            return False
        email = self.chance.choice(sorted(self.tokens))
        token = self.tokens.pop(email)
        place = joining.accept_as_new(token=token, name=email, passphrase=PASSPHRASE, at=timezone.now())
        account = Account(place.role, email, SECRET, place)
        accounts.add_authenticator_app(
            worker=place.worker, secret=SECRET, by=account.actor(), at=timezone.now()
        )
        return True

    def grant(self):
        place = self.someone("waiting_for_keys", "active")
        wanted = [name for name in COMPARTMENTS["adviser"] + ("notes",) if self.chance.random() < 0.5]
        keys.grant_keys(
            project=self.project, membership=place, names=wanted, by=self.actor(), at=timezone.now()
        )
        return True

    def change_role(self):
        leaving.change_role(
            project=self.project,
            membership=self.someone("waiting_for_keys", "active"),
            role=self.chance.choice(ROLES),
            by=self.actor(),
            at=timezone.now(),
        )
        return True

    def leave(self):
        leaving.remove_worker(
            project=self.project,
            membership=self.someone("waiting_for_keys", "active", "left"),
            by=self.actor(),
            at=timezone.now(),
        )
        return True

    def use_envelope(self):
        place = self.someone("waiting_for_keys")
        if place is None:
            return False
        by = Account(place.role, place.worker.email, SECRET, place).actor()
        keys.use_envelope(
            project=self.project, membership=place, words=self.world.words, by=by, at=timezone.now()
        )
        return True

    def withdraw(self):
        invitation = Invitation.objects.open_in(self.project).first()
        if invitation is None:
            return False
        joining.withdraw_invitation(
            project=self.project, invitation_id=invitation.id, by=self.actor(), at=timezone.now()
        )
        self.tokens.pop(invitation.email, None)
        return True

    # --- what must hold
    def check(self, step):
        places = Membership.objects.select_related("worker", "project").filter(project=self.project)
        for place in places:
            allowed = set(place.project.compartments_for(place.role, named=True))
            assert place.held <= allowed, f"after {step}: {place.role} holds {place.held}"
            if place.state == "active":
                assert set(place.compartments) <= place.held, f"after {step}: active without keys"
            if place.state == "left":
                assert place.held == set(), f"after {step}: a leaver holds {place.held}"
                assert not SealedSession.objects.filter(worker_id=place.worker_id).exists()
        for name in ("identity", "notes"):
            assert len(compartments.holders_of(self.project.id, name)) >= 2, f"after {step}: {name}"


@pytest.mark.parametrize("seed", range(4))
def test_lifecycle_keeps_its_promises_in_any_order(seed):
    walk = Walk(seed)
    for _n in range(30):
        walk.step()
    assert walk.n_done >= 5, "the walk did something"
    assert trail.verify(walk.project.id) == []


def test_lifecycle_walks_meet_refusals_too():
    walk = Walk(99)
    for _n in range(30):
        walk.step()
    assert walk.n_refused >= 5


def test_lifecycle_check_finds_a_leaver_who_kept_a_key(monkeypatch):
    """The twin: with the revoking switched off, the same check must fail."""
    walk = Walk(7)
    account = walk.world.account("outreach")
    monkeypatch.setattr(compartments, "revoke_all", lambda *args, **kwargs: None)
    leaving.remove_worker(project=walk.project, membership=account.place, by=walk.actor(), at=timezone.now())
    with pytest.raises(AssertionError, match="a leaver holds"):
        walk.check("leave")
