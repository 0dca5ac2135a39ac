"""The consent ledger only grows: what was said once is never changed.

A merge may move a row to another person and seal it anew, and an erasure may delete it; nothing else may.
"""

from typing import Any

from yarrow.vault.ledgers import Ledger

CONSENTS = Ledger(
    name="consent",
    table="people_consent",
    columns=(
        *("purpose", "recipient", "categories", "act", "how", "said_on", "expires_on"),
        *("words_version", "recorded_by", "added_at", "n", "agency"),
    ),
    may_go=True,
)


def install(connection: Any) -> None:
    """Make the triggers."""
    CONSENTS.install(connection)


def remove(connection: Any) -> None:
    """Take the triggers away."""
    CONSENTS.remove(connection)
