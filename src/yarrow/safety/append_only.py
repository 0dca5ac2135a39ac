"""What this room never changes: how far a report may go, said at each moment, and what was decided of pairs."""

from yarrow.vault.ledgers import Ledger

CHOICES = Ledger(name="report_choice", table="safety_choice", may_go=True)
DECISIONS = Ledger(name="match_decision", table="safety_decision", may_go=True)
LEDGERS = (CHOICES,)
