"""Whom a typed name clearly means, decided while an entry is opened, with no name shown to anybody."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from yarrow.methods.names import Matcher
from yarrow.people.models import Alias, Person
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor
from yarrow.vault.errors import Erased
from yarrow.vault.sealing_model import SealedModel

Row = TypeVar("Row", bound=SealedModel)
# At least this alike is the same name (methods.names: 1 is letter for letter).
SAME = 0.97


def people_called(typed: str, *, project: Project, by: Actor, at: datetime) -> list[Person]:
    """People of the project who go by `typed`, by any of their names or by their code.

    Runs in the transaction of the action it decides for, so the trail row stands or falls with that.
    """
    matcher = Matcher(typed)
    people = list(Person.objects.in_project(project).known())
    aliases = list(Alias.objects.filter(project=project).exclude(kind="external"))
    by.key.prime(project.id, "identity", (person.id for person in people))
    same = {person.id for person in people if person.code.casefold() == typed.strip().casefold()}
    same |= {person.id for person in _fitting(people, "identity.called", matcher, by)}
    same |= {person.id for person in _fitting(people, "identity.full_name", matcher, by)}
    same |= {alias.person_id for alias in _fitting(aliases, "identity.name", matcher, by)}
    trail.note(
        project.id,
        by=by,
        act="people.match_name",
        at=at,
        fields=["people.person.identity.called", "people.alias.identity.name"],
        reason=f"people: {len(people)}",
    )
    return [person for person in people if person.id in same]


def _fitting(rows: Sequence[Row], path: str, matcher: Matcher, by: Actor) -> list[Row]:
    found = []
    for row in rows:
        try:
            name = row.sealed.open_unrecorded(path, by.unlocked)
        except Erased:
            continue
        if name and matcher.score(name) >= SAME:
            found.append(row)
    return found
