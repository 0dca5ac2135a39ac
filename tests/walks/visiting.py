"""Every page that a GET can show, and somebody who may see it."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from tests.attacks.town import Address, build, every_address, room_of
from tests.worlds import PASSPHRASE, World, accept, client_of
from yarrow.staff import setup_code
from yarrow.staff.access import rule_for
from yarrow.staff.actions import founding, joining
from yarrow.surveys.models import Survey

OUTSIDE = "outside any project"
# Pages that nobody can look at in peace, and why.
NOT_OPENED = {"door:go_on": "it leads on by itself at once"}
# Pages for somebody in a circumstance; every other page is opened as a role that its rule names.
WHO = {
    "entrance:choose_project": "works in two projects",
    "entrance:unlock_session": "locked",
    "mfa_activate_totp": "without a second factor",
    "mfa_authenticate": "half signed in",
    "setup:describe_project": "founding",
    "setup:enter_code": "founding",
    "setup:make_first_holder": "founding",
    "staff:wait_for_keys": "without keys",
}
# Pages that are others in another circumstance.
ALSO = {"desk:show_today": "locked", "contacts:shift_sheet": "locked"}
# Room → its addresses; whatever has no project is one room more.
ROOMS: dict[str, list[Address]] = {}
for _route, _address in every_address():
    _room = room_of(_address.name) if _route.startswith("p/") else OUTSIDE
    ROOMS.setdefault(_room, []).append(_address)
# (room, which part of its pages): so many at once that no process waits long for the last.
AT_ONCE = 16
PARTS = [(room, n) for room in sorted(ROOMS) for n in range(0, len(ROOMS[room]), AT_ONCE)]


@dataclass(frozen=True)
class Visit:
    """A page, and who opens it."""

    name: str
    address: str
    who: str


@dataclass
class Visits:
    """A project with one of everything, and the clients of those who look at it.

    `passkey`: the number of the co-ordinator's own; `word`: what is typed into a field, by its name; `seen`: the
    pages that were opened to find out who may, by name and who.
    """

    world: World
    passkey: int = 0
    word: Callable[[str], str] = str
    seen: dict[tuple[str, str], str] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """The browser of a role, or of somebody in a circumstance."""
        if who not in self.clients:
            make = CLIENTS.get(who)
            self.clients[who] = make(self.world) if make else self.world.client(who)
        return self.clients[who]

    def of(self, room: str, begin: int = 0, most: int | None = None) -> Iterator[Visit]:
        """The pages of a room, or `most` of them from one on.

        Raises AssertionError for one that nobody can open and NOT_OPENED does not name.
        """
        for each in ROOMS[room][begin : None if most is None else begin + most]:
            if each.name in NOT_OPENED:
                continue
            address = self._address(room, each)
            who = self._who(each.name, address)
            for one in filter(None, [who, ALSO.get(each.name)]):
                yield Visit(each.name, address, one)

    def addresses(self, names: Collection[str]) -> Iterator[tuple[str, str]]:
        """(name, address) of these pages."""
        for room, pages in sorted(ROOMS.items()):
            yield from ((each.name, self._address(room, each)) for each in pages if each.name in names)

    def _who(self, name: str, address: str) -> str | None:
        """Who sees the page; None where nothing is shown: it takes what is sent, or gives a file."""
        tried = []
        for who in self._candidates(name, address):
            answer = self.client(who).get(address)
            if answer.status_code == 405:
                return None
            if answer.status_code == 200:
                if not answer.headers["Content-Type"].startswith("text/html"):
                    return None
                self.seen[name, who] = answer.content.decode()
                return who
            tried.append(f"{who}: {answer.status_code} {answer.headers.get('Location', '')}")
        raise AssertionError(f"nobody can open {name}; name it in NOT_OPENED or in WHO ({'; '.join(tried)})")

    def _candidates(self, name: str, address: str) -> list[str]:
        if name in WHO:
            return [WHO[name]]
        rule = rule_for(resolve(address))
        if rule is None or not rule.roles:
            return ["nobody", "coordinator"] if rule and rule.state == "open" else ["coordinator"]
        return sorted(rule.roles, key=lambda role: role != "coordinator")

    def _address(self, room: str, each: Address) -> str:
        if room != OUTSIDE:
            return each.of(self.world, self._ids)
        return reverse(each.name, kwargs={taken: self._taken(each.name, taken) for taken, _ in each.takes})

    def _taken(self, name: str, taken: str) -> Any:
        """What an address outside a project takes: a door of its own, or what such addresses share."""
        own = self._ids.get((room_of(name), taken))
        return self._outside[taken] if own is None else own

    @cached_property
    def _ids(self) -> dict[tuple[str, str], Any]:
        return build(self.world, self.word)

    @cached_property
    def _outside(self) -> dict[str, Any]:
        """What addresses outside a project take."""
        about = {"project": self.world.project, "by": self.world.worker("manager"), "at": timezone.now()}
        invited = {"name": "Noor New", "email": "noor@new.example", "role": "peer"}
        _invitation, token = joining.invite_worker(**invited, **about)
        survey = Survey.objects.get(pk=self._ids["surveys", "survey_id"])
        return {"token": token, "pk": self.passkey, "device_id": uuid4(), "door": survey.token}


def _in_two_projects(world: World) -> Client:
    account = world.account("manager")
    new = founding.NewProject("A second project", "second")
    told = {"by": account.actor(), "at": timezone.now(), "code": None}
    founding.begin_project(new=new, founder=account.worker, role="manager", **told)
    return client_of(account)


def _founding(world: World) -> Client:
    """Past the code and the first page of set-up."""
    client = Client()
    client.post(reverse("setup:enter_code"), {"code": setup_code.make()})
    named = {"name": "Hillside", "code": "hillside", "time_zone": "Europe/London", "languages": "en"}
    assert client.post(reverse("setup:describe_project"), named).status_code == 302
    return client


def _half_signed_in(world: World) -> Client:
    client = Client()
    account = world.account("outreach")
    client.post(reverse("account_login"), {"login": account.email, "password": PASSPHRASE})
    return client


def _without_keys(world: World) -> Client:
    now = timezone.now()
    return client_of(accept(world.project, "peer", by=world.worker("manager"), at=now, name="Wren"))


def _without_second_factor(world: World) -> Client:
    now = timezone.now()
    account = accept(world.project, "peer", by=world.worker("manager"), at=now, name="Finn")
    account.worker.authenticator_set.all().delete()
    return client_of(account, stepped_up=False)


CLIENTS: dict[str, Callable[[World], Client]] = {
    "nobody": lambda world: Client(),
    "locked": lambda world: world.client("coordinator", locked=True),
    "works in two projects": _in_two_projects,
    "founding": _founding,
    "half signed in": _half_signed_in,
    "without keys": _without_keys,
    "without a second factor": _without_second_factor,
}
