"""Finding services by need, place, language and words. One page costs the same number of questions, however many."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from yarrow.agencies import lists
from yarrow.agencies.models import Service, ServiceSet
from yarrow.agencies.spelling import fold
from yarrow.staff.models import Project

PAGE = 25


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty for anything. `facts`: those of `FACTS` that have to be known to be so."""

    need: str = ""
    kind: str = ""
    place: str = ""
    language: str = ""
    text: str = ""
    facts: tuple[str, ...] = ()
    with_closed: bool = False


# Facts that can be asked for, each with the answer that fits.
FACTS = ("women_only", "accepts_people_who_use", "has_interpreter")


def found(project: Project, wanted: Wanted, *, among: Collection[UUID] | None = None) -> ServiceSet:
    """The services that fit, with their agency, by name.

    `among`: only these. A room above says so what this one can't know, like which took people last quarter.
    """
    rows = Service.objects.of(project).select_related("agency", "feed").order_by("name", "id")
    if not wanted.with_closed:
        rows = rows.running()
    if among is not None:
        rows = rows.filter(id__in=among)
    if wanted.kind:
        rows = rows.filter(agency__kind=wanted.kind)
    for name, code in (("needs", wanted.need), ("languages", wanted.language)):
        if code:
            # A list of codes lies as JSON text on SQLite: no operator of lists is on both databases.
            rows = rows.filter(**{f"{name}__icontains": f'"{code}"'})
    rows = rows.filter(**dict.fromkeys(wanted.facts, lists.YES))
    for word in fold(wanted.place).split():
        rows = rows.filter(place_words__contains=word)
    for word in fold(wanted.text).split():
        rows = rows.filter(words__contains=word)
    return rows


def page_of(rows: QuerySet[Any], page: int) -> tuple[list[Any], bool]:
    """One page, and whether there is more."""
    start = (page - 1) * PAGE
    listed = list(rows[start : start + PAGE + 1])
    return listed[:PAGE], len(listed) > PAGE


def note_words(service: Service) -> None:
    """Write down what the service is found by. The caller saves."""
    service.words = fold(" ".join([service.name, service.agency.name, service.about]))
    service.place_words = fold(" ".join(service.places))


def renote(services: Iterable[Service]) -> None:
    """The same for the services of an agency whose name changed, saved."""
    changed = list(services)
    for service in changed:
        note_words(service)
    Service.objects.bulk_update(changed, ["words", "place_words"], batch_size=500)
