"""What this room never changes: who did what with an alert."""

from yarrow.vault.ledgers import Ledger

APPROVALS = Ledger(
    name="alert_approval",
    table="alerts_approval",
    columns=("alert_id", "text_id", "act", "by", "at"),
    may_go=True,
)
LEDGERS = (APPROVALS,)
