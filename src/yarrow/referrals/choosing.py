"""What the forms of this room offer: services, steps of pathways, colleagues."""

from dataclasses import dataclass
from uuid import UUID

from yarrow.agencies import finding
from yarrow.agencies.finding import Wanted
from yarrow.agencies.models import Agency, Service
from yarrow.agencies.spelling import fold
from yarrow.methods.funnels import GOING
from yarrow.people.errors import NotHere
from yarrow.people.models import Person
from yarrow.referrals.models import StepTaken
from yarrow.staff.models import Project
from yarrow.ui.sentences import translated
from yarrow.ui.sorting import by_name

# How many a list holds; of more, somebody looks for theirs.
MOST = 60
# How many a list of agencies alone holds.
MOST_AGENCIES = 400


@dataclass(frozen=True)
class Target:
    """Where somebody can be sent: an agency, or one of its services."""

    agency: Agency
    service: Service | None = None

    @property
    def key(self) -> str:
        return f"s.{self.service.pk}" if self.service else f"a.{self.agency.pk}"

    @property
    def words(self) -> str:
        return f"{self.agency.name}: {self.service.name}" if self.service else self.agency.name


@dataclass(frozen=True)
class Offered:
    """Where somebody can be sent, of what was looked for; `has_more`: more fits than is listed."""

    targets: list[Target]
    has_more: bool = False


def targets(project: Project, wanted: Wanted | None = None, chosen: str = "") -> Offered:
    """Services that run and fit, then agencies without one whose name fits, by name; `chosen` stays among them."""
    wanted = wanted or Wanted()
    services = list(finding.found(project, wanted)[: MOST + 1])
    bare = _agencies(project, wanted)[: MOST + 1]
    named = by_name((Target(one.agency, one) for one in services[:MOST]), lambda target: target.words)
    found = [*named, *(Target(agency) for agency in bare[: MOST - len(named)])]
    if chosen and chosen not in {one.key for one in found}:
        found += _standing(project, chosen)
    return Offered(found, len(services) + len(bare) > MOST)


def _agencies(project: Project, wanted: Wanted) -> list[Agency]:
    """Agencies without a service; by need, place and language nobody knows whether they fit."""
    if wanted.need or wanted.place or wanted.language:
        return []
    there = Agency.objects.of(project).still_there().filter(services=None)
    words = fold(wanted.text).split()
    if not words:
        return list(there[: MOST + 1])
    spelled = ((key, fold(name)) for key, name in there.values_list("pk", "name"))
    fitting = [key for key, name in spelled if all(word in name for word in words)]
    return list(there.filter(pk__in=fitting[: MOST + 1]))


def _standing(project: Project, key: str) -> list[Target]:
    """What was chosen before something else was looked for."""
    try:
        target = target_of(project, key)
    except NotHere:
        return []
    services = Service.objects.running().filter(pk=target.service.pk) if target.service else None
    is_there = services.exists() if services is not None else not target.agency.is_closed
    return [target] if is_there else []


def agencies(project: Project, most: int | None = MOST_AGENCIES) -> list[Agency]:
    """The agencies that are still there, by name. `most`: how many the list holds, None where names are typed."""
    return list(Agency.objects.of(project).still_there()[:most])


def target_of(project: Project, key: str) -> Target:
    """The target behind a key that a form offered. Raises NotHere."""
    kind, _dot, text = key.partition(".")
    try:
        row_id = UUID(text)
    except ValueError:
        raise NotHere() from None
    if kind == "s":
        service = Service.objects.of(project).select_related("agency").filter(pk=row_id).first()
        if service is not None:
            return Target(service.agency, service)
    agency = Agency.objects.of(project).filter(pk=row_id).first() if kind == "a" else None
    if agency is None:
        raise NotHere()
    return Target(agency)


def steps_open(person: Person) -> list[tuple[StepTaken, str]]:
    """Steps of pathways that somebody is taking now, with their words."""
    rows = StepTaken.objects.filter(person=person, result=GOING).select_related("journey__pathway")
    found = []
    for row in rows:
        step = row.journey.pathway.pathway.step(row.step)
        found.append((row, translated(step.label) if step else row.step))
    return found
