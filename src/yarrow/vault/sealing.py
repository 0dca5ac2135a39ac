"""The cryptographic pieces, each one call into libsodium (PyNaCl).

Symmetric: XChaCha20-Poly1305 with a random 24-byte nonce and associated data (draft-irtf-cfrg-xchacha).
To a holder: libsodium sealed box (X25519 + XSalsa20-Poly1305). Derivation: HKDF-SHA256 (RFC 5869).
"""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from yarrow.methods.refusals import Fault
from yarrow.vault.errors import Tampered

KEY_BYTES = 32
NONCE_BYTES = 24
# The first byte of every sealed value names the way it was sealed, so that the way can change.
XCHACHA = b"\x01"
SMALL_BLOCK, LARGE_BLOCK, FILE_BLOCK = 64, 256, 16 * 1024
# What a packed file begins with; JSON never does.
FILE = b"\x00"


@dataclass(frozen=True)
class Pair:
    """An X25519 key pair; the private half never shows itself."""

    public: bytes
    private: bytes = field(repr=False)


def new_key() -> bytes:
    """A random 32-byte key."""
    return secrets.token_bytes(KEY_BYTES)


def new_pair() -> Pair:
    """A random X25519 pair."""
    private = PrivateKey.generate()
    return Pair(public=bytes(private.public_key), private=bytes(private))


def public_of(private: bytes) -> bytes:
    """The public half that belongs to a private one."""
    return bytes(PrivateKey(private).public_key)


def derive(secret: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose from one secret (HKDF-SHA256, purpose as info)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(secret)


def bound_to(*parts: object) -> bytes:
    """Associated data from the place of a value; each part is length-prefixed so that places can't run together."""
    encoded = [str(part).encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def seal(key: bytes, plain: bytes, place: bytes) -> bytes:
    """`plain` sealed under `key` for `place` (associated data): format byte, nonce, ciphertext."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return XCHACHA + nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, place, nonce, key)


def open_sealed(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """The plain bytes; Tampered when key, place or bytes are not those of sealing."""
    if sealed[:1] != XCHACHA:
        raise Tampered("a sealed value has an unknown format")
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return bytes(bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(body, place, nonce, key))
    except (CryptoError, ValueError, TypeError):
        raise Tampered("a sealed value does not open in its place") from None


def seal_to(public: bytes, plain: bytes) -> bytes:
    """`plain` sealed so that only the holder of the private half can open it."""
    return bytes(SealedBox(PublicKey(public)).encrypt(plain))


def open_with(private: bytes, sealed: bytes) -> bytes:
    """What was sealed to this pair; Tampered when it was not, or was changed."""
    try:
        return bytes(SealedBox(PrivateKey(private)).decrypt(sealed))
    except (CryptoError, ValueError, TypeError):
        raise Tampered("this key does not open what was sealed to another") from None


def pack(value: Any, block: int = 0) -> bytes:
    """JSON, padded so that its length says little: to 64 bytes, from 192 on to 256; or to `block`.

    Half a surrogate pair (a browser can send one) becomes a question mark: it is no character in any script.
    A Fault for what JSON can't say; the error of the encoder would carry the value.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError):
        raise Fault("a value to be sealed is not JSON") from None
    raw = text.encode(errors="replace")
    block = block or (SMALL_BLOCK if len(raw) < SMALL_BLOCK * 3 else LARGE_BLOCK)
    return bytes(bindings.sodium_pad(raw, block))


def pack_file(content: bytes) -> bytes:
    """A file as it is, padded to 16 KiB: the exact size of a picture can tell which picture it is."""
    return bytes(bindings.sodium_pad(FILE + content, FILE_BLOCK))


def unpack(padded: bytes) -> Any:
    """The value that `pack` or `pack_file` made. The padding marker is found from the end, whatever the block was."""
    body = padded.rstrip(b"\x00")
    if not body.endswith(b"\x80"):
        raise Tampered("a sealed value has broken padding")
    if body.startswith(FILE):
        return body[1:-1]
    try:
        return json.loads(body[:-1])
    except (ValueError, RecursionError):
        # The decoder's error carries the whole text.
        raise Tampered("a sealed value is not what was packed") from None
