"""The nouns of this room."""

from yarrow.alerts.models.checks import Asked, Known
from yarrow.alerts.models.members import Member, MemberCode, MemberDoor, Stay

__all__ = ["Asked", "Known", "Member", "MemberCode", "MemberDoor", "Stay"]
