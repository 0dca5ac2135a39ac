"""`yarrow setup`: everything the server needs before it can serve."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from yarrow.methods.refusals import Refusal
from yarrow.vault import owning, startup, upgrading


class Command(BaseCommand):
    help = "Bring the database up to date, make the cache table, collect the static files. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to look only."""
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing: say whether this may run while the version before still serves (status 1 if not)",
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Run after installing and after every update, before the new version is served."""
        if check:
            self._look()
            return
        try:
            self._make_tables()
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write("The database is up to date.")

    def _make_tables(self) -> None:
        """As the owner of the tables, where the records are in PostgreSQL; then the application's role is let in.

        What only adds to tables leaves the fences standing, so that the version before goes on serving.
        """
        with owning.as_owner() as owners:
            adds_only = not upgrading.unsafe(startup.waiting_migrations(), MigrationLoader(owners))
            before = owning.check_is_owner if adds_only else owning.prepare
            before(owners)
            owning.change_tables(fences_stand=adds_only)
            owning.admit(owners)

    def _look(self) -> None:
        waiting = startup.waiting_migrations()
        found = upgrading.unsafe(waiting, MigrationLoader(connection))
        for name, why in found:
            self.stdout.write(f"! {name}: {why}")
        if found:
            raise CommandError("Stop the server, run `yarrow setup`, start the server.", returncode=1)
        self.stdout.write(f"{len(waiting)} migrations are waiting. The server may go on serving meanwhile.")
