"""A brake on very many answers at once. It counts by survey, never by who sends: no address is looked at.

Kept in memory, by each process of the server for itself: a count in the shared cache would write the minute of an
answer to the disk.
"""

from time import monotonic
from uuid import UUID

MOST_A_MINUTE = 60
_since: dict[UUID, tuple[float, int]] = {}


def is_too_many(survey_id: UUID) -> bool:
    """Count one sheet; whether more came within a minute than people give."""
    now = monotonic()
    began, n = _since.get(survey_id, (now, 0))
    if now - began >= 60:
        began, n = now, 0
    _since[survey_id] = (began, n + 1)
    return n + 1 > MOST_A_MINUTE
