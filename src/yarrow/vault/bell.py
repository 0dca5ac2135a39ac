"""The bell: one bit beside what a device sealed, that says whether somebody waits to be spoken to (ADR 0133).

The device seals it to a point of the project that the server alone answers to, always, and at the same length whatever
it says: on a device that is found it tells nothing. The server opens it once, as the envelope arrives, and keeps it
with the waiting entry until that is opened. The key is no compartment's and opens nothing else; it comes from the
installation's secret, so a kept page from before a change of that secret rings no bell, and nothing else is lost.
"""

import base64
import json
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from yarrow.vault import intake, sealing
from yarrow.vault.errors import Tampered

NAME = "bell"
# The order of P-256; a private number lies between 1 and one less.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def point_of(project_id: UUID) -> str:
    """What a device seals the bit to (base64 of the raw point); the same for every device of the project."""
    key = ec.derive_private_key(int.from_bytes(_private(project_id), "big"), intake.CURVE)
    raw = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.b64encode(raw).decode()


def rings(project_id: UUID, entry_id: UUID, envelope: bytes) -> bool:
    """Whether the envelope says that somebody waits; False where it says nothing that opens in its place."""
    said = _beside(envelope)
    if said is None:
        return False
    whole = json.dumps({**said, "v": 1, "key": str(project_id)}).encode()
    place = intake.place_of(project_id, NAME, entry_id)
    try:
        return bool(intake.open_envelope(_private(project_id), whole, place) == 1)
    except Tampered:
        return False


def _beside(envelope: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(envelope)
    except (ValueError, RecursionError):
        return None
    beside = said.get(NAME) if isinstance(said, dict) else None
    return beside if isinstance(beside, dict) else None


def _private(project_id: UUID) -> bytes:
    stretched = sealing.derive(settings.SECRET_KEY.encode(), f"yarrow bell {project_id}")
    return (int.from_bytes(stretched, "big") % (_ORDER - 1) + 1).to_bytes(32, "big")
