"""Seals and signs as a browser does with WebCrypto, written from the description and not from the vault's code."""

import base64
import json
import os
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

RAW = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


@dataclass
class Browser:
    """A device: its signing pair never leaves it."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: UUID = field(default_factory=uuid4)

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(*RAW)

    def sign(self, entry_id: UUID, kind: str, body: bytes) -> str:
        der = self.key.sign(f"{entry_id}\n{kind}\n".encode() + body, ec.ECDSA(hashes.SHA256()))
        r, s = utils.decode_dss_signature(der)
        return base64.b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode()


def seal(compartment, entry_id: UUID, kind: str, payload: dict, project_id: UUID | None = None) -> bytes:
    """An envelope to the compartment's intake point, bound to project, compartment name and entry id."""
    content = {"kind": kind, "entry_id": str(entry_id), "written_at": "2026-03-01T22:10:00+00:00"}
    raw = json.dumps({**content, "payload": payload}).encode()
    block = 64 if len(raw) < 192 else 256
    padded = raw + b"\x80" + b"\x00" * (block - 1 - len(raw) % block)
    fresh = ec.generate_private_key(ec.SECP256R1())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes(compartment.intake_public))
    shared = fresh.exchange(ec.ECDH(), theirs)
    key = HKDF(hashes.SHA256(), 32, None, b"yarrow intake v1").derive(shared)
    parts = [str(project_id or compartment.project_id), compartment.name, str(entry_id)]
    place = b"".join(len(part).to_bytes(4, "big") + part.encode() for part in parts)
    iv = os.urandom(12)
    coded = {
        "epk": fresh.public_key().public_bytes(*RAW),
        "iv": iv,
        "ct": AESGCM(key).encrypt(iv, padded, place),
    }
    envelope = {name: base64.b64encode(part).decode() for name, part in coded.items()}
    return json.dumps({"v": 1, "key": str(compartment.id), **envelope}).encode()
