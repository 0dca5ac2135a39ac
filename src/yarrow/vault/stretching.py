"""From a passphrase to two keys in one memory-hard run.

One Argon2id run (RFC 9106) per try, split by HKDF into the login verifier and the wrapping key, so that
neither is a cheaper thing to guess than the other. At most one run at a time per process, so that a burst
of sign-ins cannot exhaust the memory.
"""

import secrets
import threading
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from nacl import pwhash
from nacl.bindings import crypto_pwhash_alg, crypto_pwhash_ALG_ARGON2ID13

from yarrow.vault.sealing import KEY_BYTES, derive

SALT_BYTES = pwhash.argon2id.SALTBYTES
FLOOR_TIME, FLOOR_MEMORY_KIB = 3, 64 * 1024
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Stretched:
    """The two halves of one run."""

    verifier: bytes = field(repr=False)
    wrapping: bytes = field(repr=False)


def cost() -> dict[str, Any]:
    """The cost that new passphrases get; stored beside each so that it can rise later."""
    return {"alg": "argon2id13", "time": settings.ARGON2_TIME, "memory_kib": settings.ARGON2_MEMORY_KIB}


def new_salt() -> bytes:
    """A random salt of the length Argon2id takes."""
    return secrets.token_bytes(SALT_BYTES)


def stretch(passphrase: str, salt: bytes, at_cost: dict[str, Any]) -> Stretched:
    """One Argon2id run over the NFKC form with spaces folded, so that any keyboard gives the same bytes."""
    folded = " ".join(unicodedata.normalize("NFKC", passphrase).split()).encode()
    with _one_at_a_time:
        root = crypto_pwhash_alg(
            KEY_BYTES,
            folded,
            salt,
            at_cost["time"],
            at_cost["memory_kib"] * 1024,
            crypto_pwhash_ALG_ARGON2ID13,
        )
    return Stretched(derive(root, "yarrow login verifier"), derive(root, "yarrow wrapping key"))
