"""`yarrow move-records --to postgres://…`: from the SQLite file into PostgreSQL, compared before it is done."""

import json
import subprocess
import sys
from argparse import ArgumentTypeError
from dataclasses import astuple
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from yarrow.methods.refusals import Fault, Refusal
from yarrow.vault.backups import swapping
from yarrow.vault.processes import surroundings
from yarrow.vault.rehousing import move, source

NEXT = """Everything is in PostgreSQL, and the same. Now:
1. Set YARROW_DATABASE to the same database with the application's role, and YARROW_DATABASE_OWNER to the address you
   moved to for `yarrow setup` and `yarrow backup` (docs/how-to/records-in-postgresql.md).
2. Run `yarrow setup`, then `yarrow serve`. Sign in, look around.
3. Take a backup: `yarrow backup` (earlier copies of the records go back into a file only).
4. Then delete {records} and its copies: who is erased from now on still stands there.
The keyring, the anchors and the app secret stay in {home}, as they are."""


def address(written: str) -> str:
    """An address of PostgreSQL, as YARROW_DATABASE takes it."""
    if not written.startswith(("postgres://", "postgresql://")):
        raise ArgumentTypeError("write postgres://NAME:PASSWORD@HOST/DATABASE")
    return written


def address_in(file: str) -> str:
    """The address that stands in a file."""
    try:
        return address(Path(file).read_text(encoding="utf-8").strip())
    except OSError as error:
        raise ArgumentTypeError(f"{file} can't be read: {error.strerror}") from None


class Command(BaseCommand):
    help = (
        "Move the records from the SQLite file into an empty PostgreSQL database, and compare every table. Stop the "
        "server first. Killed, it goes on when it is run again. The file is only read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument(
            "--to", type=address, metavar="ADDRESS", help="postgres://NAME:PASSWORD@HOST/DATABASE"
        )
        where.add_argument(
            "--to-file",
            type=address_in,
            metavar="FILE",
            dest="to",
            help="a file that holds the address, so that no list of processes shows the password",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """All is compared before the last lines say what to do next (status 1 if anything differs)."""
        if connection.vendor != "sqlite":
            raise CommandError("The records are in PostgreSQL already: YARROW_DATABASE says so.")
        records, home = Path(connection.settings_dict["NAME"]), Path(settings.HOME)
        if not records.exists():
            raise CommandError("There are no records here. Check YARROW_HOME.")
        try:
            with swapping.alone(home) as lock:
                status = self._in_a_child(options["to"], self._told(records), lock)
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        if status:
            raise CommandError("The records are where they were. Run it again when that is put right.")
        self.stdout.write(NEXT.format(records=records, home=home))

    def _told(self, records: Path) -> dict[str, Any]:
        """What the child can't know: its own records are the target."""
        source.check_version()
        trails = {str(project): [*map(astuple, broken)] for project, broken in move.trails_here().items()}
        connection.close()
        return {"records": str(records), "at": timezone.now().isoformat(), "trails": trails}

    def _in_a_child(self, target: str, told: dict[str, Any], lock: int) -> int:
        """Its words go on as they come; its status. It keeps the lock should this process be killed."""
        with subprocess.Popen(
            [sys.executable, "-m", "yarrow.vault.rehousing"],
            env=surroundings(YARROW_DATABASE=target, YARROW_DATABASE_OWNER=""),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            pass_fds=[lock],
        ) as child:
            stdin, stdout = child.stdin, child.stdout
            if stdin is None or stdout is None:
                raise Fault("a child without pipes")
            stdin.write(json.dumps(told))
            stdin.close()
            for line in stdout:
                self.stdout.write(line, ending="")
        return child.returncode
