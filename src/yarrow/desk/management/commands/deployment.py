"""`yarrow deployment FOLDER`: write the files that a server needs around Yarrow."""

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yarrow.desk import deploying
from yarrow.methods.refusals import Refusal


class Command(BaseCommand):
    help = (
        "Write the files of a deployment into a new folder: sites for nginx and Caddy, systemd units, settings of the "
        "journal, the script that copies backups away. Nothing of the machine is changed."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """What the files say about this machine."""
        parser.add_argument("folder", type=Path, help="a new folder for the files")
        parser.add_argument("--host", required=True, help="the name under which the site is reached")
        for name, default, words in (
            ("home", "/srv/yarrow", "the folder of the installation"),
            ("account", "yarrow", "the account that runs it"),
            ("proxy", "www-data", "the group of the proxy (Debian's nginx: www-data, Caddy: caddy)"),
            ("records-copies", "/mnt/records-copies", "the folder for copies of the records"),
            ("keyring-copies", "/mnt/keyring-copies", "the folder for copies of the keyring"),
        ):
            parser.add_argument(f"--{name}", default=default, help=f"{words} (default: {default})")
        parser.add_argument("--program", help="where this command lies (default: the one that is running)")
        parser.add_argument("--workers", type=int, help="processes of the web server (default: cores + 1)")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Says which files were written."""
        names = ("host", "home", "account", "proxy", "records_copies", "keyring_copies")
        gaps = {
            **{name: options[name] for name in names},
            "program": options["program"] or str(Path(sys.argv[0]).absolute()),
            "workers": str(options["workers"] or min(os.cpu_count() or 1, 4) + 1),
        }
        try:
            written = deploying.write(folder, deploying.filled(**gaps))
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        for path in written:
            self.stdout.write(str(path))
        self.stdout.write("Where each goes stands in its first line and in docs/how-to/run-a-server.md.")
