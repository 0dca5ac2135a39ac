"""What a browser seals to a compartment before it travels.

WebCrypto can't do X25519 everywhere, so each compartment has a P-256 pair beside it: ECDH with a fresh key,
HKDF-SHA256 (no salt, info `yarrow intake v1`), AES-256-GCM, bound to project, compartment and entry id. The
envelope is JSON with base64 fields v, key (compartment key id), epk (65-byte raw point), iv (12 bytes), ct.
"""

import base64
import binascii
import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from yarrow.vault.errors import Tampered
from yarrow.vault.sealing import bound_to, pack, unpack

CURVE = ec.SECP256R1()
INFO = b"yarrow intake v1"
_RAW = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


@dataclass(frozen=True)
class Points:
    """A P-256 pair: the raw public point (65 bytes) and the private number (32 bytes)."""

    public: bytes
    private: bytes = field(repr=False)


def new_points() -> Points:
    """A random P-256 pair."""
    key = ec.generate_private_key(CURVE)
    number = key.private_numbers().private_value
    return Points(public=key.public_key().public_bytes(*_RAW), private=number.to_bytes(32, "big"))


def seal_envelope(public: bytes, key_id: UUID, value: Any, place: bytes) -> bytes:
    """The envelope that a browser would make; used where the server itself must seal in the browser's way."""
    fresh = ec.generate_private_key(CURVE)
    shared = fresh.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public))
    iv = secrets.token_bytes(12)
    body = AESGCM(_stretch(shared)).encrypt(iv, pack(value), place)
    parts = {"epk": fresh.public_key().public_bytes(*_RAW), "iv": iv, "ct": body}
    coded = {name: base64.b64encode(part).decode() for name, part in parts.items()}
    return json.dumps({"v": 1, "key": str(key_id), **coded}).encode()


def key_id_of(envelope: bytes) -> UUID:
    """Which compartment key an envelope is sealed to. Raises Tampered for anything that is no envelope."""
    return UUID(_parts(envelope)["key"])


def open_envelope(private: bytes, envelope: bytes, place: bytes) -> Any:
    """The value a browser sealed. Raises Tampered."""
    parts = _parts(envelope)
    try:
        epk, iv, body = (base64.b64decode(parts[name], validate=True) for name in ("epk", "iv", "ct"))
        key = ec.derive_private_key(int.from_bytes(private, "big"), CURVE)
        shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, epk))
        return unpack(AESGCM(_stretch(shared)).decrypt(iv, body, place))
    except (InvalidTag, ValueError, binascii.Error):
        raise Tampered("an envelope does not open in its place") from None


def place_of(project_id: UUID, compartment: str, entry_id: UUID) -> bytes:
    """What an envelope is bound to."""
    return bound_to(project_id, compartment, entry_id)


def is_point(public: bytes) -> bool:
    """Whether the bytes are a raw P-256 point."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public)
    except ValueError:
        return False
    return len(public) == 65


def is_signed_by(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a device signed `message` (ECDSA P-256, SHA-256, WebCrypto's raw r‖s of 64 bytes)."""
    if len(signature) != 64:
        return False
    der = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public)
        key.verify(der, message, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def _stretch(shared: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=INFO).derive(shared)


def _parts(envelope: bytes) -> dict[str, str]:
    try:
        parts = json.loads(envelope)
        if parts["v"] != 1:
            raise Tampered("an envelope has an unknown version")
        said = {name: str(parts[name]) for name in ("key", "epk", "iv", "ct")}
        UUID(said["key"])
        return said
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Tampered("these bytes are no envelope") from None
