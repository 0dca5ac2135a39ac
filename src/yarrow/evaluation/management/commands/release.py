"""`yarrow release TABLE`: propose a table on the console, and publish it with --publish."""

import sys
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yarrow.evaluation import actions
from yarrow.evaluation.models import Release
from yarrow.evaluation.on_console import TABLES, Found, Table
from yarrow.evaluation.outputs import OUTPUTS
from yarrow.evaluation.return_paper import paper_of
from yarrow.methods.breakdowns import ROWS_BY
from yarrow.methods.referral_gate import CAME
from yarrow.methods.referral_gate import ROWS_BY as REFERRALS_BY
from yarrow.methods.refusals import Refusal
from yarrow.methods.reported import ROWS_BY as REPORTS_BY
from yarrow.staff.console import sign_in


class Command(BaseCommand):
    help = "Propose a release and write it as it would leave; with --publish let it leave."

    def add_arguments(self, parser: CommandParser) -> None:
        """What, of which project and months, how written, and whether it leaves."""
        tables = "; ".join(f"{name}: {table.about}" for name, table in TABLES.items())
        parser.add_argument("table", choices=[*TABLES], help=f"which table. {tables}")
        parser.add_argument("--project", required=True, metavar="CODE", help="the code of the project")
        parser.add_argument(
            "--from", dest="from_on", metavar="DATE", help="first of a month; a survey has its own days"
        )
        parser.add_argument("--to", dest="to_on", metavar="DATE", help="last day of a month")
        rows, onward = ", ".join(ROWS_BY), ", ".join(REFERRALS_BY[CAME])
        parser.add_argument(
            "--by",
            metavar="ROWS",
            help=f"activity: up to two of {rows}, or none (default month); referrals: one of {onward}; "
            f"reports: one of {', '.join(REPORTS_BY)}; "
            "survey: a question",
        )
        parser.add_argument(
            "--counts",
            help="activity: met, people (also new and known before), given or done; distance: moved or needs; "
            "referrals: came, short or gaps; the first when left out",
        )
        parser.add_argument("--rater", help="distance: who said it (default self)")
        parser.add_argument("--survey", metavar="ID", help="survey: which one, by its id")
        parser.add_argument(
            "--only",
            action="append",
            default=[],
            metavar="DIMENSION=CODE",
            help="keep one value; repeatable. distance: domain=; survey: question=",
        )
        parser.add_argument("--format", choices=[*OUTPUTS], default="csv", help="how it is written")
        parser.add_argument("--out", metavar="FILE", help="where to, with --publish; stdout when left out")
        parser.add_argument(
            "--publish", action="store_true", help="let it leave; else it stays proposed, and is only shown"
        )
        parser.add_argument("--email", default="", help="who does it; asked for when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """A worker signs in with passphrase and code; words go to stderr, stdout carries the release alone."""
        if options["out"] and not options["publish"]:
            raise CommandError("Only what is published leaves as a file: add --publish, or leave --out away.")
        try:
            table = TABLES[options["table"]]
            # What was asked is read before a passphrase is.
            release = self._release(table, table.reads(options), options)
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        written, _content_type = OUTPUTS[options["format"]]
        self._write(written(paper_of(release.project, release)), options["out"])
        words = f"Release {release.number} is {release.get_state_display()}."
        if release.is_coarser and options["table"] == "activity":
            words += f" By {','.join(release.asked_by)} it would be mostly hidden figures, so it is coarser."
        self.stderr.write(words)

    def _release(self, table: Table, found: Found, options: dict[str, Any]) -> Release:
        at = timezone.now()
        place, by = sign_in(
            project_code=options["project"],
            email=options["email"] or self._ask("E-mail: "),
            passphrase=getpass("Passphrase: ", sys.stderr),
            code=getpass("Code: ", sys.stderr),
            at=at,
        )
        about: dict[str, Any] = {"project": place.project, "by": by, "at": at}
        wanted = found(place.project, at.astimezone(place.project.zone).date())
        release = table.proposes(**about, wanted=wanted)
        return actions.publish_release(**about, release=release) if options["publish"] else release

    def _write(self, content: bytes, path: str | None) -> None:
        if path is None:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
            return
        try:
            Path(path).write_bytes(content)
        except OSError as error:
            raise CommandError(f"{path} can't be written: {error.strerror}.") from None

    def _ask(self, words: str) -> str:
        self.stderr.write(words, ending="")
        self.stderr.flush()
        return sys.stdin.readline().strip()
