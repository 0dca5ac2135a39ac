"""What became of an alert's messages: no server of the town sends anything, so what a sender writes down is written."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from yarrow.alerts.actions import arming
from yarrow.alerts.models import AlertText
from yarrow.sending import steps
from yarrow.sending.models import CHANNELS, Message

# Of more than so many messages of a way one does not arrive; no project of the town has more than `MOST`.
MANY, MOST = 4, 10_000
GONE = steps.Outcome(Message.State.FAILED, "gone")


def hand_over(text: AlertText, act: dict[str, Any], sender: UUID) -> None:
    """Armed as the page does it, and gone within a day; one address of each way is not there any more."""
    project, day_after = text.project, act["at"] + timedelta(days=1)
    while arming.arm_next(text=text, **act):
        pass
    for channel in CHANNELS:
        rows = steps.begin(project.id, channel, MOST, sender, day_after)
        ends = [GONE] * (len(rows) > MANY) + [steps.SENT] * len(rows)
        done = [steps.Done(row, None, end) for row, end in zip(rows, ends, strict=False)]
        steps.finish(done, sender, day_after)
