"""The nouns of this room."""

from yarrow.referrals.models.pathways import Arrangement, Journey, PathwayVersion, StepTaken
from yarrow.referrals.models.referrals import Move, Preparation, Referral, ReferralSet, Signpost

__all__ = [
    "Arrangement",
    "Journey",
    "Move",
    "PathwayVersion",
    "Preparation",
    "Referral",
    "ReferralSet",
    "Signpost",
    "StepTaken",
]
