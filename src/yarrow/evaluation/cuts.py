"""The days after which a funder gets a return."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from yarrow.methods.activity import Period
from yarrow.methods.breakdowns import stretches

# Months between returns; 0: one, at the end. Never closer than a quarter.
EVERY = {
    3: _("Every three months"),
    6: _("Every six months"),
    12: _("Every twelve months"),
    0: _("At the end"),
}


def cuts_of(period: Period, every: int) -> list[date]:
    """The last day of each stretch; a short last one joins the one before unless it is a whole quarter."""
    if (period.to_on + timedelta(days=1)).day != 1:
        return []
    ends = [stretch.to_on for stretch in stretches(period, every)] if every else [period.to_on]
    if len(ends) > 1 and _months(ends[-2], ends[-1]) < min(3, every):
        del ends[-2]
    return ends


def every_of(from_on: date, cuts: list[date]) -> int:
    """How many months lie between the cuts; 0 for a single one. The first stretch says it: the last may be short."""
    return _months(from_on, cuts[0]) + 1 if len(cuts) > 1 else 0


def share_gone(period: Period, today: date) -> int:
    """How much of the time is gone, in whole percent."""
    whole = (period.to_on - period.from_on).days + 1
    gone = (min(today, period.to_on) - period.from_on).days + 1
    return max(0, round(100 * gone / whole))


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
