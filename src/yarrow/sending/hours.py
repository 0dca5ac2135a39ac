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
    if hours is None or are_safe(moment, hours, zone):
        return moment
    # Steps of the clock on a wall would pass through hours that a night skips.
    moment = moment.astimezone(UTC)
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    tried = midnight + ((moment - midnight) // STEP + 1) * STEP
    while not are_safe(tried, hours, zone) and tried < moment + LONGEST:
        tried += STEP
    return tried
