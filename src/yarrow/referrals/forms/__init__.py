"""Forms of this room."""

from yarrow.referrals.forms.arranging import RemindersForm
from yarrow.referrals.forms.pathways import PathwayForm
from yarrow.referrals.forms.referring import MoveForm, OfferForm, PreparationForm, SignpostForm
from yarrow.referrals.forms.sending import SendForm

__all__ = [
    "MoveForm",
    "OfferForm",
    "PathwayForm",
    "PreparationForm",
    "RemindersForm",
    "SendForm",
    "SignpostForm",
]
