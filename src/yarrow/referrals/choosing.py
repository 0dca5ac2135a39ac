"""What the forms of this room offer: services, steps of pathways, colleagues."""

from dataclasses import dataclass
from uuid import UUID

from yarrow.agencies.models import Agency, Service
from yarrow.methods.funnels import GOING
from yarrow.people.errors import NotHere
from yarrow.people.models import Person
from yarrow.referrals.models import StepTaken
from yarrow.staff.models import Project
from yarrow.ui.sentences import translated
from yarrow.ui.sorting import by_name

MOST = 400


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


def targets(project: Project) -> list[Target]:
    """Services that run, then agencies without one, by name."""
    services = Service.objects.of(project).running().select_related("agency")[:MOST]
    found = by_name((Target(one.agency, one) for one in services), lambda target: target.words)
    bare = Agency.objects.of(project).still_there().filter(services=None)[:MOST]
    return [*found, *(Target(agency) for agency in bare)]


def agencies(project: Project) -> list[Agency]:
    """Every agency that is still there, by name."""
    return list(Agency.objects.of(project).still_there()[:MOST])


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
