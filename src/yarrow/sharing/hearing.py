"""What came back and nobody saw yet: answers of partners, and what colleagues decided on proposals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from yarrow.people.models import Person
from yarrow.sharing import lists
from yarrow.sharing.models import Answer, Proposal
from yarrow.sharing.states import LABELS
from yarrow.staff.models import Project
from yarrow.staff.roles import ARRANGERS
from yarrow.vault.actors import Actor

# An answer that whoever shared has not seen for so long is shown to those who arrange the work, too.
ESCALATE = timedelta(days=7)
MOST = 50


@dataclass(frozen=True)
class Heard:
    """One line: whose, which agency, what they said or what was decided, and why."""

    row: Answer | Proposal
    person: Person
    agency: str
    said: str
    reason: str
    at: datetime
    who: str = field(repr=False)


def unseen_answers(project_id: UUID, worker_id: UUID, before: datetime | None) -> QuerySet[Answer]:
    """The reader's own, and where `before` is said (`unseen_since`) whatever came by then."""
    theirs = Q(package__made_by=worker_id)
    if before:
        theirs |= Q(said_at__lte=before)
    return Answer.objects.filter(project=project_id, seen_at=None, person__erased_at=None).filter(theirs)


def unseen_since(by: Actor, at: datetime) -> datetime | None:
    """For those who arrange the work: what nobody has seen since then is theirs to look at, too."""
    return at - ESCALATE if by.role in ARRANGERS else None


def decided(project_id: UUID, worker_id: UUID) -> QuerySet[Proposal]:
    """What colleagues approved or refused of what the reader proposed."""
    return Proposal.objects.filter(project=project_id, person__erased_at=None).decided_for(worker_id)


class Unheard:
    """(answers, decisions) that wait to be seen, the oldest first; `lists` are read with others of a page."""

    def __init__(self, by: Actor, project: Project, at: datetime) -> None:
        answers = unseen_answers(project.pk, by.id, unseen_since(by, at))
        answers = answers.select_related("person", "package__share__agency")
        proposals = decided(project.pk, by.id).select_related("person", "agency")
        self.answers: Any = answers.order_by("said_at")[:MOST]
        self.proposals: Any = proposals.order_by("decided_at")[:MOST]
        self.lists = [self.answers, self.proposals]

    @property
    def rows(self) -> list[Any]:
        return [*self.answers, *self.proposals]

    def lines(self, names: Mapping[UUID, str]) -> tuple[list[Heard], list[Heard]]:
        """Both with the names of their people, as the page opened them."""
        return (
            [_answer(row, names[row.person_id]) for row in self.answers],
            [_decision(row, names[row.person_id]) for row in self.proposals],
        )


def _answer(row: Answer, who: str) -> Heard:
    reason = lists.label("reasons", row.reason) if row.reason else ""
    agency, said = row.package.share.agency.name, lists.label("answers", row.answer)
    return Heard(row, row.person, agency, said, reason, row.said_at, who)


def _decision(row: Proposal, who: str) -> Heard:
    return Heard(
        row, row.person, row.agency.name, str(LABELS[row.state]), "", row.decided_at or row.until, who
    )
