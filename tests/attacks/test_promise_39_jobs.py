"""A job that knows a worker's passphrase and the words on paper tries to read a name, in a process of jobs."""

import pytest
from django.utils import timezone

from tests.children import ended
from tests.rooms.vault.counting import a_worker
from tests.worlds import PASSPHRASE
from yarrow.people.actions import add_person
from yarrow.vault import due, holders, keyless, recovery
from yarrow.vault.actors import Actor
from yarrow.vault.models import DueJob
from yarrow.vault.unlocked import Unlocked

PROMISE = "What Yarrow does by itself opens nothing: in its process nobody's key opens, whatever a job knows and tries."


def by_passphrase(world):
    holder = world.account("coordinator").worker.holder_id
    return Unlocked(holder, holders.unlock(holder, world.account("coordinator").passphrase))


def by_the_words_on_paper(world):
    key = holders.make_holder(PASSPHRASE)
    recovery.recover(world.project.id, world.words, to=key, by=Actor.system("job"), at=timezone.now())
    return Unlocked(key.id, holders.unlock(key.id, PASSPHRASE))


WAYS = {"passphrase": by_passphrase, "words": by_the_words_on_paper}


def read_in_a_job(world, tmp_path, monkeypatch, way):
    """What the job could read, and the class of what stopped it."""
    person = add_person(
        project=world.project, by=world.worker("coordinator"), at=timezone.now(), called="Ayo"
    )
    read = tmp_path / "read"

    def tries(_rows, _at):
        unlocked = WAYS[way](world)
        read.write_text(person.sealed.open_unrecorded("identity.called", unlocked))

    monkeypatch.setattr(due, "_kinds", {})
    due.carries(due.Kind("test.read", "read a name", tries, alone=True))
    due.add("test.read", [(world.project.id, "1")], due_at=timezone.now())
    assert ended(a_worker(10)) == 0
    return read.read_text() if read.exists() else "", DueJob.objects.get().fault


@pytest.mark.parametrize("way", WAYS)
def test_job_that_knows_the_words_opens_nothing(world, tmp_path, monkeypatch, way):
    assert read_in_a_job(world, tmp_path, monkeypatch, way) == ("", "yarrow.vault.keyless.NoKeyHere")


@pytest.mark.parametrize("way", WAYS)
def test_job_twin_in_a_process_that_kept_its_keys_is_caught(world, tmp_path, monkeypatch, way):
    monkeypatch.setattr(keyless, "give_up_keys", lambda: None)
    assert read_in_a_job(world, tmp_path, monkeypatch, way) == ("Ayo", "")
