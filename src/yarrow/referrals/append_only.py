"""What this room never changes: how a referral moved, and the words of a pathway that was in use."""

from yarrow.vault.ledgers import Ledger

HISTORY = Ledger(
    name="referral_move",
    table="referrals_move",
    columns=(
        "referral_id",
        "n",
        "act",
        "was",
        "state",
        "happened_on",
        "reason",
        "list_version",
        "moved_by",
        "moved_at",
    ),
    may_go=True,
)
PATHWAYS = Ledger(
    name="pathway_version",
    table="referrals_pathwayversion",
    columns=("project_id", "code", "n", "told", "added_at"),
)
LEDGERS = (HISTORY, PATHWAYS)
