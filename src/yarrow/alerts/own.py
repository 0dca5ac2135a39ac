"""Numbers and addresses of those whom a project knows, of members and of workers: nobody warns of these.

Compared in memory as an adviser decides; nothing of it is kept.
"""

from collections.abc import Iterator
from typing import NamedTuple
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


def opened(page: Page, project: Project) -> Ways:
    """Every way of everybody, those of before included: a number may come back. Raises Locked, NoGrant."""
    rows = WayToReach.objects.filter(project=project).values_list("id", "person_id", "value")
    members = list(Member.objects.filter(project=project).only("project_id", "ways", "key_id", "envelope"))
    of_people = page.open_column(WayToReach, "identity.value", rows)
    return Ways(of_people, opened_ways(page, members, page.by), [row.pk for row in members])


def spellings_of(project: Project, ways: Ways, region: str) -> set[tuple[str, str]]:
    """(kind, spelling) of every one of them."""
    return {
        (kind, spelling)
        for text in _texts(project, ways)
        for kind, spelling in spellings.readings(text, region).items()
        if spelling
    }


def _texts(project: Project, ways: Ways) -> Iterator[str]:
    yield from (each.value for each in ways.of_people.values() if isinstance(each.value, str))
    for member_id in ways.members:
        yield from (way.address for way in ways.of_members[member_id] if way.channel != PUSH)
    yield from Membership.objects.filter(project=project).values_list("worker__email", flat=True)
