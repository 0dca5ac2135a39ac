"""The nouns of this room."""

from yarrow.alerts.models.alerts import Alert, AlertSource, AlertText, Approval, Delivery, OfAlert
from yarrow.alerts.models.members import Member, MemberCode, MemberDoor, Stay

__all__ = [
    "Alert",
    "AlertSource",
    "AlertText",
    "Approval",
    "Delivery",
    "Member",
    "MemberCode",
    "MemberDoor",
    "OfAlert",
    "Stay",
]
