"""The vault's walk: a founder, a project, a subject's sealed value, the page that opens it, the trail row."""

from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from yarrow.vault import append_only, compartments, holders, inbox, keyring, recovery, trail
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Locked, NoGrant, WrongWords
from yarrow.vault.models import InboxEntry
from yarrow.vault.unlocked import Unlocked

pytestmark = pytest.mark.django_db
PHRASE = "harbour lemon quiet ribbon saddle winter"


@pytest.fixture
def founder(project_id):
    holder = holders.make_holder(PHRASE)
    private = holders.unlock(holder.id, PHRASE)
    by = Actor(id=uuid4(), role="coordinator", unlocked=Unlocked(holder.id, private))
    compartments.make_for_project(project_id, ["identity", "notes"], founder=holder, by=by, at=timezone.now())
    return by


def test_unlock_wants_the_right_passphrase():
    holder = holders.make_holder(PHRASE)
    assert holders.unlock(holder.id, PHRASE + " no") is None
    assert holders.unlock(None, PHRASE) is None
    assert len(holders.unlock(holder.id, "  ".join(PHRASE.split()))) == 32


def test_subject_key_is_made_once_and_found_again(project_id, founder):
    subject = uuid4()
    first = founder.key.subject_key_or_new(project_id, subject, "identity")
    again = Unlocked(founder.key.holder_id, holders.unlock(founder.key.holder_id, PHRASE))
    assert again.subject_key(project_id, subject, "identity") == first
    assert again.subject_key_or_new(project_id, subject, "notes") != first
    keyring.checkpoint()


def test_someone_without_a_grant_opens_nothing(project_id, founder):
    other = holders.make_holder(PHRASE + " other")
    stranger = Unlocked(other.id, holders.unlock(other.id, PHRASE + " other"))
    with pytest.raises(NoGrant):
        stranger.subject_key_or_new(project_id, uuid4(), "identity")
    compartments.grant(project_id, "identity", to_holder_id=other.id, by=founder, at=timezone.now())
    fresh = Unlocked(other.id, holders.unlock(other.id, PHRASE + " other"))
    assert fresh.holds(project_id, "identity") and not fresh.holds(project_id, "notes")


def test_recovery_words_bring_everything_back(project_id, founder):
    words = recovery.make_envelope(project_id, by=founder, at=timezone.now())
    assert len(words) == 24
    with pytest.raises(WrongWords):
        recovery.prove(project_id, " ".join(reversed(words)), by=founder, at=timezone.now())
    recovery.prove(project_id, " ".join(words), by=founder, at=timezone.now())
    newcomer = holders.make_holder(PHRASE + " new")
    system = Actor.system("recovery")
    names = recovery.recover(project_id, " ".join(words), to=newcomer, by=system, at=timezone.now())
    assert sorted(names) == ["identity", "notes"]
    assert compartments.holders_of(project_id, "identity") == {founder.key.holder_id, newcomer.id}


def test_an_entry_left_without_a_key_is_opened_by_the_next_holder(project_id, founder):
    seen = []
    inbox.opens("test.note", lambda payload, **context: seen.append((payload, context["entry_id"])))
    outreach, entry_id = Actor(id=uuid4(), role="outreach"), uuid4()
    entry = inbox.leave(
        project_id,
        "notes",
        kind="test.note",
        payload={"text": "asked about the hostel"},
        by=outreach,
        at=timezone.now(),
        entry_id=entry_id,
    )
    assert b"hostel" not in bytes(entry.envelope)
    with pytest.raises(Locked):
        inbox.peek(entry, by=outreach)
    assert inbox.open_waiting(project_id, by=founder, at=timezone.now()).n_opened == 1
    assert seen == [({"text": "asked about the hostel"}, entry_id)]
    assert InboxEntry.objects.get().state == "opened" and bytes(InboxEntry.objects.get().envelope) == b""


@pytest.mark.as_owner
def test_the_trail_is_a_chain(project_id, founder):
    with transaction.atomic():
        trail.note(project_id, by=founder, act="test.act", at=timezone.now(), fields=["b", "a"])
    assert trail.verify(project_id) == []
    anchored = trail.anchor(project_id)
    append_only.remove(connection)
    row = trail.TrailRow.objects.get(project_id=project_id, n=1)
    trail.TrailRow.objects.filter(id=row.id).update(role="someone")
    assert [(b.n, b.what) for b in trail.verify(project_id)] == [(1, "changed")]
    trail.TrailRow.objects.filter(id=row.id).update(role=row.role)
    trail.TrailRow.objects.filter(n=anchored[0]).delete()
    assert "cut off since the anchor" in {b.what for b in trail.verify(project_id, anchored)}
