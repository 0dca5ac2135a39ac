"""The address at which a project's members sign in."""

from datetime import datetime

from yarrow.alerts.models import MemberDoor
from yarrow.methods.tokens import hashed, new_token
from yarrow.staff.models import Project
from yarrow.vault.prepared import Prepared

_behind = Prepared(lambda digest: MemberDoor.objects.select_related("project").filter(digest=digest))


def of(project: Project, at: datetime) -> MemberDoor:
    """The project's door, made as its first member is vouched for."""
    token = new_token()
    made = {"token": token, "digest": hashed(token), "opened_at": at}
    return MemberDoor.objects.get_or_create(project=project, defaults=made)[0]


def found(token: str) -> MemberDoor | None:
    """The door of a token with its project, whatever that is. Read before a project is known."""
    door: MemberDoor | None = _behind(hashed(token)).first()
    return door
