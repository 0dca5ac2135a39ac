"""What this room never changes: how an order moved."""

from yarrow.vault.ledgers import Ledger

ORDERS = Ledger(
    name="order_move",
    table="justice_ordermove",
    columns=("order_id", "n", "act", "was", "state", "happened_on", "moved_by", "moved_at"),
    may_go=True,
)
