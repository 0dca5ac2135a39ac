"""`yarrow serve`: serve the desk."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.wsgi import get_wsgi_application
from django.db import connection

from yarrow.alerts import tags
from yarrow.desk.serving import PortTaken, Server, has_sockets, next_free_port, served_by, settings_for
from yarrow.methods.refusals import Refusal
from yarrow.staff import setup_code
from yarrow.vault import owning
from yarrow.vault.startup import prepare_to_serve, waiting_migrations


class Command(BaseCommand):
    help = "Serve Yarrow. Put a proxy that speaks HTTPS in front of it, except on localhost."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen, and with how many processes."""
        parser.add_argument("--host", default="localhost", help="the name or address to listen on")
        parser.add_argument(
            "--port", type=int, default=8000, help="the next free one is taken when it is in use"
        )
        parser.add_argument(
            "--workers",
            type=int,
            default=min(os.cpu_count() or 1, 4) + 1,
            help="processes (default: cores + 1)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until stopped; refuses to start over a database that `yarrow setup` has not seen."""
        if waiting_migrations():
            raise CommandError("The database is not up to date. Run: yarrow setup")
        try:
            prepare_to_serve()
            tags.make()
            # Handed over by systemd, they stand while one server goes and the next one comes.
            at = "" if has_sockets() else self._begin(options["host"], options["port"])
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        except PortTaken as taken:
            raise CommandError(str(taken)) from None
        for risk in owning.risks(connection):
            self.stderr.write(f"! {risk}")
        connection.close()
        host, _colon, port = at.rpartition(":")
        settings = settings_for(host, int(port), options["workers"]) if at else served_by(options["workers"])
        Server(get_wsgi_application(), settings).run()

    def _begin(self, host: str, first: int) -> str:
        """Say where the site is, and with which code a new installation begins; host and port."""
        port = next_free_port(host, first)
        code = setup_code.for_first_run()
        if code:
            self.stdout.write(f"To begin, open http://{host}:{port}/setup/ and type this code: {code}")
        self.stdout.write(f"Yarrow is at http://{host}:{port}/  (stop with Ctrl+C)")
        return f"{host}:{port}"
