"""A partner's account opens what was sent to it and nothing more: every address and object, with and without a seat."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.attacks.town import addresses, build
from yarrow.agencies.models import Agency
from yarrow.people import actions as people
from yarrow.sharing import actions, rules
from yarrow.sharing.actions import Fact
from yarrow.sharing.models import GuestKey, Package
from yarrow.staff import admission
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
def ids(world):
    """A whole town in which a word stands in every field; something in it was sent to the guest."""
    world.account(GUEST)
    return build(world, lambda name: f"{MARK}{name}")


def opened(world, ids, only=""):
    """Every address that let the guest's account in, and those that showed it a word of the town."""
    client = world.client(GUEST, raise_request_exception=False)
    let_in, shown = set(), set()
    for each in (each for each in addresses() if each.name.startswith(only)):
        url = each.of(world, ids)
        for answer in (client.get(url), client.post(url, {})):
            if answer.status_code not in (403, 404, 405):
                let_in.add(each.name)
            if MARK in answer.content.decode(errors="replace"):
                shown.add(each.name)
    return let_in, shown


def test_a_partners_account_opens_what_was_sent_to_it_and_nothing_more(world, ids):
    let_in, shown = opened(world, ids)
    assert let_in <= THEIRS and shown <= THEIRS, (let_in, shown)
    mine = GuestKey.objects.get().package
    answer = world.client(GUEST).post(world.project.url("sharing:open_sent", mine.pk))
    assert answer.status_code in (200, 410), "and what was sent to it opens, or says that it has ended"


def test_guest_twin_without_the_rule_of_guests_is_caught(world, ids, monkeypatch):
    monkeypatch.setattr(admission, "GUEST", "nobody")
    assert "staff:use_envelope" in opened(world, ids, "staff:")[0]


def test_guest_twin_without_any_role_check_is_caught(world, ids, monkeypatch):
    monkeypatch.setattr(admission, "_check_role", lambda request, rule: None)
    let_in, _shown = opened(world, ids, "contacts:list")
    assert let_in


def sent_to_another(world):
    """A package that was sent to another guest of the same agency; what this guest gets when asking for it."""
    act = {"project": world.project, "by": world.worker("coordinator"), "at": timezone.now()}
    told = {"name": "Quay clinic", "kind": "clinic", "added_by": act["by"].id, "added_at": act["at"]}
    quay = Agency.objects.create(project=world.project, **told)
    person = people.add_person(called=MARK, **act)
    agreed = {"purpose": "health", "recipient": "clinic", "how": "spoken", "categories": ["identity"]}
    people.give_consent(person=person, **agreed, **act)
    until = act["at"].date() + timedelta(days=3)
    mine = actions.seat_guest(membership=world.account(GUEST).place, agency=quay, until=until, **act)
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
