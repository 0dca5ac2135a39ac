"""From the link of a public report page to its project, and back."""

from django.urls import reverse

from yarrow.methods.tokens import hashed
from yarrow.safety.models import Door
from yarrow.staff.models import Project
from yarrow.vault import compartments
from yarrow.vault.models import Compartment


def found(token: str) -> Door | None:
    """The door of a token, whatever its project. Read before a project is known."""
    return Door.objects.filter(digest=hashed(token)).first()


def of(project: Project) -> Door | None:
    """The project's, open or closed; None where it never had one."""
    return Door.objects.filter(project=project).first()


def is_read(project: Project) -> bool:
    """Whether reports can be taken at all: there is a key to seal them to, and somebody who holds it."""
    key = Compartment.objects.filter(project_id=project.id, name="incident", retired_at=None)
    return key.exists() and bool(compartments.holders_of(project.id, "incident"))


def address(door: Door) -> str:
    """The path of the page; it names no project and says nothing of what is asked."""
    return reverse("report:tell", args=[door.token])


def back_address(door: Door) -> str:
    """Where whoever reported comes back with their words."""
    return reverse("report:come_back", args=[door.token])
