"""The nouns of this room."""

from yarrow.referrals.models.control import Concern, ConcernStep, StayStatus
from yarrow.referrals.models.pathways import Arrangement, Journey, PathwayVersion, StepTaken
from yarrow.referrals.models.referrals import Move, Preparation, Referral, ReferralSet, Signpost

__all__ = [
    "Arrangement",
    "Concern",
    "ConcernStep",
    "Journey",
    "Move",
    "PathwayVersion",
    "Preparation",
    "Referral",
    "ReferralSet",
    "Signpost",
    "StayStatus",
    "StepTaken",
]
