"""Training given to others, and the counts of what those who came thought before and after."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yarrow.agencies.models import Agency
from yarrow.community import lists, rules
from yarrow.community.actions.policing import standing
from yarrow.community.errors import CannotBe
from yarrow.community.models import Statement, Training, TrainingAnswers
from yarrow.staff.models import Project
from yarrow.vault import trail
from yarrow.vault.actors import Actor

# (statement, moment, step) → how many chose it.
Counts = Mapping[tuple[UUID, str, int], int]


@transaction.atomic
def add_training(*, project: Project, by: Actor, at: datetime, entry_id: UUID, **said: Any) -> Training:
    """Write down a training; sent twice is once. `said`: as for `change_training`."""
    rules.check_may_take(by, project)
    known = Training.objects.filter(project=project, entry_id=entry_id).first()
    if known is not None:
        return known
    row = Training(project=project, entry_id=entry_id, added_by=by.id, added_at=at)
    _put(row, at, **said)
    row.save(force_insert=True)
    trail.note(project.id, by=by, act="community.add_training", at=at, subject=row.id)
    return row


@transaction.atomic
def change_training(
    *, project: Project, by: Actor, at: datetime, training: Training, version: int, **said: Any
) -> Training:
    """Put it right. `said`: held_on, audience, agency, topics, n_trainers, with_peers, n_came."""
    rules.check_may_take(by, project)
    row: Training = standing(project, Training, training)
    rules.check_version(version, row.version)
    _put(row, at, **said)
    _check_answered(row, _counted(row))
    row.version += 1
    row.save()
    trail.note(project.id, by=by, act="community.change_training", at=at, subject=row.id)
    return row


@transaction.atomic
def count_answers(
    *, project: Project, by: Actor, at: datetime, training: Training, version: int, counts: Counts
) -> Training:
    """The counts of a training as they are from now on; what is not in `counts` stands at none."""
    rules.check_may_take(by, project)
    row: Training = standing(project, Training, training)
    rules.check_version(version, row.version)
    wanted = {key: rules.number(n, "answers") for key, n in counts.items()}
    _check_statements(project, {key[0] for key in wanted})
    _check_answered(row, wanted)
    row.answers.all().delete()
    TrainingAnswers.objects.bulk_create(
        TrainingAnswers(project=project, training=row, statement_id=one, moment=moment, step=step, n=n)
        for (one, moment, step), n in wanted.items()
        if n
    )
    row.version += 1
    row.save(update_fields=["version"])
    trail.note(project.id, by=by, act="community.count_answers", at=at, subject=row.id)
    return row


@transaction.atomic
def add_answers(
    *, project: Project, by: Actor, at: datetime, training: Training, version: int, moment: str,
    steps: Mapping[UUID, int],
) -> Training:  # fmt: skip
    """One sheet of somebody who came, added to the counts; nothing of the sheet itself is kept."""
    rules.check_may_take(by, project)
    row: Training = standing(project, Training, training)
    rules.check_version(version, row.version)
    rules.one_of("moments", "moment", moment)
    if not steps:
        raise CannotBe(_("Choose an answer for at least one sentence."))
    _check_statements(project, steps)
    counts = _counted(row)
    for statement, step in steps.items():
        rules.number(step, "answers", least=1, most=5)
        counts[statement, moment, step] = counts.get((statement, moment, step), 0) + 1
    _check_answered(row, counts)
    for statement, step in steps.items():
        key: dict[str, Any] = {"statement_id": statement, "moment": moment, "step": step}
        n = counts[statement, moment, step]
        TrainingAnswers.objects.update_or_create(training=row, **key, defaults={"n": n, "project": project})
    row.version += 1
    row.save(update_fields=["version"])
    trail.note(project.id, by=by, act="community.add_answers", at=at, subject=row.id)
    return row


@transaction.atomic
def add_statement(*, project: Project, by: Actor, at: datetime, words: str) -> Statement:
    """A sentence that trainings ask about from now on; said twice is once."""
    rules.check_may_keep(by, project)
    said = rules.words(words, "words", 200)
    asked = {one.words: one for one in Statement.objects.filter(project=project, is_ended=False)}
    if said in asked:
        return asked[said]
    if len(asked) >= rules.MOST_STATEMENTS:
        raise CannotBe(_("Ten sentences are enough to ask. Stop asking one first."), field="words")
    row = Statement.objects.create(project=project, words=said, added_by=by.id, added_at=at)
    trail.note(project.id, by=by, act="community.add_statement", at=at, subject=row.id)
    return row


@transaction.atomic
def end_statement(*, project: Project, by: Actor, at: datetime, statement: Statement) -> None:
    """It is not asked any more; what was answered stays. Pressed twice is once."""
    rules.check_may_keep(by, project)
    rules.check_here(project, statement)
    if Statement.objects.filter(pk=statement.pk, is_ended=False).update(is_ended=True):
        trail.note(project.id, by=by, act="community.end_statement", at=at, subject=statement.id)


def _counted(row: Training) -> dict[tuple[UUID, str, int], int]:
    return {(one.statement_id, one.moment, one.step): one.n for one in row.answers.all()}


def _check_statements(project: Project, wanted: Iterable[UUID]) -> None:
    asked = set(wanted)
    if Statement.objects.filter(project=project, pk__in=asked).count() != len(asked):
        raise CannotBe(_("One of these sentences is not yours."), field="answers")


def _check_answered(row: Training, counts: Counts) -> None:
    """Nobody answers who was not there."""
    answered: dict[tuple[UUID, str], int] = {}
    for (statement, moment, step), n in counts.items():
        if moment not in lists.MOMENTS or step not in lists.STEPS:
            raise CannotBe(_("Choose one of the answers offered."), field="answers")
        answered[statement, moment] = answered.get((statement, moment), 0) + n
    if any(n > row.n_came for n in answered.values()):
        raise CannotBe(_("More answers than people who came. Look at both numbers."), field="n_came")


def _put(
    row: Training,
    at: datetime,
    *,
    held_on: date,
    audience: str,
    topics: Iterable[str],
    n_came: int,
    agency: Agency | None = None,
    n_trainers: int = 1,
    with_peers: bool = False,
) -> None:
    rules.check_here(row.project, agency)
    row.held_on = rules.happened(held_on, at.astimezone(row.project.zone).date(), "held_on")
    row.audience = rules.one_of("audiences", "audience", audience)
    row.agency = agency
    row.topics = rules.some_of("topics", "topics", topics)
    row.n_came = rules.number(n_came, "n_came", least=1)
    row.n_trainers = rules.number(n_trainers, "n_trainers", least=1, most=100)
    row.with_peers = bool(with_peers)
