"""`yarrow import`: a spreadsheet on the console. The dry run reads the file and nothing else."""

import json
import sys
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yarrow.contacts.importing import actions
from yarrow.contacts.reading import Reading, figures, read_bytes
from yarrow.contacts.reading.limits import MAX_UPLOAD
from yarrow.contacts.reading.mapping import ABSENT, PRESENT
from yarrow.methods.refusals import Refusal
from yarrow.staff.console import sign_in

BAR = 30


class Command(BaseCommand):
    help = "Bring a spreadsheet into a project; with --dry-run only say what it holds."
    # The dry run works without a database, so nothing may look at one before the file is read.
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the project, and how to read and to say it."""
        parser.add_argument("file", metavar="FILE", help="a CSV file or an Excel workbook (.xlsx)")
        parser.add_argument("--project", required=True, metavar="CODE", help="the code of the project")
        parser.add_argument(
            "--dry-run", action="store_true", help="read the file alone: no sign-in, nothing is added"
        )
        parser.add_argument(
            "--json", action="store_true", help="one flat JSON object on stdout (it always is)"
        )
        parser.add_argument("--email", default="", help="who brings it; asked for when left out")
        parser.add_argument(
            "--month-first", action="store_true", help="3/4 is 4 March where the file doesn't say"
        )
        parser.add_argument(
            "--absence-words",
            choices=(PRESENT, ABSENT),
            default="",
            help="whether a register's marks such as n, 0 or absent count as present or mean absent; "
            "left out, what is remembered, else what the register's own totals say, else present",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Progress goes to stderr; stdout carries the figures alone."""
        path = Path(options["file"])
        try:
            content = self._content(path)
            if options["dry_run"]:
                self._figures(
                    read_bytes(path.name, content, progress=self._say, **self._choices(options)), {}
                )
            else:
                self._bring(path.name, content, options)
        except Refusal as refusal:
            raise CommandError(refusal.message) from None

    def _content(self, path: Path) -> bytes:
        """The file's bytes, one more than an import takes at most."""
        try:
            with path.open("rb") as file:
                return file.read(MAX_UPLOAD + 1)
        except OSError as error:
            raise CommandError(f"{path} can't be read: {error.strerror}.") from None

    def _bring(self, name: str, content: bytes, options: dict[str, Any]) -> None:
        """The same actions as in the browser, by a worker who shows passphrase and second factor."""
        at, email = timezone.now(), options["email"] or self._ask("E-mail: ")
        place, by = sign_in(
            project_code=options["project"],
            email=email,
            passphrase=getpass("Passphrase: ", sys.stderr),
            code=getpass("Code: ", sys.stderr),
            at=at,
        )
        who: dict[str, Any] = {"project": place.project, "by": by, "at": at}
        batch, reading = actions.start_import(**who, name=name, content=content, **self._choices(options))
        batch = actions.run_import(**who, batch=batch, reading=reading, told=self._say)
        added = {"people": batch.n_people, "sessions": batch.n_sessions, "contacts": batch.n_contacts}
        extra: dict[str, Any] = {f"added_{name}": n for name, n in added.items()}
        extra |= {"known_already": batch.n_known, "batch": str(batch.id)}
        listed = actions.not_taken(batch, by)
        self._figures(reading, {**extra, "not_taken": listed})

    def _choices(self, options: dict[str, Any]) -> dict[str, Any]:
        """How to read what the file itself leaves open."""
        return {"day_first": not options["month_first"], "absence_words": options["absence_words"]}

    def _ask(self, words: str) -> str:
        self.stderr.write(words, ending="")
        self.stderr.flush()
        return sys.stdin.readline().strip()

    def _say(self, done: int, total: int) -> None:
        """How far it is, on one line of a terminal or as lines of a log."""
        filled = BAR * done // max(1, total)
        line = f"[{'#' * filled}{'.' * (BAR - filled)}] {done} of {total}"
        self.stderr.write(
            f"\r{line}" if self.stderr.isatty() else line,
            ending="" if done < total and self.stderr.isatty() else "\n",
        )

    def _figures(self, reading: Reading, extra: dict[str, Any]) -> None:
        said = {**figures(reading), "warnings": list(reading.warnings), **extra}
        self.stdout.write(json.dumps(said, ensure_ascii=False))
