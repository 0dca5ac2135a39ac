"""Guessing a passphrase costs one full memory-hard run per try, and nothing cheaper would tell."""

import hashlib
import hmac
import itertools
import math
import re

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

import yarrow.site.settings as production
from tests.attacks.secrets_seen import forms_of
from yarrow.vault import passphrases, startup, stretching
from yarrow.vault.models import HolderKey

PROMISE = "Guessing a worker's passphrase costs a full memory-hard run per try; there is no cheaper check."
# Self-describing hashes of libraries: a verifier beside ours would look like one of these.
_HASHES = re.compile(rb"(pbkdf2_\w+|bcrypt\w*|scrypt|md5|sha1|argon2)\$|\$2[aby]\$|\$argon2")


@pytest.fixture
def runs(monkeypatch):
    """Counts memory-hard runs and keeps their cost."""
    seen = []
    run = stretching.crypto_pwhash_alg

    def counted(*args):
        seen.append(args[3:5])
        return run(*args)

    monkeypatch.setattr(stretching, "crypto_pwhash_alg", counted)
    return seen


def try_to_sign_in(email: str, passphrase: str) -> None:
    Client().post("/sign-in/", {"login": email, "password": passphrase}, secure=True)


def cheap_verifiers(phrase: str, disk_bytes: bytes, salts: list[bytes]) -> list[str]:
    """Fast hashes of the phrase, salted with anything stored or not, that lie on the disk."""
    raw, found = phrase.encode(), []
    for name, salt in itertools.product(("md5", "sha1", "sha256", "sha512", "blake2b"), [b"", *salts]):
        makings = {raw + salt, salt + raw, salt + b"$" + raw, raw.lower() + salt}
        digests = [hashlib.new(name, making).digest() for making in makings]
        if salt:
            digests.append(hmac.new(salt, raw, name).digest())
        if any(form in disk_bytes for digest in digests for form in forms_of(digest)):
            found.append(f"{name} with salt {salt.hex()}")
    return found + [run.group().decode() for run in _HASHES.finditer(disk_bytes)]


def test_every_try_costs_one_run_whoever_it_is_for(world, runs):
    account = world.account("coordinator")
    waiting = world.account("evaluator")
    waiting.worker.is_active = False
    waiting.worker.save()
    for email in (account.email, "nobody@nowhere.example", waiting.email):
        runs.clear()
        try_to_sign_in(email, "not the right words at all")
        assert len(runs) == 1, email
    runs.clear()
    try_to_sign_in(account.email, account.passphrase)
    assert len(runs) == 1


def test_production_cost_is_at_the_floor_and_less_stops_the_start(settings):
    assert (production.ARGON2_TIME, production.ARGON2_MEMORY_KIB) >= (3, 64 * 1024)
    assert (stretching.FLOOR_TIME, stretching.FLOOR_MEMORY_KIB) == (3, 64 * 1024)
    assert not hasattr(production, "SILENCED_SYSTEM_CHECKS")
    settings.ARGON2_TIME, settings.ARGON2_MEMORY_KIB = 3, 64 * 1024
    assert startup.check_stretching() == []
    for time, memory in ((2, 64 * 1024), (3, 32 * 1024)):
        settings.ARGON2_TIME, settings.ARGON2_MEMORY_KIB = time, memory
        assert [each.id for each in startup.check_stretching()] == ["vault.E010"]


def test_both_halves_come_from_one_run():
    halves = stretching.stretch("six words", b"s" * 16, {"time": 1, "memory_kib": 8})
    assert halves.verifier != halves.wrapping and len(halves.verifier) == len(halves.wrapping) == 32


def test_generated_passphrases_have_65_bits():
    words = passphrases.word_list()
    assert len(set(words)) == len(words) == 2048
    assert passphrases.N_WORDS * math.log2(len(words)) >= 65
    drawn = [passphrases.generate() for _ in range(50)]
    assert len(set(drawn)) == 50 and {len(each.split()) for each in drawn} == {passphrases.N_WORDS}


def test_no_cheaper_verifier_lies_on_the_disk(world, disk):
    account = world.account("coordinator")
    try_to_sign_in(account.email, account.passphrase)
    salts = [bytes(salt) for salt in HolderKey.objects.values_list("salt", flat=True)]
    assert cheap_verifiers(account.passphrase, disk.everything(), salts) == []


@pytest.mark.parametrize("algorithm", ["pbkdf2_sha256", "md5 by hand"])
def test_guessing_twin_with_a_cheaper_verifier_is_caught(world, disk, algorithm):
    account, worker = world.account("coordinator"), world.account("coordinator").worker
    quick = hashlib.md5(account.passphrase.encode()).hexdigest()  # noqa: S324 - the planted fault
    worker.password = make_password(account.passphrase) if algorithm == "pbkdf2_sha256" else quick
    worker.save()
    assert cheap_verifiers(account.passphrase, disk.everything(), [])


def test_guessing_twin_with_a_free_answer_for_strangers_is_caught(world, runs, monkeypatch):
    from yarrow.staff import backends

    whole = backends.holders.unlock
    monkeypatch.setattr(
        backends.holders, "unlock", lambda holder, words: whole(holder, words) if holder else None
    )
    runs.clear()
    try_to_sign_in("nobody@nowhere.example", "not the right words at all")
    assert runs == []
