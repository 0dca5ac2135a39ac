"""The page of keys: since when, who left, and making a new one."""

import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.attacks.forms import Page
from tests.rooms.staff.workers import leave
from tests.worlds import check_roles, make_project
from yarrow.people.actions import add_person
from yarrow.people.models import Person
from yarrow.staff import rules
from yarrow.vault import erasing, keyring, rekeying
from yarrow.vault.models import Compartment

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_project()


def key(world, name="identity"):
    return Compartment.current(world.project.id, name)


def page(world, name="identity"):
    return world.project.url("staff:rekey_compartment", name)


def read(client, url):
    return client.get(url).content.decode()


@pytest.mark.parametrize("name", ["list_keys", "rekey_compartment"])
def test_pages_of_keys_are_for_those_who_may_make_them(world, name):
    url = world.project.url(f"staff:{name}", *(["identity"] if name == "rekey_compartment" else []))
    check_roles(world, url, rules.REKEYERS)


def test_leaver_new_key_and_what_stays_readable(world):
    by, client = world.worker("coordinator"), world.client("manager")
    ayo = add_person(project=world.project, by=by, at=timezone.now(), called="Ayo")
    keys = world.project.url("staff:list_keys")
    assert "New key advised" not in read(client, keys)
    leave(world, world.account("case_worker"))
    assert read(client, keys).count("New key advised") == 2
    assert keys in read(client, world.project.url("staff:list_workers"))
    old = key(world)
    assert client.post(page(world), {"instead_of": old.id})["Location"] == keys
    assert key(world) != old and read(client, keys).count("New key advised") == 1
    assert rekeying.states(world.project.id)[1].n_behind == 0
    person = Person.objects.get(pk=ayo.pk)
    assert person.sealed.open_unrecorded("identity.called", world.worker("coordinator").unlocked) == "Ayo"


def test_form_sent_twice_or_from_an_old_page_makes_one_new_key(world):
    client, old = world.client("manager"), key(world)
    client.post(page(world), {"instead_of": old.id})
    new = key(world)
    again = client.post(page(world), {"instead_of": old.id})
    assert "made a new key for this meanwhile" in again.content.decode() and key(world) == new


def test_interrupted_key_is_gone_on_with_from_the_page(world):
    by = world.worker("coordinator")
    add_person(project=world.project, by=by, at=timezone.now(), called="Ayo")
    rekeying.begin(world.project.id, "identity", instead_of=key(world).id, by=by, at=timezone.now())
    new, client = key(world), world.client("manager")
    assert "Not finished" in read(client, world.project.url("staff:list_keys"))
    assert "was interrupted: 1 record" in read(client, page(world))
    forms = Page(read(client, page(world))).forms
    (sent,) = [sent for sent in (form.filled(str) for form in forms) if "instead_of" in sent]
    client.post(page(world), sent)
    assert key(world) == new and keyring.n_behind(world.project.id, "identity", new.id) == 0


def test_key_that_one_does_not_hold_or_that_is_none_is_refused(world):
    client = world.client("manager")
    assert client.get(page(world, "nothing")).status_code == 404
    old = key(world, "isva")
    refused = client.post(page(world, "isva"), {"instead_of": old.id})
    assert "You do not hold the key" in refused.content.decode() and key(world, "isva") == old
    assert page(world, "isva") not in read(client, world.project.url("staff:list_keys"))


def test_page_asks_for_the_second_factor_again(world):
    later = world.client("manager", stepped_up=False)
    assert "/second-factor/again/" in later.get(page(world))["Location"]


def test_console_says_how_keys_stand_and_makes_none(world):
    leave(world, world.account("outreach"))
    out = io.StringIO()
    call_command("keys", "rekey", stdout=out)
    line = next(each for each in out.getvalue().splitlines() if each.startswith("small identity"))
    assert "0 under an older key" in line and line.endswith("a new one is advised")
    assert Compartment.objects.count() == 7


def test_key_is_made_while_somebody_reads_the_keyring_and_the_page_says_so(world, monkeypatch):
    by, client, old = world.worker("coordinator"), world.client("manager"), key(world)
    add_person(project=world.project, by=by, at=timezone.now(), called="Ayo")

    def busy():
        raise keyring.KeyringBusy("the keyring is being read; try the checkpoint again")

    monkeypatch.setattr(erasing, "empty", busy)
    answer = client.post(page(world), {"instead_of": old.id}, follow=True)
    assert "The keyring was being read" in answer.content.decode() and key(world) != old
    assert rekeying.states(world.project.id)[1].n_behind == 0
