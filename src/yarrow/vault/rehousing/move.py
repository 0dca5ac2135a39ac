"""The whole move, in a process whose records are the target. Run again it goes on where it was killed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from yarrow.methods.refusals import Fault
from yarrow.vault import anchors, owning, trail
from yarrow.vault.actors import Actor
from yarrow.vault.rehousing import aside, progress, sums, tables, target
from yarrow.vault.rehousing import source as sources
from yarrow.vault.rehousing.sums import Sum
from yarrow.vault.trail import Break

Trails = dict[UUID, list[Break]]
Say = Callable[[str], None]
ACT = "vault.move_records"


@dataclass(frozen=True)
class Compared:
    """One table on both sides."""

    name: str
    here: Sum
    there: Sum

    @property
    def is_same(self) -> bool:
        return self.here == self.there


@dataclass(frozen=True)
class Moved:
    """Every table, and what is broken in each project's trail before and after."""

    tables: list[Compared]
    trails: Trails
    trails_before: Trails

    @property
    def differing(self) -> list[str]:
        return [each.name for each in self.tables if not each.is_same]

    @property
    def is_good(self) -> bool:
        return not self.differing and self.trails == self.trails_before


def move(records: Path, trails: Trails, *, at: datetime, say: Say) -> Moved:
    """Bring every row over and compare. Only when all is the same is the target free to be used. Raises Refusal.

    `trails`: what `trails_here()` said of the file.
    """
    with owning.as_owner(), sources.held(records) as source:
        sources.look_through(source)
        target.check()
        say("Reading the records.")
        here = {each.name: sums.sum_of(source, each) for each in tables.tables()}
        _begin(here, at, say)
        for each in tables.tables():
            _copy(source, each, here[each.name].n, say)
        target.set_next_numbers(sources.next_numbers(source))
        say("Putting foreign keys back.")
        aside.put_back()
        target.settle()
        say("Comparing.")
        moved = Moved(compare(here), trails_here(), trails)
        if moved.is_good:
            finish(at)
        return moved


def _begin(here: dict[str, Sum], at: datetime, say: Say) -> None:
    owning.prepare(connection)
    if progress.is_under_way():
        target.check_same_source(here)
        target.check_only_ours()
        say(f"Going on with the move of {progress.begun_at():%d %B %Y %H:%M} (UTC).")
        return
    say("Making the tables.")
    # Killed in between it goes on from there.
    owning.change_tables()
    target.begin(here, at)


def _copy(source: Any, table: tables.Table, n: int, say: Say) -> None:
    """The rows behind the last one that is there."""
    after = tables.last_key(connection, table)
    for rows in tables.every(source, table, after=after):
        target.put(table, rows)
    if n:
        say(f"{table.name}: {n}")


def compare(here: dict[str, Sum]) -> list[Compared]:
    """Read everything back from the target."""
    return [Compared(each.name, here[each.name], sums.sum_of(connection, each)) for each in tables.tables()]


def trails_here() -> Trails:
    """Walk the trails of the records that this process works with."""
    return {project_id: anchors.verify(project_id) for project_id in anchors.projects()}


def finish(at: datetime) -> None:
    """The fence between projects stands; then, all or nothing: each trail has its row, nothing of the move is left."""
    if progress.laid_aside():
        raise Fault("something that stepped aside is not back")
    owning.admit(connection)
    with transaction.atomic():
        for project_id in trail.project_ids():
            trail.note(project_id, by=Actor.system("move"), act=ACT, at=at)
        progress.end()
