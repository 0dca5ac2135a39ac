"""The vault's own rows. It knows projects and subjects only as random ids."""

from yarrow.vault.models.inbox_rows import Device, InboxEntry
from yarrow.vault.models.keys import Compartment, Grant, HolderKey, RecoveryKey
from yarrow.vault.models.running import DueJob, SealedSession
from yarrow.vault.models.trail_rows import TrailHead, TrailRow

__all__ = [
    "Compartment",
    "Device",
    "DueJob",
    "Grant",
    "HolderKey",
    "InboxEntry",
    "RecoveryKey",
    "SealedSession",
    "TrailHead",
    "TrailRow",
]
