"""`yarrow keys doctor | replay | sweep`: who holds what, what is at risk, and putting the keyring right."""

import json
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yarrow.methods.refusals import Refusal
from yarrow.staff import queries
from yarrow.vault import doctor, erasing, forgetting
from yarrow.vault.doctor import Risk


class Command(BaseCommand):
    help = (
        "Show who holds which keys and what is at risk; finish erasures; sweep keys that belong to nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One word says what to do."""
        whats = parser.add_subparsers(dest="what", required=True)
        examine = whats.add_parser(
            "doctor", help="who holds what, and what is at risk (status 1 if anything is)"
        )
        examine.add_argument("--json", action="store_true", help="print one JSON object")
        whats.add_parser("replay", help="erase again what the anchor file knows and the keyring forgot")
        whats.add_parser("sweep", help="delete keys that belong to nothing in the records")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the one chosen."""
        try:
            getattr(self, options["what"])(**options)
        except Refusal as refusal:
            raise CommandError(refusal.message) from None

    def doctor(self, **options: Any) -> None:
        """Print holders, algorithms and risks; ends with status 1 when something is at risk."""
        risks = doctor.risks(timezone.now())
        codes = queries.project_codes()
        if options["json"]:
            self.stdout.write(json.dumps(_report(risks, codes), indent=1, sort_keys=True))
        else:
            self._print(risks, codes)
        if risks:
            raise CommandError(f"{len(risks)} to put right", returncode=1)

    def replay(self, **options: Any) -> None:
        """Set the forgotten tombstones and finish every erasure."""
        n_forgotten = erasing.replay_tombstones(timezone.now())
        forgetting.catch_up(timezone.now())
        self.stdout.write(f"{n_forgotten} erasures replayed; none is left half done.")

    def sweep(self, **options: Any) -> None:
        """Delete orphan keys."""
        self.stdout.write(f"{erasing.sweep_orphans(timezone.now())} keys deleted.")

    def _print(self, risks: list[Risk], codes: dict[UUID, str]) -> None:
        for project_id in doctor.project_ids():
            self.stdout.write(f"Project {codes.get(project_id, project_id)}")
            for name, ids in doctor.holders(project_id).items():
                names = ", ".join(queries.holder_names(ids)) or "nobody"
                self.stdout.write(f"  {name}: {names}")
        for what, way in doctor.algorithms().items():
            self.stdout.write(f"{what}: {way}")
        for risk in risks:
            self.stdout.write(f"! {_where(risk, codes)}{risk.what}")
        if not risks:
            self.stdout.write("Nothing is at risk.")


def _where(risk: Risk, codes: dict[UUID, str]) -> str:
    return f"{codes.get(risk.project_id, risk.project_id)}: " if risk.project_id else ""


def _report(risks: list[Risk], codes: dict[UUID, str]) -> dict[str, Any]:
    held = {
        str(codes.get(project_id, project_id)): {
            name: queries.holder_names(ids) for name, ids in doctor.holders(project_id).items()
        }
        for project_id in doctor.project_ids()
    }
    return {
        "holders": held,
        "algorithms": doctor.algorithms(),
        "risks": [f"{_where(risk, codes)}{risk.what}" for risk in risks],
    }
