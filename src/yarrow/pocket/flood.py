"""A brake on very many answers at once. It counts by survey, never by who sends: no address is looked at."""

from uuid import UUID

from yarrow.vault.limits import is_too_often

MOST_A_MINUTE = 60


def is_too_many(survey_id: UUID) -> bool:
    """Count one sheet; whether more came within a minute than people give."""
    return is_too_often(f"s:{survey_id}", MOST_A_MINUTE)
