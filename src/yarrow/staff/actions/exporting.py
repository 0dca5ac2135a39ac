"""Taking everything of a project along: noted first, then made while it is sent."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import transaction

from yarrow.methods import zipped
from yarrow.staff import rules
from yarrow.staff.models import Project
from yarrow.vault import datapackage, trail
from yarrow.vault.actors import Actor


def export_project(
    *,
    project: Project,
    by: Actor,
    at: datetime,
    reason: str,
    compartments: Collection[str] = (),
    told: datapackage.Told = lambda *_: None,
) -> Iterator[bytes]:
    """The bytes of a ZIP with everything of a project, sealed fields of these compartments opened.

    The trail row is committed before the first byte. Raises NotAllowed, Locked, NoGrant.
    """
    rules.check_may_export(by, project, compartments)
    _note(project, by, at, reason, compartments)
    return zipped.stream(datapackage.members(project, by, at, compartments, told))


@transaction.atomic
def _note(project: Project, by: Actor, at: datetime, reason: str, compartments: Collection[str]) -> None:
    trail.note(
        project.id, by=by, act="staff.export_project", at=at, fields=sorted(compartments), reason=reason
    )
