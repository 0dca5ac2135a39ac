"""What this room never changes: the words of a version, and how answers stood before they were put right."""

from yarrow.vault.ledgers import Ledger

VERSIONS = Ledger(
    name="form_version",
    table="measures_formversion",
    columns=(
        "form_id",
        "n",
        "questionnaire",
        "digest",
        "languages",
        "fidelity",
        "slots",
        "dangers",
        "made_at",
    ),
)
AMENDMENTS = Ledger(
    name="amendment",
    table="measures_amendment",
    columns=("filling_id", "n", "reason", "amended_by", "amended_at"),
    may_go=True,
)
LEDGERS = (VERSIONS, AMENDMENTS)
