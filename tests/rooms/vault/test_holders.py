"""Holders, passphrases, compartments and recovery: who can open what, and how that begins and ends."""

import unicodedata
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from nacl.bindings import crypto_pwhash_alg, crypto_pwhash_ALG_ARGON2ID13

from tests.rooms.vault.holding import PHRASE, new_holder
from yarrow.vault import compartments, fence, holders, passphrases, recovery, sealing, stretching, trail
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Locked, NoGrant, Tampered, TooWeak, WrongWords
from yarrow.vault.models import Compartment, Grant, HolderKey, RecoveryKey

pytestmark = pytest.mark.django_db
NOW = timezone.now()
CHEAP = {"alg": "argon2id13", "time": 1, "memory_kib": 8}


@pytest.mark.parametrize(
    "weak",
    ["", "short", "a" * 40, "abc " * 10, "password password password", "one two one two one two", " " * 60],
)
def test_weak_passphrase_is_refused_at_its_field(weak):
    with pytest.raises(TooWeak) as refusal:
        holders.make_holder(weak)
    assert refusal.value.field == "passphrase" and not HolderKey.objects.exists()
    assert not weak.strip() or weak not in refusal.value.message


def test_generated_passphrase_is_strong_enough_for_itself():
    for _ in range(20):
        passphrases.check_strength(passphrases.generate())


def test_stretching_is_argon2id_of_the_folded_words_split_by_hkdf():
    halves = stretching.stretch(PHRASE, b"s" * 16, CHEAP)
    root = crypto_pwhash_alg(32, PHRASE.encode(), b"s" * 16, 1, 8 * 1024, crypto_pwhash_ALG_ARGON2ID13)
    assert halves.verifier == sealing.derive(root, "yarrow login verifier")
    assert halves.wrapping == sealing.derive(root, "yarrow wrapping key")
    assert "verifier" not in repr(halves) and "wrapping" not in repr(halves)


def test_stretching_takes_any_keyboards_way_of_writing_the_words():
    word = "Zoë café déjà vu naïve façade"
    spelt = [unicodedata.normalize(form, word) for form in ("NFC", "NFD", "NFKC", "NFKD")]
    spelt += [f"  {word.replace(' ', '   ')}\t"]
    assert len({stretching.stretch(each, b"s" * 16, CHEAP).verifier for each in spelt}) == 1
    assert (
        stretching.stretch(word.upper(), b"s" * 16, CHEAP).verifier
        != stretching.stretch(word, b"s" * 16, CHEAP).verifier
    )


def test_unlock_gives_the_key_of_this_holder_only():
    one, other = new_holder(), new_holder()
    private = holders.unlock(one.key.id, PHRASE)
    assert sealing.public_of(private) == bytes(one.key.public_key) != bytes(other.key.public_key)
    assert holders.unlock(uuid4(), PHRASE) is None


def test_wrapped_key_moved_to_another_holder_does_not_open():
    one, other = new_holder(), new_holder()
    stolen = HolderKey.objects.get(id=one.key.id)
    moved = {name: getattr(stolen, name) for name in ("wrapped_private", "salt", "cost", "verifier")}
    HolderKey.objects.filter(id=other.key.id).update(**moved)
    with pytest.raises(Tampered):
        holders.unlock(other.key.id, PHRASE)


def test_change_passphrase_keeps_the_key_and_drops_the_old_words():
    holder, new = new_holder(), "velvet anchor sixteen meadow copper lantern"
    private = holders.unlock(holder.key.id, PHRASE)
    with pytest.raises(WrongWords):
        holders.change_passphrase(holder.key.id, "not my words at all, sorry", new)
    with pytest.raises(TooWeak):
        holders.change_passphrase(holder.key.id, PHRASE, "short")
    salt = bytes(HolderKey.objects.get(id=holder.key.id).salt)
    holders.change_passphrase(holder.key.id, PHRASE, new)
    assert holders.unlock(holder.key.id, new) == private
    assert holders.unlock(holder.key.id, PHRASE) is None
    assert bytes(HolderKey.objects.get(id=holder.key.id).salt) != salt


def test_grant_opens_and_revoke_closes(project_id, founding, founder):
    other = new_holder()
    compartments.grant(project_id, "identity", to_holder_id=other.key.id, by=founder, at=NOW)
    compartments.grant(project_id, "identity", to_holder_id=other.key.id, by=founder, at=NOW)
    assert compartments.held_by(project_id, other.key.id) == {"identity"}
    subject = uuid4()
    key = founder.key.subject_key_or_new(project_id, subject, "identity")
    assert other.actor().key.subject_key(project_id, subject, "identity") == key
    compartments.revoke(project_id, "identity", holder_id=other.key.id, by=founder, at=NOW)
    with pytest.raises(NoGrant):
        other.actor().key.subject_key(project_id, subject, "identity")
    acts = [row.act for row in trail.rows_about(project_id, other.key.id)]
    assert acts == ["vault.revoke", "vault.grant", "vault.grant"]


