"""A partner's account opens what was sent to it and nothing more: every address and object, with and without a seat."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from tests.attacks.town import addresses, build
from tests.worlds import make_project
from yarrow.agencies.models import Agency
from yarrow.people import actions as people
from yarrow.sharing import actions, rules
from yarrow.sharing.actions import Fact
from yarrow.sharing.models import GuestKey, Package
from yarrow.staff import admission, middleware
from yarrow.staff.models import Worker
from yarrow.staff.roles import GUEST

PROMISE = (
    "A partner's account opens what was sent to it and nothing more: no page of the project, no name of anybody else, "
    "no package of another guest, and nothing after its last day."
)
MARK = "Quillfeather"
THEIRS = {"sharing:list_sent", "sharing:open_sent", "sharing:fetch_sent", "sharing:answer_sent"}
pytestmark = pytest.mark.sqlite_only(
    reason="who may is decided by the rule of the address, before a record is read"
)


@pytest.fixture
def world(db):
    """A live project; nothing of this is about what stands on a disk."""
    return make_project()


@pytest.fixture
def ids(world):
    """A whole town in which a word stands in every field; something in it was sent to the guest."""
    return build(world, lambda name: f"{MARK}{name}")


def opened(world, ids, monkeypatch, only=("",)):
    """Every address that let the guest's account in, and those that showed it a word of the town.

    A page that refuses is drawn once: it is the same for each, and drawing it over and over is most of the time. Who is
    refused at the door is so for whatever they send: the door asks for no method (a test says so).
    """
    client = world.client(GUEST, raise_request_exception=False)
    refused = client.get(world.project.url("people:list_people"))
    assert refused.status_code == 200 or MARK not in refused.content.decode()
    let_in, shown = set(), set()
    with monkeypatch.context() as quickly:
        quickly.setattr(middleware, "render", lambda *_args, status, **_context: HttpResponse(status=status))
        for each in (each for each in addresses() if each.name.startswith(only)):
            url = each.of(world, ids)
            answers = [client.get(url)]
            answers += [client.post(url, {})] if answers[0].status_code != 403 else []
            for answer in answers:
                if answer.status_code not in (403, 404, 405):
                    let_in.add(each.name)
                if MARK in answer.content.decode(errors="replace"):
                    shown.add(each.name)
    return let_in, shown


def test_a_partners_account_opens_what_was_sent_to_it_and_nothing_more(world, ids, monkeypatch):
    let_in, shown = opened(world, ids, monkeypatch)
    assert let_in <= THEIRS and shown <= THEIRS, (let_in, shown)
    mine = GuestKey.objects.get().package
    answer = world.client(GUEST).post(world.project.url("sharing:open_sent", mine.pk))
    assert answer.status_code in (200, 410), "and what was sent to it opens, or says that it has ended"


@pytest.mark.parametrize("name", ["people:list_people", "people:add_person", "sharing:take_up_template"])
def test_guest_is_refused_at_the_door_whatever_they_send(world, name):
    client = world.client(GUEST, raise_request_exception=False)
    url = world.project.url(name, *(["housing"] if name.endswith("template") else []))
    for method in ("get", "post", "head", "options", "put", "delete"):
        assert getattr(client, method)(url).status_code == 403, method


def test_guest_twin_without_the_rule_of_guests_is_caught(world, monkeypatch):
    monkeypatch.setattr(admission, "GUEST", "nobody")
    assert opened(world, {}, monkeypatch, ("staff:use_envelope",))[0] == {"staff:use_envelope"}


def test_guest_twin_without_any_role_check_is_caught(world, monkeypatch):
    monkeypatch.setattr(admission, "_check_role", lambda request, rule: None)
    assert opened(world, {}, monkeypatch, ("contacts:list_sessions", "sharing:list_due"))[0]


def sent_to_another(world):
    """A package that was sent to another guest of the same agency; what this guest gets when asking for it."""
    place, by = world.account(GUEST).place, world.worker("coordinator")
    act = {"project": world.project, "by": by, "at": timezone.now()}
    told = {"name": "Quay clinic", "kind": "clinic", "added_by": act["by"].id, "added_at": act["at"]}
    quay = Agency.objects.create(project=world.project, **told)
    person = people.add_person(called=MARK, **act)
    agreed = {"purpose": "health", "recipient": "clinic", "how": "spoken", "categories": ["identity"]}
    people.give_consent(person=person, **agreed, **act)
    until = act["at"].date() + timedelta(days=3)
    mine = actions.seat_guest(membership=place, agency=quay, until=until, **act)
    facts = {"purpose": "health", "facts": [Fact("called", MARK)], "days": 7, "openings": 9}
    actions.make_package(person=person, agency=quay, guest=mine, **facts, **act)
    actions.make_package(person=person, agency=quay, **facts, **act)
    theirs = Package.objects.get(guest_key=None)
    client = world.client(GUEST, raise_request_exception=False)
    own = client.post(world.project.url("sharing:open_sent", GuestKey.objects.get().package_id))
    assert MARK in own.content.decode(), "the attack sees what is the guest's"
    return [
        client.post(world.project.url(f"sharing:{name}_sent", theirs.pk))
        for name in ("open", "fetch", "answer")
    ]


def test_guest_does_not_open_what_was_sent_to_others(world):
    for answer in sent_to_another(world):
        assert answer.status_code == 404 and MARK not in answer.content.decode()


def after_the_last_day(world, monkeypatch=None):
    """What a guest whose time is over is shown of what was sent to them."""
    sent_to_another(world)
    GuestKey.objects.get().guest.__class__.objects.update(until=timezone.now().date() - timedelta(days=2))
    if monkeypatch:
        guest = GuestKey.objects.get().guest
        monkeypatch.setattr(rules, "guest_of", lambda by, project, at: guest)
    client = world.client(GUEST, raise_request_exception=False)
    answer = client.post(world.project.url("sharing:open_sent", GuestKey.objects.get().package_id))
    return answer.status_code, MARK in answer.content.decode()


def test_guest_opens_nothing_after_the_last_day(world):
    assert after_the_last_day(world) == (403, False)


def test_guest_twin_without_a_last_day_is_caught(world, monkeypatch):
    assert after_the_last_day(world, monkeypatch) == (200, True)


def test_guest_holds_no_key_of_the_project(world):
    guest = Worker.objects.get(pk=world.worker(GUEST).id)
    assert world.account(GUEST).place.held == set() and guest.holder_id is not None
