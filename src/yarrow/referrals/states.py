"""The life of a referral as `docs/reference/referral-states.md` draws it; the table itself knows no Django."""

from yarrow.methods.pathways import MOVES
from yarrow.methods.pathways import diagram as diagram

REFERRAL_STATES = MOVES
