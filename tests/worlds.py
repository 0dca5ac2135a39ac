"""Worlds for tests: a live project with workers who really hold their keys, built through the real actions.

world = make_project()                     a live project, code "small", two holders, a proven envelope
world.project                              the row
world.worker("outreach") -> Actor          unlocked and granted; the worker is made on first use
world.client("outreach") -> Client         signed in, second factor shown, unlocked
world.client("outreach", locked=True)      the same session after fifteen quiet minutes
world.account("outreach") -> Account       e-mail, passphrase, TOTP secret, and the worker's place
world.other                                another project's world in the same installation
world.other.inside()                   a block in which rows are that project's; make_project goes into its own
sign_in_page(page, live_url, account)      a real sign-in through the pages (Playwright)
"""

import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import pyotp
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.test import Client
from django.utils import text, timezone

from tests import snapshots
from yarrow.staff.actions import accounts, founding, joining, keys
from yarrow.staff.models import Membership, Project, Worker
from yarrow.staff.roles import ROLES
from yarrow.vault import fence, holders, unlocking
from yarrow.vault.actors import Actor
from yarrow.vault.sessions import SessionStore
from yarrow.vault.unlocked import Unlocked

BACKEND = "yarrow.staff.backends.PassphraseBackend"
PASSPHRASE = "amber window of seven quiet rivers"


@dataclass
class Account:
    """How a worker of a test signs in."""

    role: str
    email: str
    secret: str
    place: Membership
    passphrase: str = PASSPHRASE

    @property
    def worker(self) -> Worker:
        return self.place.worker

    @property
    def code(self) -> str:
        """The code that their authenticator app shows now."""
        return code_now(self.secret)

    @cached_property
    def private(self) -> bytes:
        opened = holders.unlock(self.worker.holder_id, self.passphrase)
        assert opened is not None
        return opened

    def actor(self) -> Actor:
        """This worker with their key in hand, as one request sees them."""
        assert self.worker.holder_id is not None
        return Actor(self.worker.id, self.role, Unlocked(self.worker.holder_id, self.private))


def code_now(secret: str) -> str:
    """The code an authenticator app shows, with at least three seconds left to use it."""
    left = 30 - time.time() % 30
    if left < 3:
        time.sleep(left)
    return pyotp.TOTP(secret).now()


@dataclass
class World:
    """One project and whoever works there."""

    project: Project
    words: str = ""
    accounts: dict[str, Account] = field(default_factory=dict)

    def account(self, role: str) -> Account:
        """The account of this role, made on first use: invited, accepted, second factor, keys granted."""
        if role not in self.accounts:
            with self.inside():
                self.accounts[role] = self._join(role)
        return self.accounts[role]

    def worker(self, role: str) -> Actor:
        return self.account(role).actor()

    def client(self, role: str, *, locked: bool = False, stepped_up: bool = True, **kwargs: Any) -> Client:
        """A browser signed in as this role; `stepped_up`: the second factor was shown just now."""
        return client_of(self.account(role), locked=locked, stepped_up=stepped_up, **kwargs)

    @cached_property
    def other(self) -> "World":
        """Another project in the same installation: nothing of it may be seen from here. Its other is this one."""
        with fence.gate():
            made = make_project(code=f"{self.project.code}-other", name="Another project")
        made.__dict__["other"] = self
        return made

    def inside(self) -> Any:
        """Rows of this project, where the test is in another (or, in a thread of its own, in none)."""
        return fence.around(self.project.id)

    def _join(self, role: str) -> Account:
        return snapshots.remembered(self.project.id, role, lambda: self._join_anew(role), _again)

    def _join_anew(self, role: str) -> Account:
        now, manager = timezone.now(), self.worker("manager")
        account = accept(self.project, role, by=manager, at=now)
        wanted = set(account.place.compartments)
        granted = sorted(name for name in wanted if manager.holds(self.project.id, name))
        if granted:
            keys.grant_keys(project=self.project, membership=account.place, names=granted, by=manager, at=now)
        if wanted - set(granted):
            keys.use_envelope(
                project=self.project, membership=account.place, words=self.words, by=account.actor(), at=now
            )
        account.place.refresh_from_db()
        return account


_built: dict[str, snapshots.Snapshot] = {}


def _again(account: Account) -> Account:
    """The same account as it stands in the rows now."""
    places = Membership.objects.select_related("worker", "project")
    again = replace(account, place=places.get(id=account.place.id))
    again.__dict__["private"] = account.private
    return again


