"""The nouns of this room."""

from yarrow.alerts.models.members import Member, MemberCode, MemberDoor, Stay

__all__ = ["Member", "MemberCode", "MemberDoor", "Stay"]
