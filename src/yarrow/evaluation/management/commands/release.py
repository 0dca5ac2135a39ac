"""`yarrow release activity`: propose a table on the console, and publish it with --publish."""

import sys
from datetime import date
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yarrow.evaluation import actions
from yarrow.evaluation.errors import WrongPeriod
from yarrow.evaluation.models import Release
from yarrow.evaluation.outputs import OUTPUTS
from yarrow.evaluation.releasing import Wanted
from yarrow.evaluation.return_paper import paper_of
from yarrow.methods.activity import DIMENSIONS, Period
from yarrow.methods.breakdowns import ROWS_BY, STRETCHES
from yarrow.methods.refusals import Refusal
from yarrow.staff.console import sign_in


class Command(BaseCommand):
    help = "Propose a release and write it as it would leave; with --publish let it leave."

    def add_arguments(self, parser: CommandParser) -> None:
        """What, of which project and months, how written, and whether it leaves."""
        parser.add_argument("table", choices=["activity"], help="which table: activity")
        parser.add_argument("--project", required=True, metavar="CODE", help="the code of the project")
        parser.add_argument("--from", dest="from_on", required=True, metavar="DATE", help="first of a month")
        parser.add_argument("--to", dest="to_on", required=True, metavar="DATE", help="last day of a month")
        rows = ", ".join(ROWS_BY)
        parser.add_argument(
            "--by", default="month", metavar="ROWS", help=f"up to two of {rows}, or none (default month)"
        )
        parser.add_argument(
            "--counts",
            choices=["met", "people", "given", "done"],
            default="met",
            help="contacts and people met; people, also new and known before; things given or done",
        )
        parser.add_argument(
            "--only", action="append", default=[], metavar="DIMENSION=CODE", help="keep one value; repeatable"
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
            wanted = self._wanted(options)
            release = self._release(wanted, options)
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        written, _content_type = OUTPUTS[options["format"]]
        self._write(written(paper_of(release.project, release)), options["out"])
        words = f"Release {release.number} is {release.get_state_display()}."
        if release.is_coarser:
            words += f" By {','.join(release.asked_by)} it would be mostly hidden figures, so it is coarser."
        self.stderr.write(words)

    def _release(self, wanted: Wanted, options: dict[str, Any]) -> Release:
        at = timezone.now()
        place, by = sign_in(
            project_code=options["project"],
            email=options["email"] or self._ask("E-mail: "),
            passphrase=getpass("Passphrase: ", sys.stderr),
            code=getpass("Code: ", sys.stderr),
            at=at,
        )
        about: dict[str, Any] = {"project": place.project, "by": by, "at": at}
        release = actions.propose_release(**about, wanted=wanted)
        return actions.publish_release(**about, release=release) if options["publish"] else release

    def _wanted(self, options: dict[str, Any]) -> Wanted:
        by = tuple(part.strip() for part in options["by"].split(",") if part.strip() not in ("", "none"))
        times = [name for name in by if name in STRETCHES]
        if len(set(by)) != len(by) or not set(by) <= set(ROWS_BY) or len(by) > 2 or len(times) > 1:
            raise WrongPeriod(f"--by takes none, or up to two of {', '.join(ROWS_BY)}; times only once.")
        days = [self._day(options[name], flag) for name, flag in (("from_on", "--from"), ("to_on", "--to"))]
        if days[1] < days[0]:
            raise WrongPeriod("--to is before --from.")
        return Wanted(Period(*days), by, options["counts"], self._only(options["only"]))

    def _only(self, said: list[str]) -> tuple[tuple[str, str], ...]:
        pairs = [(name, value) for name, _is, value in (one.partition("=") for one in said)]
        names = [name for name, _value in pairs]
        if len(set(names)) != len(names) or not set(names) <= set(DIMENSIONS) - {"month"}:
            raise WrongPeriod("--only takes kind, zone, gender or setting, each once, like zone=harbour.")
        return tuple(sorted(pairs))

    def _day(self, text: str, flag: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise WrongPeriod(f"{flag} is {text!r}; write a day like 2025-04-01.") from None

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
