"""What this room never changes: what was done about a complaint, the words of a point and of a statement."""

from yarrow.vault.ledgers import Ledger

STEPS = Ledger(
    name="complaint_step",
    table="community_complaintstep",
    columns=("complaint_id", "n", "done_on", "what", "state", "added_by", "added_at"),
)
POINTS = Ledger(
    name="agreement_point",
    table="community_agreementpoint",
    columns=("agreement_id", "n", "words", "added_by", "added_at"),
)
STATEMENTS = Ledger(
    name="training_statement",
    table="community_statement",
    columns=("project_id", "words", "added_by", "added_at"),
)
LEDGERS = (STEPS, POINTS, STATEMENTS)
