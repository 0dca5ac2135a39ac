"""Whether what broke is that PostgreSQL is away: stopped, starting, gone while it was asked, or a copy that only reads.

None of it is anybody's fault, and all of it passes: whoever meets it is told so, and tries again.
"""

from django.db import Error, InterfaceError, InternalError, OperationalError, connection
from psycopg.errors import ReadOnlySqlTransaction


def is_away(raised: BaseException | None) -> bool:
    """Whether this came of records that can't be reached now. A file is never away: what is wrong with it stays."""
    if connection.vendor != "postgresql" or not isinstance(raised, Error):
        return False
    if isinstance(raised, InternalError):
        return isinstance(raised.__cause__, ReadOnlySqlTransaction)
    return isinstance(raised, OperationalError | InterfaceError)


def let_go() -> None:
    """Ask for a new connection next time, wherever the server then is."""
    if not connection.in_atomic_block:
        connection.close()
