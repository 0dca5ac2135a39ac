"""When somebody has not been seen for longer than is usual for them.

Somebody's habit is the middle of their own last intervals between days on which they were met, once there are four of
them. Twice that without a meeting is worth a thought; never before a week, so that a quiet few days of somebody met
daily alarm nobody. Who has no habit yet is looked at after the project's own number of days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

FEWEST_GAPS, MOST_GAPS = 4, 12
TIMES_USUAL = 2
SOONEST = 7


@dataclass(frozen=True)
class Habit:
    """How often somebody is usually met, in days (None: not known yet), and after how many days to look."""

    usual: float | None
    look_after: float

    def is_late(self, n_days: int) -> bool:
        """Whether `n_days` since the last meeting is longer than usual."""
        return n_days > self.look_after


def habit(days: Iterable[date], default_days: int) -> Habit:
    """The habit from the days on which somebody was met; several meetings on one day are one."""
    met = sorted(set(days))
    gaps = [(later - earlier).days for earlier, later in pairwise(met)][-MOST_GAPS:]
    return habit_of(median(gaps) if len(gaps) >= FEWEST_GAPS else None, default_days)


def habit_of(usual: float | None, default_days: int) -> Habit:
    """The habit of somebody who is usually met every so many days; None: not known yet."""
    if usual is None:
        return Habit(None, default_days)
    return Habit(usual, max(SOONEST, TIMES_USUAL * usual))
