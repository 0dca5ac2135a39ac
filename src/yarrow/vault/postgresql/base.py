"""The connection: before a statement that needs it, the project of the moment is set for its transaction alone.

It goes in the same message as the statement, so it costs no way to the server and back, and it ends with the
transaction: a pooler that hands the connection on hands on nothing. Where Django has no transaction open, the two
are one of their own.
"""

import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg import ClientCursor, Connection
from psycopg.pq import TransactionStatus
from psycopg.sql import SQL, Composable

from yarrow.vault import fence


class FencedConnection(Connection[Any]):
    """Knows what its open transaction was told; None: a savepoint may have taken it back."""

    told: str | None = ""

    def telling(self) -> str:
        """The statement that goes first; empty when the transaction knows already, or can't take one any more."""
        wanted, status = fence.inside(), self.pgconn.transaction_status
        if status == TransactionStatus.IDLE:
            self.told = ""
        elif status != TransactionStatus.INTRANS:
            return ""
        if wanted == self.told:
            return ""
        self.told = wanted
        return f"SET LOCAL {fence.SETTING} = '{wanted}'; "


class FencedCursor(base.CursorMixin, ClientCursor[Any]):
    """Django's cursor, whose statements tell their project."""

    _conn: FencedConnection
    _query: Any

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        """Run a statement; what it answers is all that is seen."""
        first = self._conn.telling()
        if not first:
            return super().execute(query, params, **how)
        whole = SQL(first) + query if isinstance(query, Composable) else first + query
        super().execute(whole, params, **how)
        self.nextset()
        # What Django shows of a statement is the statement.
        self._query.query = self._query.query[len(first) :]
        return self

    def executemany(self, query: Any, params_seq: Any, **how: Any) -> None:
        """One after another, so that each tells."""
        for params in params_seq:
            self.execute(query, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection with cursors that tell."""

    connection: Any

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection of ours."""
        return FencedConnection.connect(**{**conn_params, "cursor_factory": FencedCursor})

    def is_usable(self) -> bool:
        """Looked at before a page's first statement: a server that went has closed its end, which shows unasked."""
        if self.connection is None or self.errors_occurred or self._has_something_to_say():
            return super().is_usable()
        return True

    def _has_something_to_say(self) -> bool:
        """Whether anything waits to be read on a connection that was asked nothing: most often its end."""
        if self.connection.closed:
            return True
        waiting = select.poll()
        waiting.register(self.connection.pgconn.socket, select.POLLIN)
        return bool(waiting.poll(0))

    def chunked_cursor(self) -> Any:
        """Rows as they are asked for. Outside of a transaction they come at once, in the one they are fenced in.

        Inside one, a named cursor takes no second statement, so another tells first.
        """
        if fence.inside() and self.get_autocommit():
            return self.cursor()
        with self.create_cursor() as cursor:
            cursor.execute("SELECT 1")
        return super().chunked_cursor()

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self.connection.told = None
