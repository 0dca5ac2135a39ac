"""Taking back the people that one import added."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, ProtectedError, Q

from yarrow.people import rules
from yarrow.people.models import Alias, KeyWorker, Person, PersonSetting, SafeguardingStep, WayToReach
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

ROWS = (Alias, PersonSetting, SafeguardingStep, WayToReach)


@transaction.atomic
def take_back_batch(*, project: Project, batch_id: UUID, by: Actor, at: datetime) -> list[UUID]:
    """Delete the people of a batch, with the names it gave them; ids of those who are gone.

    Whoever somebody has changed, named, reached, assigned or met since stays. The caller destroys the keys of
    those who are gone once the transaction is committed. Raises NotForYou, NotLive.
    """
    rules.check_may_write(by, project)
    people = Person.objects.in_project(project).filter(batch_id=batch_id)
    gone = [person_id for person_id in people.values_list("id", flat=True) if _is_gone(person_id)]
    trail.note(
        project.id,
        by=by,
        act="people.take_back_batch",
        subject=batch_id,
        reason=f"people: {len(gone)}",
        at=at,
    )
    return gone


def _is_gone(person_id: UUID) -> bool:
    """Delete one person unless something later hangs on them."""
    if _is_built_on(person_id):
        return False
    try:
        with transaction.atomic():
            for model in ROWS:
                model._default_manager.filter(person_id=person_id).delete()
            Person.objects.filter(pk=person_id).delete()
    except ProtectedError:
        return False
    return True


def _is_built_on(person_id: UUID) -> bool:
    """Whether anything was said about the person after the import itself."""
    later = ~Q(added_at=F("person__created_at"))
    ended = Alias.objects.filter(person_id=person_id).exclude(ended_on=None)
    return (
        Person.objects.filter(pk=person_id, version__gt=1).exists()
        or KeyWorker.objects.filter(person_id=person_id).exists()
        or ended.exists()
        or any(model._default_manager.filter(later, person_id=person_id).exists() for model in ROWS)
    )
