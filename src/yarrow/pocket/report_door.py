"""At the door of a project's report page: whose it is, in which language, and how its pages are drawn."""

import base64
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from yarrow.measures import queries as measures
from yarrow.pocket import flood, opening, showing
from yarrow.pocket.carrying import ENTRY, IN, is_easy
from yarrow.pocket.report_form import Typed
from yarrow.safety import doors, visits
from yarrow.safety.models import Door
from yarrow.staff.models import Project
from yarrow.staff.speaking import is_offered
from yarrow.ui.languages import ENGLISH
from yarrow.vault import fence
from yarrow.vault.actors import Actor
from yarrow.vault.models import Compartment

GO, LEAVE, PASS, ENVELOPE = "~go", "leave", "~pass", "envelope"
# Leads nowhere.
NO_ENTRY = UUID(int=0)
NOBODY = Actor.system("pocket")


def found(request: HttpRequest, token: str) -> Door | None:
    """The door behind a link; None for one that never was, or for what no page of ours sends. Enters its project."""
    door = doors.found(token) if opening.is_small(request) else None
    if door is None:
        return None
    fence.enter(door.project_id)
    return Door.objects.select_related("project").get(pk=door.pk)


class AtDoor:
    """One request of somebody who reports, or comes back."""

    def __init__(self, request: Any, door: Door, at: datetime) -> None:
        self.request, self.door, self.project, self.at = request, door, door.project, at
        self.today = at.astimezone(self.project.zone).date()
        self.sent = request.POST
        self.typed = Typed(self.sent)
        self.offered = [tag for tag in door.languages if is_offered(tag)] or [ENGLISH]
        spoken = self.sent.get(IN, "")
        self.language = spoken if spoken in self.offered else showing.wanted(request, self.offered)

    @property
    def told(self) -> dict[str, Any]:
        """What every action takes."""
        return {"project": self.project, "by": NOBODY, "at": self.at}

    def slowly(self) -> Any:
        """A try of what takes memory and time, among all at this door."""
        return flood.slowly(("report", self.door.pk), flood.MOST_A_MINUTE)

    def drawn(self, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """A page of this door. `held`: the pass of a visit, which its quick exit ends."""
        said = {
            "request": self.request,
            "is_easy": is_easy(self.request),
            "hidden": [(IN, self.language)],
            "tell_url": doors.address(self.door),
            "back_url": doors.back_address(self.door),
            "languages": showing.named(self.offered),
            "chosen_language": self.language,
            "routes": measures.routes_in(self.project),
            **context,
        }
        return showing.page(name, said, self.language, status)

    def visit(self) -> visits.Visit | None:
        """The visit of the pass that was sent with the page, if it is still good by its time."""
        return visits.read_pass(self.project.id, self.sent.get(PASS, ""), self.at)

    def entry(self) -> UUID | None:
        """The number of what is sent."""
        with suppress(ValueError):
            return UUID(self.sent.get(ENTRY, ""))
        return None

    def passed(self, visit: visits.Visit) -> str:
        """A pass for the page that follows."""
        return visits.new_pass(self.project.id, visit, self.at)


def sealing_to(project: Project) -> dict[str, Any]:
    """What a browser needs to seal something that only the advisers open."""
    key = Compartment.current(project.id, "incident")
    point = base64.b64encode(bytes(key.intake_public)).decode()
    return {"project": project.id, "key": key.id, "point": point}
