"""The retention clock: what is due at an instant, and carrying it out once, by the rules that models declare.

    due(at)   the steps whose time has come, read only: the preview asks for a later instant
    run(at)   each of them in a transaction of its own; run again, it goes on where it was

Each project is looked through and carried out by itself, inside its fence. It holds no key: erasing needs none.
Rooms above say what carries out a rule of theirs (`carries`), as they start.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.core.checks import CheckMessage, Error
from django.db import transaction

from yarrow.methods.refusals import Fault, Refusal
from yarrow.vault import fence, forgetting, trail
from yarrow.vault.actors import Actor
from yarrow.vault.belonging import Model, declared, to_project
from yarrow.vault.keyring import KeyringBusy
from yarrow.vault.models import InboxEntry
from yarrow.vault.privacy import Declaration, declaration
from yarrow.vault.retention import RULES, period

BY = Actor.system("retention")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step:
    """One thing whose time has come on day `on`: `n` of them, and what carries it out.

    project_id   None where it belongs to the installation; `subject`: whose record it is, where it is somebody's
    """

    rule: str
    project_id: UUID | None
    on: date
    n: int
    apply: Callable[[datetime], Any]
    subject: UUID | None = None


@dataclass(frozen=True)
class Ran:
    """What one run did: the steps carried out, and those that are still to be."""

    done: list[Step]
    left: list[Step]


# Finds what is due in one project.
Hand = Callable[[UUID, datetime], Iterable[Step]]
_hands: dict[str, Hand] = {}


def carries(rule: str, hand: Hand) -> None:
    """Say what finds and carries out a rule; each room does so as it starts."""
    _hands[rule] = hand


def due(at: datetime, whose: Iterable[UUID | None] | None = None) -> Iterator[Step]:
    """Every step whose time has come at that instant: of these projects (None: the installation), or of all."""
    whose = [None, *trail.project_ids()] if whose is None else list(whose)
    for rule in clocks():
        for project_id in whose:
            with fence.around(project_id):
                found = list(_found(rule, project_id, at))
            yield from found


def _found(rule: str, project_id: UUID | None, at: datetime) -> Iterable[Step]:
    if project_id is not None:
        return _hands[rule](project_id, at)
    return _rows_to_delete(rule, None, at) if RULES[rule].deletes else ()


def run(at: datetime, whose: Iterable[UUID | None] | None = None) -> Ran:
    """Carry out what is due, as `due` finds it. What could not be is left for the next run, and stops nothing else."""
    ran = Ran([], [])
    forgetting.catch_up(at)
    for step in due(at, whose):
        try:
            with fence.around(step.project_id):
                step.apply(at)
        except (Refusal, Fault, KeyringBusy) as why:
            # Its kind only: a sentence may carry what somebody typed.
            log.warning("a step of rule %s is left for the next run: %s", step.rule, type(why).__name__)
            ran.left.append(step)
        else:
            ran.done.append(step)
    return ran


def clocks() -> list[str]:
    """The rules that have a clock, the trail's last: what the others do is written there."""
    return sorted((name for name, rule in RULES.items() if rule.after is not None), key="trail".__eq__)


def faults() -> list[str]:
    """What is wrong with rules and their hands, in words; empty when all is well."""
    found = [
        f"rule {name} has a clock and nothing that carries it out" for name in clocks() if name not in _hands
    ]
    for model in declared():
        named = _declared(model)
        rule = RULES.get(named.retention)
        if rule and rule.deletes and named.event not in {each.name for each in model._meta.concrete_fields}:
            found.append(f"{model._meta.label} names no moment from which rule {named.retention} counts")
    return found


def check_clock(**_: Any) -> list[CheckMessage]:
    """Django's start-up check: one error per fault."""
    return [Error(f"The retention clock: {fault}.", id="vault.E002") for fault in faults()]


def ready() -> None:
    """What the vault itself carries out; called once as it starts. The trail's own is in `pruning`."""
    for name, rule in RULES.items():
        if rule.deletes:
            carries(name, partial(_rows_to_delete, name))
    carries("until_opened", _envelopes)


def _rows_to_delete(rule: str, project_id: UUID | None, at: datetime) -> Iterator[Step]:
    """Rows that go whole, of every model that names the rule: a project's own, or the installation's."""
    after = period(rule)
    for model in declared():
        named = _declared(model)
        if named.retention != rule or bool(to_project(model)) != bool(project_id):
            continue
        late = model._base_manager.filter(**{f"{named.event}__lte": at - after})
        if project_id:
            late = late.filter(**{to_project(model): project_id})
        moments = list(late.values_list(named.event, flat=True))
        if moments:
            delete = partial(_delete, rule, model, project_id, late)
            yield Step(rule, project_id, (min(moments) + after).date(), len(moments), delete)


@transaction.atomic
def _delete(rule: str, model: Model, project_id: UUID | None, rows: Any, at: datetime) -> None:
    n, _each = rows.delete()
    if project_id is None:
        return
    trail.note(
        project_id, by=BY, act="vault.let_go", at=at, fields=[model._meta.label_lower], reason=f"{rule}: {n}"
    )


def _envelopes(project_id: UUID, at: datetime) -> Iterator[Step]:
    """Settled entries that still hold what they said. Settling empties them: one here came with an older copy."""
    settled = InboxEntry.objects.filter(
        project_id=project_id, state=InboxEntry.State.OPENED, settled_at__lte=at
    )
    rows = settled.exclude(envelope=b"")
    moments = list(rows.values_list("settled_at", flat=True))
    if moments:
        on = min(moment for moment in moments if moment).date()
        yield Step("until_opened", project_id, on, len(moments), partial(_empty, project_id, rows))


@transaction.atomic
def _empty(project_id: Any, rows: Any, at: datetime) -> None:
    n = rows.update(envelope=b"", look_reason=None)
    trail.note(project_id, by=BY, act="vault.let_go", at=at, reason=f"until_opened: {n}")


def _declared(model: Model) -> Declaration:
    found = declaration(model)
    if found is None:
        raise Fault(f"{model._meta.label} has no class Privacy")
    return found
