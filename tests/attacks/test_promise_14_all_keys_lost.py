"""All keys can be lost but one envelope, and the whole server but a backup; without the envelope nothing opens."""

import io
import re

import pyotp
import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.rooms.vault.homes import at_home, backup
from tests.worlds import PASSPHRASE, Account, client_of
from yarrow.people.actions import add_person
from yarrow.people.models import Person
from yarrow.staff.actions import accounts, joining
from yarrow.vault import compartments, doctor, holders, recovery
from yarrow.vault.actors import Actor
from yarrow.vault.backups import restoring
from yarrow.vault.errors import NoGrant, WrongWords
from yarrow.vault.models import Grant, HolderKey, RecoveryKey, SealedSession
from yarrow.vault.unlocked import Unlocked

NEW_PASSPHRASE = "seven lanterns over quiet harbour water"
RESTORED = "how PostgreSQL is restored is tested in its room"
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


@pytest.fixture
def ayo(world):
    by = world.worker("coordinator")
    return add_person(project=world.project, by=by, at=timezone.now(), called="Ayo")


def lose_everybody():
    """No worker's key or grant is left, and nobody's session."""
    envelopes = [recovery.current(project_id).id for project_id in doctor.project_ids()]
    Grant.objects.exclude(holder_id__in=envelopes).delete()
    HolderKey.objects.all().delete()
    SealedSession.objects.all().delete()


def come_back():
    """The console makes a link; a new manager makes an account and a second factor. Their browser."""
    out, email = io.StringIO(), "nia@new.example"
    call_command("keys", "recover", "--project", "small", "--email", email, "--name", "Nia", stdout=out)
    token = re.search(r"/join/([^/]+)/", out.getvalue())[1]
    place = joining.accept_as_new(token=token, name="Nia", passphrase=NEW_PASSPHRASE, at=timezone.now())
    account = Account("manager", email, pyotp.random_base32(), place, NEW_PASSPHRASE)
    accounts.add_authenticator_app(
        worker=place.worker, secret=account.secret, by=account.actor(), at=timezone.now()
    )
    return client_of(account)


def recover_on_a_new_machine(world, ayo, settings, tmp_path, words):
    """What the new manager reads on Ayo's page before and after the words are typed."""
    taken = backup(tmp_path, timezone.now())
    with at_home(tmp_path / "new-machine", settings):
        restoring.restore(restoring.Asked(taken.records, taken.keyring), at=timezone.now())
        lose_everybody()
        client = come_back()
        page = world.project.url("people:show_person", ayo.pk)
        before = client.get(page, follow=True).content
        client.post(world.project.url("staff:use_envelope"), {"words": words})
        return before, client.get(page, follow=True).content


@pytest.mark.sqlite_only(reason=RESTORED)
def test_backup_and_one_envelope_bring_the_names_back_on_a_new_machine(world, ayo, settings, tmp_path):
    before, after = recover_on_a_new_machine(world, ayo, settings, tmp_path, world.words)
    assert b"Ayo" not in before and b"Ayo" in after


@pytest.mark.sqlite_only(reason=RESTORED)
def test_backup_without_the_envelope_opens_nothing(world, ayo, settings, tmp_path):
    wrong = " ".join(reversed(world.words.split()))
    before, after = recover_on_a_new_machine(world, ayo, settings, tmp_path, wrong)
    assert b"Ayo" not in before and b"Ayo" not in after


@pytest.mark.sqlite_only(reason=RESTORED)
def test_server_lost_twin_whose_envelope_was_never_sealed_to_is_caught(world, ayo, settings, tmp_path):
    """The control off: the paper is right, and no key was ever sealed to it."""
    Grant.objects.filter(holder_id=recovery.current(world.project.id).id).delete()
    _before, after = recover_on_a_new_machine(world, ayo, settings, tmp_path, world.words)
    assert b"Ayo" not in after


@pytest.mark.sqlite_only(reason=RESTORED)
def test_server_lost_twin_with_a_holder_who_survives_is_caught(world, ayo, settings, tmp_path):
    """The control off: one worker's key was not lost, and the name shows without any words."""
    taken = backup(tmp_path, timezone.now())
    with at_home(tmp_path / "new-machine", settings):
        restoring.restore(restoring.Asked(taken.records, taken.keyring), at=timezone.now())
        page = world.project.url("people:show_person", ayo.pk)
        assert b"Ayo" in client_of(world.account("manager")).get(page, follow=True).content
