"""Whether migrations may run while the version before still serves: they must only add what that version can ignore.

    found = unsafe(waiting)     (migration, why) for each thing that the old version would stumble over

The way that always works is in steps: first add (empty, or with a default of the database), serve the new version, and
take away what nobody uses any more in the version after.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED

Why = Iterator[str]
# A migration says this of itself where only a person could tell: its code or SQL adds, and takes nothing away.
SAYS_SO = "adds_only"

TAKES_AWAY = {
    operations.RemoveField: "takes away a column that the version before still reads",
    operations.DeleteModel: "takes away a table that the version before still reads",
    operations.RenameField: "renames a column under the version before",
    operations.RenameModel: "renames a table under the version before",
    operations.AlterModelTable: "renames a table under the version before",
    operations.AddConstraint: "refuses rows that the version before still writes",
    operations.AlterUniqueTogether: "refuses rows that the version before still writes",
    operations.RunPython: "runs code: look at it, and say `adds_only = True` if it takes nothing away",
    operations.RunSQL: "runs SQL: look at it, and say `adds_only = True` if it takes nothing away",
}
HARMLESS = (
    operations.CreateModel,
    operations.AddIndex,
    operations.RemoveIndex,
    operations.RenameIndex,
    operations.RemoveConstraint,
    operations.AlterModelOptions,
    operations.AlterModelManagers,
    operations.AlterModelTableComment,
)


def unsafe(waiting: Iterable[Migration], loader: MigrationLoader) -> list[tuple[str, str]]:
    """(migration, why) of everything that can't run under a version that still serves."""
    waiting = list(waiting)
    found, made = [], set()
    for migration in waiting:
        before = loader.project_state((migration.app_label, migration.name), at_end=False)
        for each in _of_database(migration.operations):
            if isinstance(each, operations.CreateModel):
                made.add((migration.app_label, each.name_lower))
            if (migration.app_label, _table_of(each)) not in made and not getattr(migration, SAYS_SO, False):
                found += [
                    (f"{migration.app_label}.{migration.name}", f"{each.describe()}: {why}")
                    for why in _why(each, migration.app_label, before)
                ]
            each.state_forwards(migration.app_label, before)
    return found


def _of_database(those: Iterable[Any]) -> Iterator[Any]:
    for each in those:
        if isinstance(each, operations.SeparateDatabaseAndState):
            yield from _of_database(each.database_operations)
        else:
            yield each


def _table_of(operation: Any) -> str:
    """The model that an operation changes, in small letters; empty where it names none."""
    named = getattr(operation, "model_name", getattr(operation, "name", getattr(operation, "old_name", "")))
    return str(named or "").lower()


def _why(operation: Any, app: str, before: ProjectState) -> Why:
    by_kind: dict[type[Any], Callable[[Any, str, ProjectState], Why]] = {
        operations.AddField: _adding,
        operations.AlterField: _altering,
    }
    if type(operation) in by_kind:
        yield from by_kind[type(operation)](operation, app, before)
    elif type(operation) in TAKES_AWAY:
        yield TAKES_AWAY[type(operation)]
    elif type(operation) not in HARMLESS:
        yield "is of a kind that nobody has judged"


def _adding(operation: Any, _app: str, _before: ProjectState) -> Why:
    field = operation.field
    if not field.many_to_many and not field.null and field.db_default is NOT_PROVIDED:
        yield "the version before writes rows without it: allow null, or give it a db_default"


def _altering(operation: Any, app: str, before: ProjectState) -> Why:
    old = before.models[app, operation.model_name_lower].fields[operation.name]
    new = operation.field
    if old.null and not new.null:
        yield "the version before still writes nothing there"
    if type(old) is not type(new):
        yield "changes what kind of thing a column holds"
    if (new.max_length or 0) < (old.max_length or 0):
        yield "makes a column shorter than what the version before writes"
    if new.unique and not old.unique:
        yield "refuses rows that the version before still writes"
