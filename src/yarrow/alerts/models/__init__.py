"""The nouns of this room."""

from yarrow.alerts.models.members import Member, Stay

__all__ = ["Member", "Stay"]
