"""`yarrow doctor`: look at everything that keeps an installation safe and running, and say what to do."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from yarrow.staff import queries
from yarrow.vault import findings
from yarrow.vault.findings import Finding


class Command(BaseCommand):
    help = (
        "Look at the machine, the files, the records, keys, jobs, backups and the proxy, and say what to put right "
        "(status 1 if anything is wrong)."
    )
    # What they would stop at is told with everything else.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """For people, or for a program that watches."""
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each matter; three for each finding: what, why, what to do."""
        found = findings.examine(timezone.now())
        codes = _codes()
        if options["json"]:
            said = {name: [_plainly(each, codes) for each in those] for name, those in sorted(found.items())}
            self.stdout.write(json.dumps(said, indent=1, sort_keys=True))
        else:
            self._print(found, codes)
        n_wrong = sum(each.weight == "wrong" for those in found.values() for each in those)
        if n_wrong:
            raise CommandError(f"{n_wrong} to put right", returncode=1)

    def _print(self, found: dict[str, list[Finding]], codes: dict[Any, str]) -> None:
        for name, those in found.items():
            if not those:
                self.stdout.write(f"  {name}: well")
            for each in those:
                sign = "!" if each.weight == "wrong" else "-"
                where = f" {codes.get(each.project_id, each.project_id)}:" if each.project_id else ""
                self.stdout.write(f"{sign} {name}:{where} {each.what}")
                self.stdout.write(f"    Why: {each.why}")
                self.stdout.write(f"    Do: {each.todo}")


def _codes() -> dict[Any, str]:
    """Codes of projects; none where the records can't be read, which is found anyway."""
    try:
        return dict(queries.project_codes())
    except DatabaseError:
        return {}


def _plainly(finding: Finding, codes: dict[Any, str]) -> dict[str, Any]:
    project = codes.get(finding.project_id, str(finding.project_id)) if finding.project_id else None
    return {**asdict(finding), "project_id": project}
