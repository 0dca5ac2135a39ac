"""The nouns of this room."""

from yarrow.alerts.models.members import Member, OfMember, Stay

__all__ = ["Member", "OfMember", "Stay"]
