"""Other names, and numbers in other systems."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.methods.refusals import Refusal
from yarrow.people.actions.rows import begin, day_of, entered_before, new_id
from yarrow.people.models import Alias, Person
from yarrow.people.said import one_of, words
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor


@transaction.atomic
def add_alias(
    *,
    person: Person,
    kind: str,
    name: str,
    project: Project,
    by: Actor,
    at: datetime,
    entry_id: UUID | None = None,
) -> Alias:
    """Add another name of `kind` (list "alias"). Raises Refusal, NotHere, NotForYou, Locked, NoGrant."""
    begin(person, project, by)
    known = entered_before(Alias, person, entry_id)
    if known is not None:
        return known
    tidy = words("name", name)
    if tidy is None:
        raise Refusal(_("Write the name, or the number."), field="name")
    alias = Alias(
        id=new_id(entry_id), project=project, person=person, kind=one_of("alias", "kind", kind), added_at=at
    )
    alias.sealed.put("identity.name", tidy, by.unlocked)
    alias.save(force_insert=True)
    trail.note(
        project.id,
        by=by,
        act="people.add_alias",
        subject=person.id,
        fields=["people.alias.identity.name", "people.alias.kind"],
        at=at,
    )
    return alias


@transaction.atomic
def end_alias(*, alias: Alias, project: Project, by: Actor, at: datetime) -> Alias:
    """Mark a name as no longer used. It is still found by search. Ending twice ends once."""
    begin(alias.person, project, by)
    if alias.ended_on is not None:
        return alias
    alias.ended_on = day_of(at, project)
    alias.save(update_fields=["ended_on"])
    trail.note(
        project.id,
        by=by,
        act="people.end_alias",
        subject=alias.person_id,
        fields=["people.alias.ended_on"],
        at=at,
    )
    return alias
