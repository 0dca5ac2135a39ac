"""What the actions on a person's rows (names, settings, ways) share: saving once, ending once."""

from datetime import date, datetime
from typing import TypeVar
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.people import rules
from yarrow.people.errors import NotHere
from yarrow.people.models import OfPerson, Person
from yarrow.staff.models import Project
from yarrow.vault.actors import Actor

Row = TypeVar("Row", bound=OfPerson)


def begin(person: Person, project: Project, by: Actor) -> None:
    """The checks every action on a person begins with; whoever acts on the same person at that moment waits.

    Without the lock a form sent twice at one moment would find nothing entered before, both times.
    """
    rules.check_may_write(by, project)
    rules.check_here(person, project)
    # Only what is checked is read: of a person's forty columns most are sealed bytes.
    held = Person.objects.select_for_update().filter(pk=person.pk)
    now = held.only("project_id", "erased_at", "merged_into_id").first()
    if now is None:
        raise NotHere()
    rules.check_here(now, project)
    rules.check_stands(now)


def new_id(entry_id: UUID | None) -> UUID:
    """A row's id is its form's entry id, so that the same form twice is one row."""
    return entry_id or uuid4()


def entered_before(model: type[Row], person: Person, entry_id: UUID | None) -> Row | None:
    """The row this very form already made; NotHere when the id belongs elsewhere."""
    row = model._default_manager.filter(pk=entry_id).first() if entry_id else None
    if row is not None and row.person_id != person.pk:
        raise NotHere()
    return row


def check_span(from_on: date | None, until_on: date | None) -> None:
    """A time that ends after it begins."""
    if from_on and until_on and until_on < from_on:
        raise Refusal(_("The end is before the beginning. Check both dates."), field="until_on")


def day_of(at: datetime, project: Project) -> date:
    """The project's own day at that instant."""
    return at.astimezone(project.zone).date()
