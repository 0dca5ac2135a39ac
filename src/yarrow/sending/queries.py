"""What became of messages."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yarrow.sending import lists
from yarrow.sending.models import Message
from yarrow.staff.models import Project

BATCH = 500


@dataclass(frozen=True)
class Told:
    """What became of one message.

    state    armed · begun · sent · failed · unclear · cancelled · expired
    code     why it failed, or what the last try came to while it waits; empty otherwise
    at       when it ended; None while it has not
    due_at   while it waits, from when it is tried
    """

    state: str
    code: str
    at: datetime | None
    due_at: datetime

    @property
    def said(self) -> str:
        """The same in the reader's language."""
        return lists.label("states", self.state)

    @property
    def why(self) -> str:
        """The code in the reader's language; empty where there is none."""
        return lists.label("failures", self.code) if self.code else ""


def states(project: Project, references: Collection[UUID]) -> dict[UUID, Told]:
    """What became of each. One that is missing was never armed here, or was let go of."""
    return {
        row.reference: Told(row.state, row.code, row.ended_at, row.due_at)
        for row in among(project, references)
    }


def among(project: Project, references: Collection[UUID]) -> Iterator[Message]:
    """The rows of these references, without their envelopes."""
    listed = list(references)
    for start in range(0, len(listed), BATCH):
        part = listed[start : start + BATCH]
        yield from Message.objects.filter(project=project, reference__in=part).defer("envelope")
