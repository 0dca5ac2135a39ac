"""The nouns of this room."""

from yarrow.safety.models.challenging import Challenge, ChallengeDoor, Outcome
from yarrow.safety.models.matching import Decision, Suggestion
from yarrow.safety.models.reports import Choice, Offender, OfReport, Report
from yarrow.safety.models.returning import Addition, Door, Reply, WayBack

__all__ = [
    "Addition",
    "Challenge",
    "ChallengeDoor",
    "Choice",
    "Decision",
    "Door",
    "OfReport",
    "Offender",
    "Outcome",
    "Reply",
    "Report",
    "Suggestion",
    "WayBack",
]
