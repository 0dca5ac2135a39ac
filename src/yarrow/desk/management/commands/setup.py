"""`yarrow setup`: everything the server needs before it can serve."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from yarrow.methods.refusals import Refusal
from yarrow.vault import owning


class Command(BaseCommand):
    help = "Bring the database up to date, make the cache table, collect the static files. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run after installing and after every update, before `yarrow serve`."""
        try:
            self._make_tables()
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write("The database is up to date.")

    def _make_tables(self) -> None:
        """As the owner of the tables, where the records are in PostgreSQL; then the application's role is let in."""
        with owning.as_owner() as connection:
            owning.prepare(connection)
            owning.change_tables()
            owning.admit(connection)
