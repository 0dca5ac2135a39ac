"""The server's disk is gone and so is everybody who held a key: two archives and one envelope are left."""

import io
import re

import pyotp
import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.rooms.vault.homes import at_home, backup
from tests.worlds import Account, client_of
from yarrow.people.actions import add_person
from yarrow.staff.actions import accounts, joining
from yarrow.vault import doctor, recovery
from yarrow.vault.backups import restoring
from yarrow.vault.models import Grant, HolderKey, SealedSession

PROMISE = "A backup and one envelope bring everything back on a new machine, with nobody left who held a key."
PASSPHRASE = "seven lanterns over quiet harbour water"
pytestmark = pytest.mark.sqlite_only(reason="PostgreSQL's way of restoring is tested in its room")


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
    place = joining.accept_as_new(token=token, name="Nia", passphrase=PASSPHRASE, at=timezone.now())
    account = Account("manager", email, pyotp.random_base32(), place, PASSPHRASE)
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


def test_backup_and_one_envelope_bring_the_names_back_on_a_new_machine(world, ayo, settings, tmp_path):
    before, after = recover_on_a_new_machine(world, ayo, settings, tmp_path, world.words)
    assert b"Ayo" not in before and b"Ayo" in after


def test_backup_without_the_envelope_opens_nothing(world, ayo, settings, tmp_path):
    wrong = " ".join(reversed(world.words.split()))
    before, after = recover_on_a_new_machine(world, ayo, settings, tmp_path, wrong)
    assert b"Ayo" not in before and b"Ayo" not in after


def test_server_lost_twin_whose_envelope_was_never_sealed_to_is_caught(world, ayo, settings, tmp_path):
    """The control off: the paper is right, and no key was ever sealed to it."""
    Grant.objects.filter(holder_id=recovery.current(world.project.id).id).delete()
    _before, after = recover_on_a_new_machine(world, ayo, settings, tmp_path, world.words)
    assert b"Ayo" not in after


def test_server_lost_twin_with_a_holder_who_survives_is_caught(world, ayo, settings, tmp_path):
    """The control off: one worker's key was not lost, and the name shows without any words."""
    taken = backup(tmp_path, timezone.now())
    with at_home(tmp_path / "new-machine", settings):
        restoring.restore(restoring.Asked(taken.records, taken.keyring), at=timezone.now())
        page = world.project.url("people:show_person", ayo.pk)
        assert b"Ayo" in client_of(world.account("manager")).get(page, follow=True).content
