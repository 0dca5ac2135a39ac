"""What was written of people who are not known, and of evenings: it goes after the project's years (rule "contact").

The counts stay. A contact with a known person goes with their record; one without, and the note of a session,
belong to nobody whose clock could end.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from yarrow.contacts.models import Contact, ContactVersion, FollowUp, Session
from yarrow.people.clock import NOTICE, keeping_of, years_later
from yarrow.staff.models import Project
from yarrow.vault import erasing, trail
from yarrow.vault.clock import BY, Step
from yarrow.vault.sealing_model import sealed_fields

RULE = "contact"
AT_ONCE = 500


def steps(project_id: UUID, at: datetime) -> Iterator[Step]:
    """A step for contacts and one for sessions, where something was written in the project too long ago."""
    for project in Project.objects.filter(id=project_id):
        keeping = keeping_of(project)
        if keeping.years is None or keeping.set_at > at - NOTICE:
            continue
        before = years_later(at.astimezone(project.zone).date(), -keeping.years)
        on = years_later(before, keeping.years)
        for late, let_go in ((_late(project, before, at), _let_go), (_noted(project, before), _let_notes_go)):
            if late:
                yield Step(RULE, project.id, on, len(late), partial(let_go, project, before))


def _late(project: Project, before: date, at: datetime) -> list[UUID]:
    """Ids of contacts that still say something and are too old; not while something is promised after one."""
    says = _says(Contact) | Q(versions__isnull=False) | Q(follow_ups__what__isnull=False)
    late = Contact.objects.filter(says, project=project, person=None, happened_on__lte=before)
    promised = FollowUp.objects.filter(contact=OuterRef("pk"), done_at=None, due_on__gt=before)
    late = late.filter(recorded_at__lte=at - NOTICE).exclude(Exists(promised))
    return list(late.order_by("pk").values_list("pk", flat=True).distinct())


def _noted(project: Project, before: date) -> list[UUID]:
    """Ids of sessions that are too old and have a note."""
    late = Session.objects.of(project).filter(planned_on__lte=before).exclude(note=None)
    return list(late.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _let_notes_go(project: Project, before: date, at: datetime) -> None:
    """Like the texts of contacts, in one transaction: a project has few sessions with a note a day."""
    ids = _noted(project, before)
    trail.note(project.id, by=BY, act="contacts.let_texts_go", at=at, reason=f"sessions: {len(ids)}")
    Session.objects.of(project).filter(pk__in=ids).update(**_nothing(Session))
    erasing.drop_keys(project.id, ids)


def _let_go(project: Project, before: date, at: datetime) -> None:
    ids = _late(project, before, at)
    for start in range(0, len(ids), AT_ONCE):
        _empty(project, ids[start : start + AT_ONCE], at)


@transaction.atomic
def _empty(project: Project, ids: list[UUID], at: datetime) -> None:
    """The keys go within the transaction: what a dying process leaves is found again by the next run."""
    trail.note(project.id, by=BY, act="contacts.let_texts_go", at=at, reason=f"contacts: {len(ids)}")
    of_contacts = {"project": project, "person": None}
    Contact.objects.filter(pk__in=ids, **of_contacts).update(**_nothing(Contact))
    ContactVersion.objects.filter(contact__in=Contact.objects.filter(pk__in=ids, **of_contacts)).delete()
    FollowUp.objects.filter(contact_id__in=ids, **of_contacts).update(**_nothing(FollowUp))
    erasing.drop_keys(project.id, ids)


def _says(model: Any) -> Q:
    """Rows in which some sealed field says something."""
    found = Q()
    for each in sealed_fields(model):
        found |= Q(**{f"{each.name}__isnull": False})
    return found


def _nothing(model: Any) -> dict[str, None]:
    return {each.name: None for each in sealed_fields(model)}
