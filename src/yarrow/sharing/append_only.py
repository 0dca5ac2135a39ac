"""What left stays written down as it left, and to whom it was said that it was taken back.

A merge may move a row to another person and seal it anew, and an erasure may delete it; nothing else may.
"""

from typing import Any

from yarrow.vault.ledgers import Ledger

SHARES = Ledger(
    name="share",
    table="sharing_share",
    columns=(
        *("agency_id", "purpose", "recipient", "categories", "consents", "proposal_id", "ledger_n", "how"),
        *("shared_at", "shared_by", "approved_by", "agreement_id"),
    ),
    may_go=True,
)
RECALLS = Ledger(
    name="recall",
    table="sharing_recall",
    columns=("share_id", "told_on", "how", "told_by", "added_at"),
    may_go=True,
)
LEDGERS = (SHARES, RECALLS)


def install(connection: Any) -> None:
    """Make the triggers."""
    for ledger in LEDGERS:
        ledger.install(connection)


def remove(connection: Any) -> None:
    """Take the triggers away."""
    for ledger in LEDGERS:
        ledger.remove(connection)
