"""What was written of people who are not known: it goes after the project's years, the counts stay (rule "contact").

A contact with a known person goes with their record; one without belongs to nobody whose clock could end.
"""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from yarrow.contacts.models import Contact, ContactVersion, FollowUp
from yarrow.people.clock import NOTICE, keeping_of, years_later
from yarrow.staff.models import Project
from yarrow.vault import erasing, trail
from yarrow.vault.clock import BY, Step
from yarrow.vault.sealing_model import sealed_fields

RULE = "contact"
AT_ONCE = 500


def steps(project_id: UUID, at: datetime) -> Iterator[Step]:
    """One step when something was written in the project too long ago of people who are not known."""
    for project in Project.objects.filter(id=project_id):
        keeping = keeping_of(project)
        if keeping.years is None or keeping.set_at > at - NOTICE:
            continue
        before = years_later(at.astimezone(project.zone).date(), -keeping.years)
        n = len(_late(project, before, at))
        if n:
            yield Step(
                RULE, project.id, years_later(before, keeping.years), n, partial(_let_go, project, before)
            )


def _late(project: Project, before: date, at: datetime) -> list[UUID]:
    """Ids of contacts that still say something and are too old; not while something is promised after one."""
    says = _says(Contact) | Q(versions__isnull=False) | Q(follow_ups__what__isnull=False)
    late = Contact.objects.filter(says, project=project, person=None, happened_on__lte=before)
    promised = FollowUp.objects.filter(contact=OuterRef("pk"), done_at=None, due_on__gt=before)
    late = late.filter(recorded_at__lte=at - NOTICE).exclude(Exists(promised))
    return list(late.order_by("pk").values_list("pk", flat=True).distinct())


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
