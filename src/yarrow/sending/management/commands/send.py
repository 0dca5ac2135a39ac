"""`yarrow send`: hand over the messages that are due, until it is told to stop."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yarrow.methods.refusals import Fault, Refusal
from yarrow.sending import sender
from yarrow.vault import startup, working


class Command(BaseCommand):
    help = (
        "Send what is armed: e-mail, SMS, web push. Runs until it is stopped; several may run at once on this "
        "machine. It holds the sender's own keys (YARROW_REACH_KEY) and nobody else's."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to stop when nothing is due."""
        parser.add_argument("--once", action="store_true", help="send what is due now, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        """Refuses to start over records that `yarrow setup` has not seen."""
        if startup.waiting_migrations():
            raise CommandError("The database is not up to date. Run: yarrow setup")
        try:
            startup.prepare_to_serve()
            n_sent = sender.send(working.only_work_here(), once=once)
        except (Refusal, Fault) as why:
            raise CommandError(str(why)) from None
        self.stdout.write(f"{n_sent} messages handed over.")
