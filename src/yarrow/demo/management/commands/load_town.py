"""`yarrow load_town small|medium|large|all`: build the invented projects."""

import time
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from yarrow.demo import kept, loading
from yarrow.demo.scales import SCALES


class Command(BaseCommand):
    help = "Build invented projects through the same actions as real ones. Leaves those alone that are here."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which project."""
        parser.add_argument(
            "town", choices=[*SCALES, "all"], help="about 60, 230 or 1,100 people; or all three projects"
        )
        parser.add_argument(
            "--kept-in",
            default="",
            metavar="FOLDER",
            help="keep what is built here, and copy it from here when it was built today from the same source",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Progress goes to stderr, month by month."""
        codes = list(SCALES) if options["town"] == "all" else [options["town"]]
        now, started = timezone.now(), time.monotonic()
        keeps = bool(options["kept_in"]) and kept.is_possible() and kept.is_empty()
        town = kept.Kept(Path(options["kept_in"]), codes, loading.day_of(now)) if keeps else None
        if town is not None and town.take():
            self.stdout.write(f"The invented town is copied from {town.place}, where it was kept today.")
            return
        for code in codes:
            self._load(code, now)
        if town is not None:
            town.put()
        self.stdout.write(f"The invented town is ready ({time.monotonic() - started:.0f} s).")

    def _load(self, code: str, now: datetime) -> None:
        if loading.is_loaded(SCALES[code]):
            self.stdout.write(f"The invented project `{code}` is here already.")
            return
        started = time.monotonic()
        loading.load(SCALES[code], now, lambda words: self.stderr.write(f"{code}: {words}"))
        self.stdout.write(f"The invented project `{code}` is built ({time.monotonic() - started:.0f} s).")
