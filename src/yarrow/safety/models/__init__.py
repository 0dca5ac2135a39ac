"""The nouns of this room."""

from yarrow.safety.models.matching import Decision, Suggestion
from yarrow.safety.models.reports import Choice, Offender, OfReport, Report
from yarrow.safety.models.returning import Addition, Door, Reply, WayBack

__all__ = [
    "Addition",
    "Choice",
    "Decision",
    "Door",
    "OfReport",
    "Offender",
    "Reply",
    "Report",
    "Suggestion",
    "WayBack",
]
