"""Identifiers of the town's reports that its adviser accepted for checks; the latest one waits to be decided.

Sealed values are opened for that, so it is done once the town stands. Tags are of an installation's own key: where the
town is a copy they are made anew.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from yarrow.alerts import accepting, actions
from yarrow.alerts.models import Released
from yarrow.demo import staffing
from yarrow.demo.building import Building
from yarrow.demo.scales import SCALES
from yarrow.demo.sign_ins import staff_of
from yarrow.staff.models import Membership, Project
from yarrow.vault import fence

WHO = "adviser"
AGO = timedelta(days=5)


def release_numbers(built: Building) -> None:
    """All but the latest."""
    act: dict[str, Any] = {"project": built.crew.project, "by": built.crew.actor(WHO)}
    act["at"] = built.at(built.town.today - AGO, 12)
    for line in accepting.look(act["by"], act["project"], act["at"]).waiting[1:]:
        if not line.is_own:
            actions.accept_identifier(line=line, says="what", **act)


def tag_again(codes: Iterable[str]) -> None:
    """With the key of the installation into which the town was copied."""
    for project in Project.objects.filter(code__in=codes):
        with fence.around(project.pk):
            last = Released.objects.filter(project=project).first()
            if last is None:
                continue
            sign_in = staff_of(SCALES[project.code])[WHO]
            places = Membership.objects.select_related("worker", "project")
            place = places.get(project=project, worker__email=sign_in.email)
            by = staffing.opened(place, sign_in)
            rows = accepting.stale(by, project)
            actions.tag_anew(rows=rows, project=project, by=by, at=last.accepted_at)
