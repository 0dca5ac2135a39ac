"""What came back and nobody saw yet: answers of partners, and what colleagues decided on proposals."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from yarrow.people.models import Person
from yarrow.people.queries import open_each
from yarrow.sharing import lists
from yarrow.sharing.models import Answer, Proposal
from yarrow.sharing.states import LABELS
from yarrow.staff.models import Project
from yarrow.staff.roles import ARRANGERS
from yarrow.vault import at_once
from yarrow.vault.actors import Actor
from yarrow.vault.opening import reading

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


def unseen_answers(by: Actor, project: Project, at: datetime) -> QuerySet[Answer]:
    """The reader's own, and for those who arrange the work what nobody has seen for a week."""
    theirs = Q(package__made_by=by.id)
    if by.role in ARRANGERS:
        theirs |= Q(said_at__lte=at - ESCALATE)
    return Answer.objects.filter(project=project, seen_at=None, person__erased_at=None).filter(theirs)


def decided(by: Actor, project: Project) -> QuerySet[Proposal]:
    """What colleagues approved or refused of what the reader proposed."""
    return Proposal.objects.filter(project=project, person__erased_at=None).decided_for(by.id)


def heard_in(by: Actor, project: Project, at: datetime) -> tuple[list[Heard], list[Heard]]:
    """(answers, decisions) that wait to be seen, the oldest first, with the names of their people."""
    answers: Any = unseen_answers(by, project, at).select_related("person", "package__share__agency")
    proposals: Any = decided(by, project).select_related("person", "agency")
    answers, proposals = answers.order_by("said_at")[:MOST], proposals.order_by("decided_at")[:MOST]
    at_once.read(answers, proposals)
    people = {row.person_id: row.person for row in (*answers, *proposals)}
    if not people:
        return [], []
    with reading(by, project.id, act="sharing.list_heard") as page:
        called = open_each(page, list(people.values()), "identity.called")
    names = {key: (called[key].value if key in called else None) or one.code for key, one in people.items()}
    return (
        [_answer(row, names[row.person_id]) for row in answers],
        [_decision(row, names[row.person_id]) for row in proposals],
    )


def _answer(row: Answer, who: str) -> Heard:
    reason = lists.label("reasons", row.reason) if row.reason else ""
    agency, said = row.package.share.agency.name, lists.label("answers", row.answer)
    return Heard(row, row.person, agency, said, reason, row.said_at, who)


def _decision(row: Proposal, who: str) -> Heard:
    return Heard(
        row, row.person, row.agency.name, str(LABELS[row.state]), "", row.decided_at or row.until, who
    )
