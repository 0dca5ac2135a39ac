"""Things to do by a day."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.contacts import rules
from yarrow.contacts.errors import CannotBe
from yarrow.contacts.models import Contact, FollowUp
from yarrow.people.models import Person
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def add_follow_up(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    due_on: date | None,
    what: str,
    person: Person | None = None,
    contact: Contact | None = None,
) -> FollowUp:
    """Note something to do by `due_on` for a person, or after a contact. `what` is sealed."""
    rules.check_may_record(by)
    rules.check_same_project(project, person, contact)
    if person is None and contact is None:
        raise CannotBe(_("Say for whom this is to be done."))
    if due_on is None:
        raise CannotBe(_("Say by which day."), field="due_on")
    line = FollowUp(
        project=project,
        contact=contact,
        person=person or (contact.person if contact else None),
        due_on=due_on,
        created_by=by.id,
        created_at=at,
    )
    line.sealed.put("identity.what", what.strip(), by.unlocked)
    line.save(force_insert=True)
    trail.note(project.id, by=by, act="contacts.add_follow_up", at=at, subject=line.sealing_subject)
    return line


@transaction.atomic
def complete_follow_up(*, project: Project, by: Actor, at: datetime, follow_up: FollowUp) -> FollowUp:
    """It is done. Said twice, the first one stands."""
    rules.check_may_record(by)
    rules.check_same_project(project, follow_up)
    follow_up = FollowUp.objects.select_for_update().get(id=follow_up.id)
    if follow_up.done_at is None:
        follow_up.done_at, follow_up.done_by = at, by.id
        follow_up.save(update_fields=["done_at", "done_by"])
        subject = follow_up.sealing_subject
        trail.note(project.id, by=by, act="contacts.complete_follow_up", at=at, subject=subject)
    return follow_up
