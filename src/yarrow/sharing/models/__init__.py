"""The nouns of this room."""

from yarrow.sharing.models.agreements import Agreement, Signature
from yarrow.sharing.models.guests import Guest, GuestKey
from yarrow.sharing.models.letters import Letter, LetterTemplate
from yarrow.sharing.models.packages import Answer, Package, PackageFile, PackageLink, Parting
from yarrow.sharing.models.proposals import Proposal, ProposalSet
from yarrow.sharing.models.shares import Recall, Share, ShareSet

__all__ = [
    "Agreement",
    "Answer",
    "Guest",
    "GuestKey",
    "Letter",
    "LetterTemplate",
    "Package",
    "PackageFile",
    "PackageLink",
    "Parting",
    "Proposal",
    "ProposalSet",
    "Recall",
    "Share",
    "ShareSet",
    "Signature",
]
