"""The nouns of this room."""

from yarrow.sharing.models.agreements import Agreement, Signature
from yarrow.sharing.models.packages import Answer, Package, PackageLink
from yarrow.sharing.models.proposals import Proposal, ProposalSet
from yarrow.sharing.models.shares import Recall, Share, ShareSet

__all__ = [
    "Agreement",
    "Answer",
    "Package",
    "PackageLink",
    "Proposal",
    "ProposalSet",
    "Recall",
    "Share",
    "ShareSet",
    "Signature",
]
