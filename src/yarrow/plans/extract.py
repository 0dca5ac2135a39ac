"""Ratings as pseudonymous rows, for counting: random ids, domains, steps and days; no word, nothing sealed.

Of adults supported for themselves; young people, partners and family are counted nowhere with them. Erased people's
ratings are gone, and so are they from the figures.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from yarrow.methods.distance import Rated
from yarrow.people.lists import FOR_THEMSELVES
from yarrow.people.models import Person
from yarrow.plans import lists
from yarrow.plans.models import Housing, Rating
from yarrow.staff.models import Project

AT_ONCE = 5_000


def ratings(project: Project, from_on: date, to_on: date) -> Iterator[Rated]:
    """Every answer given between two days, both included, by day and the moment it was written. One query."""
    found = Rating.objects.in_project(project).between(from_on, to_on).filter(person__in=_counted(project))
    columns = found.order_by("rated_on", "recorded_at", "id").values_list(
        "person_id", "domain", "rater", "rated_on", "step"
    )
    for person_id, domain, rater, on, step in columns.iterator(chunk_size=AT_ONCE):
        yield Rated(person_id, domain, rater, on, step)


def tenancies(project: Project) -> Iterator[tuple[UUID, date, date | None, date]]:
    """(person's random id, from, until, last known to hold) of every tenancy. One query."""
    found = Housing.objects.filter(project=project, kind__in=lists.TENANCIES, person__in=_counted(project))
    columns = found.order_by("from_on", "id").values_list("person_id", "from_on", "until_on", "known_on")
    yield from columns.iterator(chunk_size=AT_ONCE)


def domain_labels() -> dict[str, str]:
    """Words for each domain."""
    return dict(lists.choices("domain"))


def rater_labels() -> dict[str, str]:
    """Words for each kind of rater."""
    return dict(lists.choices("rater"))


def need_up_to() -> int:
    """The highest step that is still a need."""
    return lists.need_up_to()


def _counted(project: Project) -> Any:
    """Whom figures count."""
    return Person.objects.in_project(project).once().adults().filter(supported_as=FOR_THEMSELVES).values("pk")
