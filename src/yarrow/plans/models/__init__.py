"""The nouns of this room."""

from yarrow.plans.models.arranging import Arrangement, FirstNeeds
from yarrow.plans.models.courses import Circumstances, FamilyEvent, Housing, Movement
from yarrow.plans.models.plans import Goal, Plan, Review, Step
from yarrow.plans.models.ratings import Rating, RatingSet
from yarrow.plans.models.safety import SafetyCard

__all__ = [
    "Arrangement",
    "Circumstances",
    "FamilyEvent",
    "FirstNeeds",
    "Goal",
    "Housing",
    "Movement",
    "Plan",
    "Rating",
    "RatingSet",
    "Review",
    "SafetyCard",
    "Step",
]
