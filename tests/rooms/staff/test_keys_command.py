"""The recovery drill and the way back in, at the console."""

import io
import re
import sys
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.worlds import make_project
from yarrow.staff.actions import joining
from yarrow.staff.models import Membership
from yarrow.vault import doctor, recovery, sealing
from yarrow.vault.errors import NotCovered, Tampered
from yarrow.vault.models import Compartment, Grant, HolderKey, RecoveryKey, TrailRow

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=200)


@pytest.fixture
def world():
    return make_project()


def keys(*words, stdin="", monkeypatch=None):
    if monkeypatch:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
    out = io.StringIO()
    call_command("keys", *words, stdout=out)
    return out.getvalue()


def test_drill_proves_the_words_and_writes_the_day_and_nothing_else(world, monkeypatch):
    RecoveryKey.objects.update(proven_at=LONG_AGO)
    assert any("run the drill" in risk.what for risk in doctor.risks(timezone.now()))
    words = "\n".join(world.words.upper().split())
    said = keys("drill", "--project", "small", stdin=words, monkeypatch=monkeypatch)
    assert "open every key of small" in said
    assert not any("run the drill" in risk.what for risk in doctor.risks(timezone.now()))
    row = TrailRow.objects.filter(act="staff.prove_recovery").last()
    assert row.role == "system"
    kept = str([list(model.objects.values()) for model in (TrailRow, RecoveryKey, Grant, HolderKey)])
    # One word alone may be anywhere; two that follow each other are of the envelope.
    one_by_one = world.words.split()
    assert not any(" ".join(pair) in kept.lower() for pair in pairwise(one_by_one))


@pytest.mark.parametrize("wrong", ["", "abandon " * 24, "backwards"])
def test_drill_with_other_words_says_so_and_proves_nothing(world, monkeypatch, wrong):
    RecoveryKey.objects.update(proven_at=None)
    wrong = " ".join(reversed(world.words.split())) if wrong == "backwards" else wrong
    with pytest.raises(CommandError, match="words"):
        keys("drill", "--project", "small", stdin=wrong, monkeypatch=monkeypatch)
    assert recovery.current(world.project.id).proven_at is None


def test_drill_reads_the_terminal_without_echo(world, monkeypatch):
    asked = []

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(
        "yarrow.staff.management.commands.keys.getpass", lambda *said: asked.append(said) or world.words
    )
    keys("drill", "--project", "small")
    assert len(asked) == 1


def test_drill_finds_a_key_that_the_paper_does_not_open_or_that_is_another(world):
    given = {"by": world.worker("manager"), "at": timezone.now()}
    envelope = recovery.current(world.project.id)
    grant = Grant.objects.get(holder_id=envelope.id, compartment__name="isva")
    sealed = bytes(grant.sealed_key)
    grant.sealed_key = sealing.seal_to(bytes(envelope.public_key), sealing.new_pair().private)
    grant.save()
    with pytest.raises(Tampered):
        recovery.prove(world.project.id, world.words, **given)
    grant.delete()
    with pytest.raises(NotCovered, match="don't open isva"):
        recovery.prove(world.project.id, world.words, **given)
    assert not recovery.opens(world.project.id, "isva") and recovery.opens(world.project.id, "notes")
    grant.pk, grant.sealed_key = None, sealed
    grant.save(force_insert=True)
    recovery.prove(world.project.id, world.words, **given)
    assert Compartment.objects.filter(project_id=world.project.id).count() == 7


def test_today_reminds_those_who_arrange_until_it_is_done(world):
    today = world.project.url("desk:show_today")
    words = "Type the recovery words back"
    assert words not in world.client("manager").get(today).content.decode()
    RecoveryKey.objects.update(proven_at=LONG_AGO)
    for role, is_told in {"manager": True, "coordinator": True, "outreach": False}.items():
        assert (words in world.client(role).get(today).content.decode()) == is_told
    page = world.project.url("staff:prove_recovery")
    client = world.client("coordinator")
    assert client.post(page, {"words": world.words})["Location"] == world.project.url("staff:show_readiness")
    assert words not in client.get(today).content.decode()
    assert "Last done on" in client.get(world.project.url("staff:show_readiness")).content.decode()


def token_in(said):
    return re.search(r"http://localhost/join/([^/]+)/", said)[1]


def test_recover_invites_a_manager_who_holds_nothing_without_the_words(world):
    said = keys("recover", "--project", "small", "--email", "new@x.example", "--name", "Nia New")
    place = joining.accept_as_new(
        token=token_in(said), name="Nia", passphrase="copper meadow nine patient herons", at=timezone.now()
    )
    assert place.role == "manager" and place.is_waiting and place.held == set()


def test_recover_lets_somebody_here_begin_again(world):
    account = world.account("coordinator")
    said = keys("recover", "--project", "small", "--email", account.email.upper())
    place = Membership.objects.get(id=account.place.id)
    assert place.state == "left" and place.held == set() and token_in(said)


def test_recover_of_nobody_or_nowhere_says_what_is_missing(world):
    with pytest.raises(CommandError, match="Say --name too"):
        keys("recover", "--project", "small", "--email", "new@x.example")
    with pytest.raises(CommandError, match="There is no project 'nowhere'"):
        keys("recover", "--project", "nowhere", "--email", "new@x.example")
