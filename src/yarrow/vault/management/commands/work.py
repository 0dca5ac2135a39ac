"""`yarrow work`: carry out what is due, day after day, until it is told to stop."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yarrow.methods.refusals import Refusal
from yarrow.vault import startup, working


class Command(BaseCommand):
    help = (
        "Do what is due by itself: anchors, retention, orphaned keys, backups. Runs until it is stopped; "
        "several may run at once. It holds no key and opens nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to stop when nothing is due."""
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        """Refuses to start over records that `yarrow setup` has not seen."""
        if startup.waiting_migrations():
            raise CommandError("The database is not up to date. Run: yarrow setup")
        try:
            startup.prepare_to_serve()
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        n_done = working.work(working.only_work_here(), once=once)
        self.stdout.write(f"{n_done} jobs done.")