def test_grant_by_somebody_who_could_not_open_it_is_refused(project_id, founding):
    other, third = new_holder(), new_holder()
    for by, refusal in (
        (other.actor(), NoGrant),
        (Actor(uuid4(), "manager"), Locked),
        (Actor.system("x"), Locked),
    ):
        with pytest.raises(refusal):
            compartments.grant(project_id, "identity", to_holder_id=third.key.id, by=by, at=NOW)
    assert not Grant.objects.filter(holder_id=third.key.id).exists()


def test_revoke_all_takes_one_projects_grants_only(project_id, founding, founder):
    elsewhere = uuid4()
    with fence.around(elsewhere):
        compartments.make_for_project(elsewhere, ["identity"], founder=founding.key, by=founder, at=NOW)
    compartments.revoke_all(project_id, holder_id=founding.key.id, by=founder, at=NOW)
    assert compartments.held_by(project_id, founding.key.id) == set()
    with fence.around(elsewhere):
        assert compartments.held_by(elsewhere, founding.key.id) == {"identity"}


def test_compartment_has_one_current_key(project_id, founding, founder):
    from django.db import IntegrityError, transaction

    with transaction.atomic(), pytest.raises(IntegrityError):
        compartments.make_for_project(project_id, ["notes"], founder=founding.key, by=founder, at=NOW)


def test_public_key_replaced_by_a_stranger_is_noticed_before_anything_is_sealed(project_id, founding):
    Compartment.objects.filter(project_id=project_id, name="notes").update(
        public_key=sealing.new_pair().public
    )
    with pytest.raises(Tampered, match="public key"):
        founding.actor().key.subject_key_or_new(project_id, uuid4(), "notes")


def test_subject_key_moved_to_another_subject_does_not_open(project_id, founding, founder):
    from yarrow.vault import keyring

    one, other = uuid4(), uuid4()
    founder.key.subject_key_or_new(project_id, one, "notes")
    key_id, wrapped = keyring.find(project_id, "notes", [one])[one]
    keyring.keep(project_id, other, "notes", key_id, wrapped, NOW)
    with pytest.raises(Tampered):
        founding.actor().key.subject_key(project_id, other, "notes")


def test_envelope_words_are_printed_once_and_stored_nowhere(project_id, founder):
    words = recovery.make_envelope(project_id, by=founder, at=NOW)
    assert len(words) == 24
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {table}")
            assert " ".join(words[:3]) not in str(cursor.fetchall())


@pytest.mark.parametrize(
    "spelt", [str.upper, lambda text: text.replace(" ", "\n "), lambda text: f" {text} "]
)
def test_envelope_is_proven_however_the_words_are_typed(project_id, founder, spelt):
    words = " ".join(recovery.make_envelope(project_id, by=founder, at=NOW))
    recovery.prove(project_id, spelt(words), by=founder, at=NOW)
    assert recovery.current(project_id).proven_at == NOW


def test_slip_of_the_pen_is_told_from_another_envelope(project_id, founder):
    old = recovery.make_envelope(project_id, by=founder, at=NOW)
    recovery.make_envelope(project_id, by=founder, at=NOW)
    with pytest.raises(WrongWords, match="spelling and the order"):
        recovery.prove(project_id, " ".join(["harbor", *old[1:]]), by=founder, at=NOW)
    with pytest.raises(WrongWords, match="older envelope"):
        recovery.prove(project_id, " ".join(old), by=founder, at=NOW)
    assert (
        Grant.objects.filter(holder_id__in=RecoveryKey.objects.exclude(retired_at=None).values("id")).count()
        == 0
    )


def test_envelope_by_somebody_who_lacks_a_key_is_not_made(project_id, founding, founder):
    other = new_holder()
    compartments.grant(project_id, "identity", to_holder_id=other.key.id, by=founder, at=NOW)
    with pytest.raises(NoGrant):
        recovery.make_envelope(project_id, by=other.actor(), at=NOW)
    assert recovery.current(project_id) is None


def test_drill_notices_a_grant_that_the_envelope_can_not_open(project_id, founder):
    words = " ".join(recovery.make_envelope(project_id, by=founder, at=NOW))
    envelope = recovery.current(project_id)
    wrong = sealing.seal_to(sealing.new_pair().public, b"x" * 32)
    Grant.objects.filter(holder_id=envelope.id, compartment__name="notes").update(sealed_key=wrong)
    with pytest.raises(Tampered):
        recovery.prove(project_id, words, by=founder, at=NOW)
    assert recovery.current(project_id).proven_at is None


def test_system_is_an_actor_without_a_key():
    system = Actor.system("import")
    assert system == Actor.system("import") != Actor.system("demo") and system.role == "system"
    with pytest.raises(Locked):
        _ = system.key
    assert not system.holds(uuid4(), "identity")
