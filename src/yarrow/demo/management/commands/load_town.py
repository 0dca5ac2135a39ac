"""`yarrow load_town small`: build the invented project."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from yarrow.demo import loading


class Command(BaseCommand):
    help = "Build the invented project through the same actions as a real one. Leaves an existing one alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which town; there is one so far."""
        parser.add_argument("town", choices=["small"], help="which town to build")

    def handle(self, *args: Any, **options: Any) -> None:
        """Progress goes to stderr, month by month."""
        if loading.is_loaded():
            self.stdout.write("The invented project `small` is here already.")
            return
        started = time.monotonic()
        loading.load_small(timezone.now(), lambda words: self.stderr.write(words))
        self.stdout.write(f"The invented project `small` is built ({time.monotonic() - started:.0f} s).")
