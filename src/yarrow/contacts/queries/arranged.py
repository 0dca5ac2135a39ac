"""What the project has arranged for its sessions: zones, kinds of its own, crew, agencies."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from yarrow.contacts.models import Agency, OwnKind, Zone
from yarrow.staff.models import Membership, Project
from yarrow.staff.roles import COLLEAGUES
from yarrow.ui.sorting import by_name
from yarrow.vault.prepared import PreparedLists

_arranged = PreparedLists(
    lambda project_id: [Zone.objects.of(project_id), OwnKind.objects.filter(project=project_id)]
)


class Arranged:
    """The zones in use and the project's own kinds; its lists are read with others of a page (`at_once`)."""

    def __init__(self, project: Project) -> None:
        self.lists = _arranged(project.pk)
        self.zones, self.kinds = self.lists


def zones(project: Project) -> list[Zone]:
    """The zones in use."""
    return by_name(Zone.objects.of(project), lambda zone: zone.label)


def zone_or_404(project: Project, zone_id: UUID) -> Zone:
    """One zone of this project."""
    return get_object_or_404(Zone, project=project, id=zone_id)


def own_kinds(project: Project) -> list[OwnKind]:
    """The project's own supplies and things done that are still offered."""
    return by_name(OwnKind.objects.filter(project=project, retired_at=None), lambda kind: kind.label)


def kind_or_404(project: Project, kind_id: UUID) -> OwnKind:
    """One of the project's own kinds."""
    return get_object_or_404(OwnKind, project=project, id=kind_id)


def crew(project: Project, roles: Collection[str] = COLLEAGUES) -> list[tuple[UUID, str]]:
    """(worker id, name) of everybody who works in the project now, in one of these roles."""
    return by_name(
        ((each.worker_id, each.worker.name) for each in crew_in(project, roles)), lambda pair: pair[1]
    )


def crew_in(project: Project, roles: Collection[str] = COLLEAGUES) -> QuerySet[Membership]:
    """The places of everybody who works in the project now, in one of these roles, in no order."""
    present = Membership.objects.present().filter(project=project, role__in=roles)
    return present


def agency_names(project: Project) -> list[str]:
    """Agencies that came along before."""
    return list(Agency.objects.filter(project=project).values_list("name", flat=True))
