"""Appointments of orders that come within a week, and those whose day is over without a word about them."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from yarrow.justice import lists
from yarrow.justice.models import Appointment
from yarrow.justice.states import OVER, PLANNED
from yarrow.people.models import Person
from yarrow.people.queries import open_each
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

WEEK, MOST = timedelta(days=7), 300


@dataclass(frozen=True)
class AheadShown:
    """One appointment, for the round. `is_late`: its day is over, and nobody wrote down whether they came."""

    appointment: Appointment
    who: str = field(repr=False)
    time_words: str = field(repr=False)
    is_late: bool

    @property
    def kind(self) -> str:
        return lists.label("order_kinds", self.appointment.order.kind)


def appointments_ahead(by: Actor, project: Project, today: date) -> list[AheadShown]:
    """Those that are still to come in orders that run, up to the seventh day from today. Raises Locked, NoGrant."""
    everybody = Person.objects.in_project(project).known()
    rows = Appointment.objects.filter(project=project, state=PLANNED, planned_on__lte=today + WEEK)
    rows = rows.exclude(order__state__in=OVER).filter(person__in=everybody.values("pk"))
    found = list(rows.select_related("person", "order").order_by("planned_on", "added_at", "id")[:MOST])
    with reading(by, project.id, act="justice.list_ahead") as page:
        called = open_each(page, [row.person for row in found], "identity.called")
        said = open_each(page, found, "notes.time_words")
    return [
        AheadShown(
            appointment=row,
            who=called[row.person_id].value or row.person.code,
            time_words=said[row.pk].value or "",
            is_late=row.planned_on < today,
        )
        for row in found
    ]
