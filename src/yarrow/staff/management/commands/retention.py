"""`yarrow retention`: carry out what is past its clock. Run it daily; `--dry-run` says what it would do, and when."""

from argparse import ArgumentParser
from collections import Counter
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yarrow.staff import queries
from yarrow.vault import clock
from yarrow.vault.retention import RULES

AHEAD = timedelta(days=30)


class Command(BaseCommand):
    help = (
        "Reduce to counts, delete, prune or drop what is past its retention clock. Run daily; it holds no key, and "
        "run again it goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="change nothing: say what is due now and in the next 30 days",
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """One line for each day, project and rule. Status 1 when something due could not be carried out."""
        now = timezone.now()
        if dry_run:
            self._say(list(clock.due(now + AHEAD)), "nothing is due in the next 30 days", "would be")
            return
        ran = clock.run(now)
        self._say(ran.done, "nothing was due", "done:")
        if ran.left:
            self._say(ran.left, "", "left:")
            raise CommandError(f"{len(ran.left)} could not be carried out now", returncode=1)

    def _say(self, steps: list[clock.Step], nothing: str, begins: str) -> None:
        codes = queries.project_codes()
        counted: Counter[tuple[str, str, str]] = Counter()
        for step in steps:
            where = codes.get(step.project_id, "installation") if step.project_id else "installation"
            counted[(step.on.isoformat(), where, step.rule)] += step.n
        for (day, where, rule), n in sorted(counted.items()):
            self.stdout.write(f"{day} {where}: {rule}, {n} {begins} {RULES[rule].what_happens}")
        if not counted and nothing:
            self.stdout.write(nothing)
