"""Migrations that can't run while the version before still serves are few, and known."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from yarrow.vault import startup, upgrading

# Over these an update stops the server for as long as `yarrow setup` runs; CHANGELOG.md says so where one is new.
STOPS_THE_SERVER = {
    "alerts.0002_members_ways",
    "alerts.0004_what_was_decided",
    "alerts.0007_passed_on",
    "community.0002_what_stands",
    "contacts.0005_follow_ups",
    "contacts.0007_movements_only_grow",
    "contacts.0008_what_is_reckoned",
    "evaluation.0002_lines_can_be_changed",
    "justice.0002_what_stands",
    "measures.0002_what_stands",
    "people.0003_quiet_facts",
    "people.0005_consent",
    "people.0007_age_said_on",
    "people.0008_consents_in_order",
    "people.0009_keeping",
    "people.0011_consents_of_agencies",
    "people.0013_naming",
    "referrals.0002_what_stands",
    "safety.0002_what_was_said",
    "safety.0003_the_visit_of_a_way_back",
    "safety.0005_decisions_only_grow",
    "sharing.0001_initial",
    "sharing.0008_agreements",
    "staff.0002_language",
    "vault.0002_append_only",
    "vault.0005_trail_head_follows",
}


def test_migrations_that_stop_the_server_are_known() -> None:
    loader = MigrationLoader(None)
    ours = [each for each in loader.disk_migrations.values() if type(each).__module__.startswith("yarrow.")]
    # Each alone: whoever updates from the version before it has only this one waiting.
    found = {name for each in ours for name, _why in upgrading.unsafe([each], loader)}
    assert found == STOPS_THE_SERVER


POEM = [("id", models.BigAutoField(primary_key=True)), ("title", models.CharField(max_length=40, null=True))]
M = "poem"
SAFE: dict[str, Any] = {
    "a table": operations.CreateModel("line", POEM),
    "a column that may be empty": operations.AddField(M, "x", models.TextField(null=True)),
    "a column with a default of the database": operations.AddField(M, "x", models.TextField(db_default="")),
    "a longer column": operations.AlterField(M, "title", models.CharField(max_length=80, null=True)),
    "an index": operations.AddIndex(M, models.Index(fields=["title"], name="by_title")),
    "the state alone": operations.SeparateDatabaseAndState(state_operations=[operations.DeleteModel(M)]),
}
UNSAFE: dict[str, Any] = {
    "a column that is gone": operations.RemoveField(M, "title"),
    "a table that is gone": operations.DeleteModel(M),
    "a column under another name": operations.RenameField(M, "title", "heading"),
    "a table under another name": operations.RenameModel(M, "verse"),
    "a column that must be filled": operations.AddField(M, "x", models.TextField(default="")),
    "a column that may no longer be empty": operations.AlterField(
        M, "title", models.CharField(max_length=40)
    ),
    "a shorter column": operations.AlterField(M, "title", models.CharField(max_length=20, null=True)),
    "another kind of column": operations.AlterField(M, "title", models.IntegerField(null=True)),
    "a column whose values are each once": operations.AlterField(
        M, "title", models.CharField(max_length=40, null=True, unique=True)
    ),
    "a new rule": operations.AddConstraint(M, models.UniqueConstraint(fields=["title"], name="once")),
    "code": operations.RunPython(operations.RunPython.noop),
    "sql": operations.RunSQL("SELECT 1"),
    "the database alone": operations.SeparateDatabaseAndState([operations.RemoveField(M, "title")]),
}


def judged(*those: Any, **said: Any) -> list[tuple[str, str]]:
    """What is found in one migration of an app that has poems."""

    def state(_node: Any, at_end: bool) -> ProjectState:
        made = ProjectState()
        made.add_model(ModelState("verses", M, list(POEM)))
        return made

    migration = type("Migration", (Migration,), {"operations": list(those), **said})("0002_next", "verses")
    return upgrading.unsafe([migration], SimpleNamespace(project_state=state))  # type: ignore[arg-type]


@pytest.mark.parametrize("what", SAFE)
def test_migration_that_adds_is_safe(what: str) -> None:
    assert judged(SAFE[what]) == []


@pytest.mark.parametrize("what", UNSAFE)
def test_migration_that_takes_away_is_found(what: str) -> None:
    found = judged(UNSAFE[what])
    assert {name for name, _why in found} == {"verses.0002_next"}


def test_migration_may_say_of_its_code_that_it_only_adds() -> None:
    assert judged(UNSAFE["code"], adds_only=True) == []


def test_migration_may_do_anything_to_a_table_that_it_makes() -> None:
    made = operations.CreateModel("line", POEM)
    assert (
        judged(made, operations.AddConstraint("line", models.UniqueConstraint(fields=["title"], name="a")))
        == []
    )


def test_setup_check_says_whether_to_stop_the_server(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    call_command("setup", "--check")
    assert "0 migrations are waiting. The server may go on" in capsys.readouterr().out
    loader = MigrationLoader(None)
    waiting = [
        loader.disk_migrations["vault", "0002_append_only"],
        loader.disk_migrations["vault", "0004_due_jobs"],
    ]
    monkeypatch.setattr(startup, "waiting_migrations", lambda: waiting)
    with pytest.raises(CommandError, match="Stop the server") as failed:
        call_command("setup", "--check")
    assert failed.value.returncode == 1
    assert capsys.readouterr().out.startswith("! vault.0002_append_only: ")
