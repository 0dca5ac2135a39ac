"""`yarrow verify-trail`: walk every trail against itself and the anchor file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yarrow.methods.refusals import Fault
from yarrow.staff import queries
from yarrow.vault import anchors


class Command(BaseCommand):
    help = "Check that no trail row was changed, cut off or rewritten (status 1 if one was)."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each project; every broken place by its row number."""
        codes, n_broken = queries.project_codes(), 0
        try:
            for project_id in anchors.projects():
                breaks = anchors.verify(project_id)
                n_broken += len(breaks)
                said = "; ".join(f"row {each.n} {each.what}" for each in breaks) or "whole"
                self.stdout.write(f"{codes.get(project_id, project_id)}: {said}")
        except Fault as fault:
            raise CommandError(str(fault)) from None
        if n_broken:
            raise CommandError(f"{n_broken} places are not what was written", returncode=1)
