"""All keys can be lost but one envelope; with none, nothing opens."""

import pytest
from django.utils import timezone

from tests.worlds import PASSPHRASE
from yarrow.people.actions import add_person
from yarrow.people.models import Person
from yarrow.vault import compartments, holders, recovery
from yarrow.vault.actors import Actor
from yarrow.vault.errors import NoGrant, WrongWords
from yarrow.vault.models import Grant, HolderKey, RecoveryKey
from yarrow.vault.unlocked import Unlocked

PROMISE = "All keys can be lost but one envelope, and the records come back; without it, nothing opens."


@pytest.fixture
def burnt(world):
    """A project whose every holder is gone; the id of the person whose name is to be read again."""
    by = world.worker("coordinator")
    person = add_person(project=world.project, by=by, at=timezone.now(), called="Ayo")
    envelope = recovery.current(world.project.id)
    Grant.objects.exclude(holder_id=envelope.id).delete()
    HolderKey.objects.all().delete()
    return person.id


def newcomer():
    """A key pair made after the loss."""
    key = holders.make_holder(PASSPHRASE)
    return key, Unlocked(key.id, holders.unlock(key.id, PASSPHRASE))


def readable(person_id, unlocked):
    """The name, or None when no key opens it."""
    try:
        return Person.objects.get(pk=person_id).sealed.open_unrecorded("identity.called", unlocked)
    except NoGrant:
        return None


def test_one_envelope_brings_everything_back(world, burnt):
    key, unlocked = newcomer()
    assert readable(burnt, unlocked) is None
    system = Actor.system("recovery")
    names = recovery.recover(world.project.id, world.words, to=key, by=system, at=timezone.now())
    assert "identity" in names and "notes" in names
    assert readable(burnt, Unlocked(key.id, holders.unlock(key.id, PASSPHRASE))) == "Ayo"


def test_without_the_envelope_nothing_opens(world, burnt):
    key, unlocked = newcomer()
    other = world.other.words
    for words in ("", " ".join(reversed(world.words.split())), other, " ".join(["abandon"] * 24)):
        with pytest.raises(WrongWords):
            recovery.recover(world.project.id, words, to=key, by=Actor.system("recovery"), at=timezone.now())
    assert readable(burnt, unlocked) is None


def test_all_keys_lost_twin_without_sealing_to_the_envelope_is_caught(world, burnt):
    """The control off: the envelope's grants were never written, so the drill must fail."""
    Grant.objects.filter(holder_id__in=RecoveryKey.objects.values("id")).delete()
    key, _ = newcomer()
    system = Actor.system("recovery")
    assert recovery.recover(world.project.id, world.words, to=key, by=system, at=timezone.now()) == []
    assert readable(burnt, Unlocked(key.id, holders.unlock(key.id, PASSPHRASE))) is None


def test_all_keys_lost_twin_with_an_escrow_is_caught(world):
    """The control off: the server keeps a holder of its own for everyone's good, and the burnt project opens."""
    key, unlocked = newcomer()
    by = world.worker("coordinator")
    compartments.grant(world.project.id, "identity", to_holder_id=key.id, by=by, at=timezone.now())
    person = add_person(project=world.project, by=by, at=timezone.now(), called="Ayo")
    Grant.objects.exclude(holder_id=key.id).delete()
    assert readable(person.id, unlocked) == "Ayo"
