"""`yarrow export`: everything of a project as CSV files with a schema and a codebook, in one ZIP."""

import os
import sys
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yarrow.methods.refusals import Refusal
from yarrow.staff.actions.exporting import export_project
from yarrow.staff.console import sign_in
from yarrow.staff.roles import ALL_COMPARTMENTS


class Command(BaseCommand):
    help = "Take everything of a project along: CSV files, a Data Package and a codebook in one ZIP."

    def add_arguments(self, parser: CommandParser) -> None:
        """The project, the file, and what is opened in it."""
        parser.add_argument("--project", required=True, metavar="CODE", help="the code of the project")
        parser.add_argument(
            "--out", required=True, metavar="FILE", help="the ZIP to write; never one that is there"
        )
        parser.add_argument("--email", default="", help="who takes it; asked for when left out")
        parser.add_argument(
            "--open",
            action="append",
            default=[],
            choices=ALL_COMPARTMENTS,
            metavar="COMPARTMENT",
            help="open sealed fields of this compartment in clear, like identity; may be repeated",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Passphrase and second factor as in the browser; progress goes to stderr."""
        at, email = timezone.now(), options["email"] or self._ask("E-mail: ")
        try:
            place, by = sign_in(
                project_code=options["project"],
                email=email,
                passphrase=getpass("Passphrase: ", sys.stderr),
                code=getpass("Code: ", sys.stderr),
                at=at,
            )
            parts = export_project(
                project=place.project,
                by=by,
                at=at,
                reason="console",
                compartments=options["open"],
                told=self._say,
            )
            n_bytes = _write(Path(options["out"]), parts)
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write(f"{options['out']}: {n_bytes} bytes.")

    def _ask(self, words: str) -> str:
        self.stderr.write(words, ending="")
        self.stderr.flush()
        return sys.stdin.readline().strip()

    def _say(self, table: str, done: int, total: int) -> None:
        """How far a table is."""
        line = f"{table}: {done} of {total}"
        still = done < total and self.stderr.isatty()
        self.stderr.write(f"\r{line}" if self.stderr.isatty() else line, ending="" if still else "\n")


def _write(path: Path, parts: Any) -> int:
    """The file, readable by its owner alone; a half-written one is taken away. How many bytes."""
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise CommandError(f"{path} can't be written: {error.strerror}.") from None
    try:
        with os.fdopen(opened, "wb") as file:
            return sum(file.write(part) for part in parts)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
