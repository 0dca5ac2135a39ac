"""Numbers and addresses of those whom a project knows, of members and of workers: nobody warns of these.

Compared in memory as an adviser decides; nothing of it is kept.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from yarrow.alerts.audience import opened_ways
from yarrow.alerts.models import Member
from yarrow.alerts.ways import PUSH, Way
from yarrow.methods.incidents import spellings
from yarrow.people.models import WayToReach
from yarrow.staff.models import Membership, Project
from yarrow.vault.opening import Opened, Page


class Ways(NamedTuple):
    """What was opened; it can be read once the page is on the trail."""

    of_people: dict[UUID, Opened]
    of_members: dict[UUID, tuple[Way, ...]]
    members: list[UUID]
    workers: list[str]


class Asked:
    """What is to be read for it: the ways of everybody, those of before included, as a number may come back."""

    def __init__(self, project: Project) -> None:
        self.of_people = WayToReach.objects.filter(project=project).values_list("id", "person_id", "value")
        needed = ("project_id", "ways", "key_id", "envelope")
        self.members = Member.objects.filter(project=project).only(*needed)
        self.workers = Membership.objects.filter(project=project).values_list("worker__email", flat=True)

    @property
    def lists(self) -> list[Any]:
        return [self.of_people, self.members, self.workers]

    def opened(self, page: Page) -> Ways:
        """Every way of everybody. Raises Locked, NoGrant."""
        of_people = page.open_column(WayToReach, "identity.value", self.of_people)
        of_members = opened_ways(page, self.members, page.by)
        return Ways(of_people, of_members, [row.pk for row in self.members], list(self.workers))


def spellings_of(ways: Ways, region: str) -> set[tuple[str, str]]:
    """(kind, spelling) of every one of them."""
    return {
        (kind, spelling)
        for text in _texts(ways)
        for kind, spelling in spellings.readings(text, region).items()
        if spelling
    }


def _texts(ways: Ways) -> Iterator[str]:
    yield from (each.value for each in ways.of_people.values() if isinstance(each.value, str))
    for member_id in ways.members:
        yield from (way.address for way in ways.of_members[member_id] if way.channel != PUSH)
    yield from ways.workers
