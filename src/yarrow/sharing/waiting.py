"""What waits before and after sharing: for a second person, to be told, to be seen."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from yarrow.people.queries import open_each
from yarrow.sharing import rules
from yarrow.sharing.hearing import Heard, Unheard
from yarrow.sharing.models import Proposal, Share
from yarrow.staff.models import Project
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import Opened, reading

MOST_DUE = 50


@dataclass(frozen=True)
class Due:
    """Somebody with whose record something waits: a proposal, or recipients to be told."""

    row: Share | Proposal
    who: str = field(repr=False)
    agency: str


@dataclass(frozen=True)
class DueShown:
    """What the list of this room shows: proposals for this reader, whom to tell, what came back and nobody saw."""

    proposals: list[Due]
    shares: list[Due]
    answers: list[Heard]
    decisions: list[Heard]


def due_in(by: Actor, project: Project, at: datetime) -> DueShown:
    """Everything that waits, the oldest first, opened on one page."""
    waiting = Proposal.objects.filter(project=project).waiting(at).exclude(proposed_by=by.id)
    proposals: Any = waiting.select_related("agency", "person").order_by("proposed_at")[:MOST_DUE]
    recalls = Share.objects.to_recall_in(project.pk).select_related("agency", "person")
    shares: Any = recalls.order_by("shared_at")[:MOST_DUE]
    unheard = Unheard(by, project, at)
    at_once.read(proposals, shares, unheard)
    proposals = list(proposals) if rules.can_propose(by) else []
    people = {row.person_id: row.person for row in (*proposals, *shares, *unheard.rows)}
    with reading(by, project.id, act="sharing.list_due") as page:
        called = open_each(page, list(people.values()), "identity.called")
    names = {key: (called[key].value if key in called else None) or one.code for key, one in people.items()}
    return DueShown(_due(proposals, called), _due(shares, called), *unheard.lines(names))


def _due(rows: Iterable[Share | Proposal], called: dict[UUID, Opened]) -> list[Due]:
    return [
        Due(
            row,
            (called[row.person_id].value if row.person_id in called else "") or row.person.code,
            row.agency.name,
        )
        for row in rows
    ]
