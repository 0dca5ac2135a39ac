"""`yarrow load_town small|medium|large|all`: build the invented projects."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from yarrow.demo import loading
from yarrow.demo.scales import SCALES


class Command(BaseCommand):
    help = "Build invented projects through the same actions as real ones. Leaves those alone that are here."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which project."""
        parser.add_argument(
            "town", choices=[*SCALES, "all"], help="about 60, 230 or 1,100 people; or all three projects"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Progress goes to stderr, month by month."""
        wanted = list(SCALES) if options["town"] == "all" else [options["town"]]
        for code in wanted:
            if loading.is_loaded(SCALES[code]):
                self.stdout.write(f"The invented project `{code}` is here already.")
                continue
            started = time.monotonic()
            loading.load(SCALES[code], timezone.now(), lambda words: self.stderr.write(words))
            self.stdout.write(f"The invented project `{code}` is built ({time.monotonic() - started:.0f} s).")
