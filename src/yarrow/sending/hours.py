"""The hours of the day at which something may arrive at somebody's phone: whole local hours, past midnight too.

(9, 21)    from nine in the morning until just before nine in the evening
(20, 6)    from eight in the evening until just before six in the morning
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

Hours = tuple[int, int]
# Every zone's hours begin at one of these.
STEP = timedelta(minutes=15)
# Two days with their longest change of the clock: an hour of the night is skipped once a year.
LONGEST = timedelta(hours=51)


def is_window(hours: Hours) -> bool:
    """Whether these are two hours of a day, and not the same one; (0, 24) is the whole day."""
    begins, ends = hours
    return 0 <= begins < 24 and 0 <= ends <= 24 and begins != ends


def are_safe(moment: datetime, hours: Hours, zone: ZoneInfo) -> bool:
    """Whether the moment falls within the window."""
    # By way of UTC: a local time that a night skips is the hour after it.
    hour, (begins, ends) = moment.astimezone(UTC).astimezone(zone).hour, hours
    return begins <= hour < ends if begins < ends else hour >= begins or hour < ends


def next_safe(moment: datetime, hours: Hours | None, zone: ZoneInfo) -> datetime:
    """The moment itself where it is safe (or no hours are named), else the beginning of the next window."""
    return moment if hours is None else _first(True, moment, hours, zone)


def safe_until(moment: datetime, hours: Hours | None, zone: ZoneInfo) -> datetime | None:
    """When the window that the moment falls within ends; None where no hours are named or every hour is one."""
    return None if hours in (None, (0, 24)) else _first(False, moment, hours, zone)


def _first(safe: bool, moment: datetime, hours: Hours, zone: ZoneInfo) -> datetime:
    """The moment itself, or the first quarter of an hour after it, that is safe (or is not)."""
    if are_safe(moment, hours, zone) is safe:
        return moment
    # Steps of the clock on a wall would pass through hours that a night skips.
    moment = moment.astimezone(UTC)
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    tried = midnight + ((moment - midnight) // STEP + 1) * STEP
    while are_safe(tried, hours, zone) is not safe and tried < moment + LONGEST:
        tried += STEP
    return tried
