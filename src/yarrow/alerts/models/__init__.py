"""The nouns of this room."""

from yarrow.alerts.models.alerts import Alert, AlertSource, AlertText, Approval, Delivery, OfAlert
from yarrow.alerts.models.checks import Asked, Released
from yarrow.alerts.models.echoes import Echo, Talk
from yarrow.alerts.models.members import Member, MemberCode, MemberDoor, Stay
from yarrow.alerts.models.passed import Passed

__all__ = [
    "Alert",
    "AlertSource",
    "AlertText",
    "Approval",
    "Asked",
    "Delivery",
    "Echo",
    "Member",
    "MemberCode",
    "MemberDoor",
    "OfAlert",
    "Passed",
    "Released",
    "Stay",
    "Talk",
]
