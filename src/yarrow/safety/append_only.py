"""What this room never changes: how far a report may go, as it was said at each moment."""

from yarrow.vault.ledgers import Ledger

CHOICES = Ledger(name="report_choice", table="safety_choice", may_go=True)
LEDGERS = (CHOICES,)