def make_project(
    code: str = "small", *, live: bool = True, at: datetime | None = None, **details: Any
) -> World:
    """A project with a manager and a co-ordinator who both hold its keys; live unless told otherwise.

    Built through the actions the first time it is asked for, put back from memory afterwards. From here on the test
    is inside this project, as a request is.
    """
    asked = repr((code, live, at, sorted(details.items())))
    if asked not in _built:
        _built[asked] = snapshots.take(lambda: _build(code, live, at, details))
        world: World = _built[asked].kept
        _built[asked].kept = _remembered(world)
        snapshots.remember_history(world.project.id)
        return world
    project_id, words, remembered = _built[asked].kept
    fence.enter(project_id)
    snapshots.empty_keyring(project_id)
    snapshots.put_back(_built[asked])
    places = {
        place.role: place
        for place in Membership.objects.select_related("worker", "project").filter(project_id=project_id)
    }
    accounts_of = {
        role: Account(role, *known, places[role]) for role, (known, _private) in remembered.items()
    }
    for role, account in accounts_of.items():
        account.__dict__["private"] = remembered[role][1]
    return World(Project.objects.get(id=project_id), words, accounts_of)


def _remembered(world: World) -> tuple[Any, str, dict[str, tuple[tuple[str, str], bytes]]]:
    """What of a world is not in its rows: the words on paper, and how its first two workers sign in."""
    known = {role: ((a.email, a.secret), a.private) for role, a in world.accounts.items()}
    return world.project.id, world.words, known


def _build(code: str, live: bool, at: datetime | None, details: dict[str, Any]) -> World:
    now = at or timezone.now()
    new = founding.NewProject(**{"name": "Riverside outreach", "code": code, **details})
    email = f"manager@{code}.example"
    setting_up = Actor.system("set-up")
    project = founding.found_with_new_worker(
        new=new, name="Mona Manager", email=email, passphrase=PASSPHRASE, code=None, by=setting_up, at=now
    )
    fence.enter(project.id)
    place = Membership.objects.select_related("worker", "project").get(project=project)
    founder = Account("manager", email, pyotp.random_base32(), place)
    by = founder.actor()
    accounts.add_authenticator_app(worker=place.worker, secret=founder.secret, by=by, at=now)
    world = World(project, accounts={"manager": founder})
    if live:
        second = accept(project, "coordinator", by=by, at=now)
        names = second.place.compartments
        keys.grant_keys(project=project, membership=second.place, names=names, by=by, at=now)
        second.place.refresh_from_db()
        world.accounts["coordinator"] = second
        world.words = " ".join(founding.make_envelope(project=project, by=by, at=now))
        founding.prove_recovery(project=project, words=world.words, by=by, at=now)
        world.project = founding.go_live(project=project, by=by, at=now)
    return world


def accept(project: Project, role: str, *, by: Actor, at: datetime, name: str = "") -> Account:
    """Invite and accept: an account with a second factor whose place waits for keys."""
    email = f"{text.slugify(name) or role}@{project.code}.example"
    _invitation, token = joining.invite_worker(
        project=project, name=name or f"Sam {role.title()}", email=email, role=role, by=by, at=at
    )
    place = joining.accept_as_new(
        token=token, name=name or f"Sam {role.title()}", passphrase=PASSPHRASE, at=at
    )
    account = Account(role, email, pyotp.random_base32(), place)
    accounts.add_authenticator_app(worker=place.worker, secret=account.secret, by=account.actor(), at=at)
    return account


def client_of(account: Account, *, locked: bool = False, stepped_up: bool = True, **kwargs: Any) -> Client:
    """A test client with this account's session and seal, as a sign-in through the pages leaves them."""
    worker = Worker.objects.get(id=account.worker.id)
    request: Any = HttpRequest()
    request.session = SessionStore()
    request.user = worker
    login(request, worker, backend=BACKEND)
    unlocking.begin(request, account.private, worker.holder)
    unlocking.complete(request)
    if stepped_up:
        request.session["account_authentication_methods"] = [
            {"method": "mfa", "at": timezone.now().timestamp(), "reauthenticated": True}
        ]
        request.session["account_authentication_methods_user"] = str(worker.id)
    if locked:
        unlocking.lock(request)
    request.session.save()
    client = Client(**kwargs)
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    client.cookies[settings.SEAL_COOKIE_NAME] = request.new_seal
    return client


def check_roles(
    world: World, url: str, allowed: tuple[str, ...] | set[str] | frozenset[str], *, method: str = "get"
) -> None:
    """Role × one address: 403 for each role that is not allowed, and only for those; 404 from another project."""
    for role in ROLES:
        answer = getattr(world.client(role), method)(url)
        refused = answer.status_code == 403
        assert refused == (role not in allowed), f"{role} at {url}: {answer.status_code}"
    stranger = getattr(world.other.client("manager"), method)(url)
    assert stranger.status_code == 404, f"another project's manager at {url}: {stranger.status_code}"
    nobody = getattr(Client(), method)(url)
    assert nobody.status_code == 302, f"nobody at {url}: {nobody.status_code}"
    assert nobody["Location"].startswith("/sign-in/")


def sign_in_page(page: Any, live_url: str, account: Account) -> None:
    """Sign in through the pages: passphrase, then the code of the authenticator app."""
    page.goto(f"{live_url}/sign-in/")
    page.get_by_label("E-mail address").fill(account.email)
    page.get_by_label("Passphrase", exact=True).fill(account.passphrase)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Code", exact=True).fill(account.code)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
