"""The nouns of the room: zones and kinds, sessions, contacts, the cupboard."""

from yarrow.contacts.models.attention import FollowUpStep, Lookout
from yarrow.contacts.models.contacts import (
    Contact,
    ContactDone,
    ContactSupply,
    ContactVersion,
    FollowUp,
)
from yarrow.contacts.models.importing import ImportBatch, ImportSecret, RememberedColumns
from yarrow.contacts.models.kinds import OwnKind, Zone
from yarrow.contacts.models.premises import Premises, PremisesConcern, PremisesVisit
from yarrow.contacts.models.reckoned import GivenOn, LastMet
from yarrow.contacts.models.sessions import (
    Agency,
    Session,
    SessionAgency,
    SessionVersion,
    SessionWorker,
)
from yarrow.contacts.models.stock import Cupboard, Movement, SupplyLevel

__all__ = [
    "Agency",
    "Contact",
    "ContactDone",
    "ContactSupply",
    "ContactVersion",
    "Cupboard",
    "FollowUp",
    "FollowUpStep",
    "GivenOn",
    "ImportBatch",
    "ImportSecret",
    "LastMet",
    "Lookout",
    "Movement",
    "OwnKind",
    "Premises",
    "PremisesConcern",
    "PremisesVisit",
    "RememberedColumns",
    "Session",
    "SessionAgency",
    "SessionVersion",
    "SessionWorker",
    "SupplyLevel",
    "Zone",
]
