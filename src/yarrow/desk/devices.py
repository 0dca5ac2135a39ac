"""The test entry of a new device: its arrival in the inbox, opened, is all it is for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yarrow.desk.errors import NotTaken
from yarrow.vault import devices
from yarrow.vault.actors import Actor


def take_check(payload: dict[str, Any], *, project_id: UUID, by: Actor, at: datetime, entry_id: UUID) -> None:
    """Opened by a holder: sealing, signing and opening work from end to end. Records nothing.

    Raises NotTaken when it names a device that is not of this project.
    """
    device = devices.find(UUID(str(payload.get("device"))))
    if device is None or device.project_id != project_id:
        raise NotTaken(_("This test entry names a device that is not on the list any more."))
