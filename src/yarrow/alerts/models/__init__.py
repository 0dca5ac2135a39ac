"""The nouns of this room."""

from yarrow.alerts.models.checks import Asked, Released
from yarrow.alerts.models.members import Member, MemberCode, MemberDoor, Stay

__all__ = ["Asked", "Member", "MemberCode", "MemberDoor", "Released", "Stay"]
