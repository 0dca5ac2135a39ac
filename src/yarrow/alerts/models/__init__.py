"""The nouns of this room."""

from yarrow.alerts.models.alerts import Alert, AlertSource, AlertText, Approval, Delivery, OfAlert
from yarrow.alerts.models.checks import Asked, Released
from yarrow.alerts.models.members import Member, MemberCode, MemberDoor, Stay

__all__ = [
    "Alert",
    "AlertSource",
    "AlertText",
    "Approval",
    "Asked",
    "Delivery",
    "Member",
    "MemberCode",
    "MemberDoor",
    "OfAlert",
    "Released",
    "Stay",
]
