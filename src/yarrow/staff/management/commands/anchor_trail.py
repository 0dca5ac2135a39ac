"""`yarrow anchor-trail`: write the end of every trail to the anchor file. Run it daily and copy the file away."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from yarrow.vault import anchors


class Command(BaseCommand):
    help = "Write the end of every project's trail to the anchor file. Run daily; copy the file off this machine."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each project."""
        n_projects = anchors.anchor_trails(timezone.now())
        self.stdout.write(f"{n_projects} trails anchored in {settings.ANCHORS}")
