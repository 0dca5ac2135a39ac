"""Taking sealed entries from devices: no cookie, no session, a signature; stored blind, receipt after the commit."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.http import HttpRequest

from yarrow.desk.errors import NotHeard, NotTaken, TooLarge, TooOften
from yarrow.desk.limits import is_too_often
from yarrow.measures import unopened
from yarrow.methods.refusals import Fault, Refusal
from yarrow.vault import devices, fence, inbox
from yarrow.vault.models import Device, InboxEntry

LARGEST = 64 * 1024
ENTRIES_A_MINUTE = 120
KIND = re.compile(r"[a-z_]{1,30}\.[a-z_]{1,29}")


@dataclass(frozen=True)
class Delivery:
    """What a device sent: an envelope under an entry id, and its signature over both."""

    entry_id: UUID
    kind: str
    signature: bytes = field(repr=False)
    envelope: bytes = field(repr=False)


def read_delivery(request: HttpRequest) -> Delivery:
    """The delivery in a request. Raises TooLarge, or NotHeard for headers that no device of ours sends."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        raise TooLarge()
    envelope = request.read(LARGEST + 1)
    if len(envelope) > LARGEST:
        raise TooLarge()
    kind = request.headers.get("Yarrow-Kind", "")
    try:
        entry_id = UUID(request.headers.get("Yarrow-Entry", ""))
        signature = base64.b64decode(request.headers.get("Yarrow-Signature", ""), validate=True)
    except (ValueError, binascii.Error):
        raise NotHeard() from None
    if not KIND.fullmatch(kind):
        raise NotHeard()
    return Delivery(entry_id, kind, signature, envelope)


def take(device_id: UUID, delivery: Delivery, *, at: datetime) -> dict[str, str]:
    """Store a delivery; the receipt `{entry_id, digest}`. The same bytes give the same receipt.

    Raises NotHeard (unknown or revoked device, wrong signature: all alike), NotTaken (no envelope to this
    project's keys) or TooOften.
    """
    message = devices.signed_message(delivery.entry_id, delivery.kind, delivery.envelope)
    device = devices.signer(device_id, delivery.signature, message)
    if device is None:
        raise NotHeard()
    # Counted after the signature, so that a stranger can't use up a device's tries.
    if is_too_often(f"in:{device.id}", ENTRIES_A_MINUTE):
        raise TooOften()
    try:
        with fence.around(device.project_id):
            entry = _keep(device, delivery, at)
            if entry.rings:
                unopened.watch(entry)
    except (Refusal, Fault):
        raise NotTaken() from None
    return {"entry_id": str(entry.entry_id), "digest": entry.digest}


def _keep(device: Device, delivery: Delivery, at: datetime) -> InboxEntry:
    def receive() -> InboxEntry:
        return inbox.receive(
            device.project_id,
            kind=delivery.kind,
            envelope=delivery.envelope,
            by=devices.acting(device),
            at=at,
            entry_id=delivery.entry_id,
        )

    try:
        return receive()
    except IntegrityError:
        # The same bytes came twice at once; the other one stands now.
        return receive()
