"""Alerts as pseudonymous rows, for counting: which report, and when an alert of it was first sent."""

from datetime import date
from uuid import UUID

from yarrow.staff.models import Project


def first_alerted(project: Project) -> dict[UUID, date]:
    """Report → the day on which an alert that came of it was first published."""
    raise NotImplementedError
