"""The list of outside events as charts take it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from yarrow.community import lists
from yarrow.community.models import OutsideEvent
from yarrow.ui.happenings import Happening


def between(project_id: UUID, from_on: date, to_on: date) -> Sequence[Happening]:
    """What touches these days, in the reader's language. One query."""
    touches = Q(to_on__gte=from_on) | Q(to_on=None, from_on__gte=from_on)
    rows = OutsideEvent.objects.filter(touches, project=project_id, from_on__lte=to_on)
    return [shown(row) for row in rows]


def shown(event: OutsideEvent) -> Happening:
    """One event in words."""
    kind = lists.label("event_kinds", event.kind)
    return Happening(event.title, kind, event.from_on, event.to_on, event.area)
