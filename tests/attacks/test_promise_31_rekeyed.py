"""A leaver who kept a compartment's key, and steals records and keyring after it was renewed."""

import shutil
import sqlite3
from uuid import UUID

import pytest
from django.utils import timezone

from tests.rooms.staff.workers import leave
from yarrow.people.actions import add_person
from yarrow.people.models import Person
from yarrow.staff.actions import rekeying
from yarrow.vault import keyring, sealing
from yarrow.vault.errors import Tampered
from yarrow.vault.models import Compartment, Grant, InboxEntry
from yarrow.vault.sealing_model import SCHEMA_VERSION

PROMISE = (
    "Once a key is renewed, a kept copy of the old one opens nothing in the records and keyring as they are."
)


@pytest.fixture
def kept(world, tmp_path):
    """What a leaver carried away: the key, which the server never gave them, and a copy of the keyring."""
    by = world.worker("coordinator")
    for name in ("Ayo", "Bea"):
        add_person(project=world.project, by=by, at=timezone.now(), called=name)
    leaver = world.account("outreach")
    secret = leaver.actor().key.secret(world.project.id, "identity")[1]
    leave(world, leaver)
    keyring.checkpoint()
    copy = tmp_path / "kept.sqlite3"
    shutil.copy(keyring.settings.KEYRING, copy)
    return secret, copy


def renew(world):
    old = Compartment.current(world.project.id, "identity").id
    told = {"by": world.worker("manager"), "at": timezone.now()}
    rekeying.rekey(project=world.project, name="identity", instead_of=old, **told)


def names_opened(secret, file):
    """Every name that this key and this keyring open in the records as they are now."""
    rows = sqlite3.connect(file).execute("SELECT project, subject, compartment, wrapped FROM subject_key")
    wrapping, found = sealing.derive(secret, "yarrow subject keys"), set()
    for project, subject, compartment, wrapped in rows.fetchall():
        place = sealing.bound_to("subject key", project, subject, compartment)
        try:
            key = sealing.open_sealed(wrapping, wrapped, place)
        except Tampered:
            continue
        person = Person.objects.get(pk=UUID(subject))
        where = sealing.bound_to(
            project, subject, compartment, "people.Person", subject, "called", SCHEMA_VERSION
        )
        found.add(sealing.unpack(sealing.open_sealed(key, person.called.ciphertext, where)))
    return found


def grants_opened(secret):
    """Sealed keys and entries in the records that this key opens by itself."""
    sealed = [bytes(each) for each in Grant.objects.values_list("sealed_key", flat=True)]
    sealed += [
        bytes(each)
        for each in Compartment.objects.filter(retired_at=None).values_list("intake_private", flat=True)
    ]
    sealed += [bytes(each) for each in InboxEntry.objects.values_list("envelope", flat=True)]
    return [each for each in sealed if _opens(secret, each)]


def _opens(secret, sealed):
    try:
        sealing.open_with(secret, sealed)
    except Tampered:
        return False
    return True


def test_kept_key_opens_nothing_after_it_was_renewed(world, kept):
    secret, _copy = kept
    renew(world)
    assert names_opened(secret, keyring.settings.KEYRING) == set()
    assert grants_opened(secret) == []
    # And those who hold the new one read on.
    by = world.worker("manager").unlocked
    people = Person.objects.all()
    assert {each.sealed.open_unrecorded("identity.called", by) for each in people} == {"Ayo", "Bea"}


def test_kept_key_twin_that_is_not_renewed_is_caught(world, kept):
    secret, _copy = kept
    assert names_opened(secret, keyring.settings.KEYRING) == {"Ayo", "Bea"}


def test_kept_key_twin_with_a_new_key_and_nothing_wrapped_anew_is_caught(world, kept, monkeypatch):
    secret, _copy = kept
    monkeypatch.setattr("yarrow.staff.actions.rekeying.rekeying.rewrap", lambda *_args, **_more: 0)
    renew(world)
    assert names_opened(secret, keyring.settings.KEYRING) == {"Ayo", "Bea"}


def test_kept_key_twin_with_a_kept_copy_of_the_keyring_opens_what_that_copy_opened(world, kept):
    """Said in the how-to and on the page: renewing does not reach a copy that was carried away."""
    secret, copy = kept
    add_person(project=world.project, by=world.worker("manager"), at=timezone.now(), called="Cam")
    renew(world)
    assert names_opened(secret, copy) == {"Ayo", "Bea"}
