"""Emptying the tables after a test with real transactions: triggers refuse that, so they step aside."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.base.operations import BaseDatabaseOperations

from yarrow.vault import append_only, ledgers, owning

_flush = BaseDatabaseOperations.execute_sql_flush


def flush(operations: Any, sql_list: list[str]) -> None:
    """Django's flush by the owner of the tables, with the triggers away meanwhile."""
    with owning.as_owner() as connection:
        _flush_all(connection, sql_list)


def _flush_all(connection: Any, sql_list: list[str]) -> None:
    stood = append_only.standing(connection)
    guarded = [ledger for ledger in ledgers.kept() if ledger.standing(connection)]
    append_only.remove(connection)
    for ledger in guarded:
        ledger.remove(connection)
    try:
        _flush(connection.ops, sql_list)
    finally:
        if stood:
            append_only.install(connection)
        for ledger in guarded:
            ledger.install(connection)


class FlushingConfig(AppConfig):
    name = "tests.flushing"

    def ready(self) -> None:
        """Let test clean-up empty the trail."""
        BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
