"""What rooms above do when a challenge to a report was decided on, in the same transaction.

They say so as they start; nothing of a report that is restricted may leave from that moment.
"""

from collections.abc import Callable
from uuid import UUID

from yarrow.staff.models import Project

# (project, number of the report, what was decided)
Then = Callable[[Project, UUID, str], None]
_then: list[Then] = []


def follows(then: Then) -> None:
    """Called once, as a room starts."""
    _then.append(then)


def decided(project: Project, report_id: UUID, outcome: str) -> None:
    """Tell every room that follows."""
    for then in _then:
        then(project, report_id, outcome)
