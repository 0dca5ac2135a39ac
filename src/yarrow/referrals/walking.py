"""Pathways of a project, and where somebody stands on one."""

from dataclasses import dataclass

from yarrow.methods.funnels import GOING
from yarrow.methods.pathways import Pathway, Step
from yarrow.people.errors import NotHere
from yarrow.people.models import Person
from yarrow.people.queries import row_of
from yarrow.referrals import lists
from yarrow.referrals.models import Journey, PathwayVersion, StepTaken
from yarrow.staff.models import Project
from yarrow.vault import at_once


@dataclass(frozen=True)
class StepShown:
    """A step that was taken. `n`: the how-manieth time."""

    taken: StepTaken
    label: str
    n: int

    @property
    def is_going(self) -> bool:
        return self.taken.result == GOING

    @property
    def result(self) -> str:
        return lists.label("results", self.taken.result)


@dataclass(frozen=True)
class JourneyShown:
    """Somebody's way along a pathway: steps taken, and those that may be taken now, the next one first."""

    journey: Journey
    steps: list[StepShown]
    offered: list[Step]

    @property
    def pathway(self) -> Pathway:
        return self.journey.pathway.pathway

    @property
    def going(self) -> StepShown | None:
        return next((one for one in self.steps if one.is_going), None)


def in_use(project: Project) -> list[PathwayVersion]:
    """The pathways that the project uses, each in its latest version."""
    latest: dict[str, PathwayVersion] = {}
    for row in PathwayVersion.objects.filter(project=project):
        latest.setdefault(row.code, row)
    return list(latest.values())


def pathway_in(project: Project, code: str) -> PathwayVersion:
    """One in use; NotHere otherwise."""
    row = PathwayVersion.objects.filter(project=project, code=code).first()
    if row is None:
        raise NotHere()
    return row


def on_offer(project: Project) -> list[Pathway]:
    """Pathways of the packs that are not in use, or in other words; one that the project wrote over is its own."""
    used = {row.code: row for row in in_use(project)}
    files = lists.pack_files()
    return [
        one
        for code, one in lists.packs().items()
        if code not in used or (used[code].told != files[code] and not used[code].is_ours)
    ]


def of_person(person: Person) -> list[JourneyShown]:
    """Somebody's journeys, those that go on first."""
    journeys = Journey.objects.filter(person=person).select_related("pathway")
    steps = StepTaken.objects.filter(person=person)
    at_once.read(journeys, steps)
    by_journey = at_once.grouped(steps, "journey_id")
    shown = [_shown(one, by_journey.get(one.pk, [])) for one in journeys]
    return sorted(shown, key=lambda one: one.journey.ended_on is not None)


def journey_in(person: Person, journey_id: object) -> Journey:
    """A journey of this person; NotHere otherwise."""
    found: Journey = row_of(Journey, person, journey_id)  # type: ignore[arg-type]
    return found


def taken_in(person: Person, taken_id: object) -> StepTaken:
    """A step that this person took; NotHere otherwise."""
    found: StepTaken = row_of(StepTaken, person, taken_id)  # type: ignore[arg-type]
    return found


def _shown(journey: Journey, taken: list[StepTaken]) -> JourneyShown:
    pathway = journey.pathway.pathway
    labels = {step.code: step.label for step in pathway.steps}
    shown, times = [], dict[str, int]()
    for one in taken:
        times[one.step] = times.get(one.step, 0) + 1
        shown.append(StepShown(one, labels.get(one.step, one.step), times[one.step]))
    is_free = journey.ended_on is None and not any(one.is_going for one in shown)
    return JourneyShown(journey, shown, _offered(pathway, taken) if is_free else [])


def _offered(pathway: Pathway, taken: list[StepTaken]) -> list[Step]:
    """The step after the last one first, then every other that may still be taken."""
    following = pathway.after(taken[-1].step) if taken and pathway.step(taken[-1].step) else None
    gone = {one.step for one in taken}
    free = [step for step in pathway.steps if step.repeatable or step.code not in gone]
    return sorted(free, key=lambda step: step is not following)
