"""`yarrow backup RECORDS KEYRING`: two archives in two folders, while the server runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yarrow.methods.refusals import Refusal
from yarrow.vault.backups import taking


class Command(BaseCommand):
    help = (
        "Copy the records into one folder and the keyring into another, and delete old copies of the keyring."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Two folders, and how long a copy of the keyring is kept."""
        parser.add_argument("records", type=Path, help="the folder for copies of the records")
        parser.add_argument(
            "keyring",
            type=Path,
            help="the folder for copies of the keyring, on another disk, not beside the first",
        )
        parser.add_argument(
            "--keep-days",
            type=int,
            default=taking.KEEP_DAYS,
            help=f"copies of the keyring older than this are deleted, at most {taking.MOST_DAYS}",
        )
        parser.add_argument(
            "--same-disk",
            action="store_true",
            help="take two folders of one disk; move one copy away at once",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Says which files were written and which deleted."""
        try:
            taken = taking.take(
                options["records"],
                options["keyring"],
                at=timezone.now(),
                keep_days=options["keep_days"],
                same_disk=options["same_disk"],
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        except OSError as error:
            raise CommandError(f"A copy can't be written: {error.strerror}. Nothing was deleted.") from None
        self.stdout.write(f"Records: {taken.records}")
        self.stdout.write(f"Keyring: {taken.keyring}")
        for path in taken.deleted:
            self.stdout.write(f"Deleted, older than {options['keep_days']} days: {path.name}")
