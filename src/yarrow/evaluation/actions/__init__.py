"""Every write of this room."""

from yarrow.evaluation.actions.grants import (
    add_grant,
    add_line,
    change_grant,
    change_line,
    remove_line,
)
from yarrow.evaluation.actions.releases import (
    drop_release,
    propose_distance,
    propose_referrals,
    propose_release,
    propose_reports,
    propose_return,
    propose_survey,
    publish_release,
    withdraw_release,
)

__all__ = [
    "add_grant",
    "add_line",
    "change_grant",
    "change_line",
    "drop_release",
    "propose_distance",
    "propose_referrals",
    "propose_release",
    "propose_reports",
    "propose_return",
    "propose_survey",
    "publish_release",
    "remove_line",
    "withdraw_release",
]
