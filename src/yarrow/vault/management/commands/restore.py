"""`yarrow restore RECORDS KEYRING`: put a backup back, with whoever was erased since then erased again."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yarrow.methods.refusals import Refusal
from yarrow.vault import doctor
from yarrow.vault.backups import restoring

WORD = "REPLACE"


class Command(BaseCommand):
    help = "Put a backup back into an empty home, bring it up to date, erase again whoever was erased since."

    def add_arguments(self, parser: CommandParser) -> None:
        """The two archives; and what has to be said where they don't fit by themselves."""
        parser.add_argument("records", type=Path, help="the archive of the records")
        parser.add_argument(
            "keyring",
            type=Path,
            nargs="?",
            help="the newest archive of the keyring; left out: the one here stays",
        )
        parser.add_argument(
            "--anchors",
            type=Path,
            metavar="FILE",
            help="the copy of the anchor file that left this machine last",
        )
        parser.add_argument(
            "--over", action="store_true", help=f"replace what is here, after {WORD} is typed"
        )
        parser.add_argument(
            "--replay", action="store_true", help="erase again whom an older keyring does not know as erased"
        )
        parser.add_argument(
            "--unreadable",
            type=int,
            default=0,
            metavar="N",
            help="do without the keys of N subjects (default 0)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """All or nothing; then everything that is at risk, as `yarrow keys doctor` says it."""
        if options["over"] and not self._is_meant():
            raise CommandError("Nothing was changed.")
        names = ("records", "keyring", "anchors", "over", "replay", "unreadable")
        at = timezone.now()
        try:
            done = restoring.restore(restoring.Asked(**{name: options[name] for name in names}), at=at)
        except Refusal as refusal:
            raise CommandError(f"{refusal.message} Nothing was changed.") from None
        self.stdout.write(f"Restored the backup of {done.taken_at} (Yarrow {done.version}).")
        self.stdout.write(
            f"Erased again: {max(done.n_replayed, done.n_cleared)}. Unreadable: {done.n_unreadable}. "
            f"Shut out again: {done.n_shut_out}."
        )
        for line in (*done.warnings, *(f"! {risk.what}" for risk in doctor.risks(at))):
            self.stdout.write(line)

    def _is_meant(self) -> bool:
        self.stderr.write(f"Everything in this home is replaced. Type {WORD} to go on: ", ending="")
        self.stderr.flush()
        return sys.stdin.readline().strip() == WORD
