"""The nouns of the room: zones and kinds, sessions, contacts."""

from yarrow.contacts.models.contacts import (
    Contact,
    ContactDone,
    ContactSupply,
    ContactVersion,
    FollowUp,
)
from yarrow.contacts.models.importing import ImportBatch, ImportSecret, RememberedColumns
from yarrow.contacts.models.kinds import OwnKind, Zone
from yarrow.contacts.models.sessions import Agency, Session, SessionAgency, SessionWorker

__all__ = [
    "Agency",
    "Contact",
    "ContactDone",
    "ContactSupply",
    "ContactVersion",
    "FollowUp",
    "ImportBatch",
    "ImportSecret",
    "OwnKind",
    "RememberedColumns",
    "Session",
    "SessionAgency",
    "SessionWorker",
    "Zone",
]
