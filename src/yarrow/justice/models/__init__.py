"""The nouns of the room."""

from yarrow.justice.models.away import Away, CheckItem, PickUp, Visit
from yarrow.justice.models.orders import Appointment, AppointmentContact, ComplianceNote, Order, OrderMove

__all__ = [
    "Appointment",
    "AppointmentContact",
    "Away",
    "CheckItem",
    "ComplianceNote",
    "Order",
    "OrderMove",
    "PickUp",
    "Visit",
]
