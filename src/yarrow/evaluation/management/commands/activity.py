"""`yarrow activity`: the activity table on the console."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yarrow.evaluation import report
from yarrow.evaluation.activity import apart_in, tables_of
from yarrow.evaluation.errors import NoSuchProject, WrongPeriod
from yarrow.methods.activity import DIMENSIONS, Period
from yarrow.methods.refusals import Refusal
from yarrow.staff.queries import project_of_code
from yarrow.vault import fence


class Command(BaseCommand):
    help = "Count people, contacts, things given and done in a period. True figures: not for sharing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Project, period, and how to break the figures down."""
        parser.add_argument("--project", required=True, metavar="CODE", help="the code of the project")
        parser.add_argument("--from", dest="from_on", required=True, metavar="DATE", help="like 2025-04-01")
        parser.add_argument("--to", dest="to_on", required=True, metavar="DATE", help="the last day counted")
        parser.add_argument(
            "--by",
            action="append",
            metavar="DIMENSIONS",
            help=f"one or several of {','.join(DIMENSIONS)}, joined by commas; may be repeated. Default: each",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plain fields only: no key is opened and nobody signs in."""
        try:
            period, bys = self._asked(options)
            project = project_of_code(options["project"])
            if project is None:
                raise NoSuchProject(f"There is no project with the code {options['project']!r} here.")
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        fence.enter(project.id)
        today = timezone.now().astimezone(project.zone).date()
        tables = tables_of(project, period, today, bys)
        apart = apart_in(project, period)
        if options["json"]:
            told = report.as_json(project.code, tables, apart)
            self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))
        else:
            self.stdout.write(report.as_text(project.code, tables, apart))

    def _asked(self, options: dict[str, Any]) -> tuple[Period, list[tuple[str, ...]]]:
        days = [self._day(options[name], flag) for name, flag in (("from_on", "--from"), ("to_on", "--to"))]
        if days[1] < days[0]:
            raise WrongPeriod("--to is before --from.")
        bys = [tuple(part.strip() for part in said.split(",")) for said in options["by"] or DIMENSIONS]
        for by in bys:
            if len(set(by)) != len(by) or not set(by) <= set(DIMENSIONS):
                raise WrongPeriod(f"--by takes {', '.join(DIMENSIONS)}, each once, joined by commas.")
        return Period(*days), bys

    def _day(self, text: str, flag: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise WrongPeriod(f"{flag} is {text!r}; write a day like 2025-04-01.") from None
