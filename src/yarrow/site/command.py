"""The `yarrow` command: Django's management commands under the project's own name."""

import os
import sys
from pathlib import Path

from django.core.management import ManagementUtility

from yarrow.site import environment
from yarrow.vault.backups import swapping
from yarrow.vault.quiet import speak_quietly

# Django's own ways round the passphrase and the keys stay shut.
SHUT = {"changepassword", "createsuperuser", "dumpdata", "loaddata", "flush", "sqlflush"}


def main() -> None:
    """Run one command; refuse those that would go round the passphrase."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yarrow.site.settings")
    speak_quietly()
    # Files of the installation are for its own account alone.
    os.umask(0o077)
    if len(sys.argv) > 1 and sys.argv[1] in SHUT:
        sys.exit(
            f"yarrow has no command {sys.argv[1]!r}: passphrases are set by their owner, in the browser."
        )
    # Before anything is opened: a restore that was killed is brought to one of its two ends.
    swapping.finish(Path(environment.text("YARROW_HOME", default="var")).absolute())
    # Commands read `setup-code`; the modules behind them can't have a hyphen.
    name = [word if word.startswith("-") else word.replace("-", "_") for word in sys.argv[1:2]]
    ManagementUtility(["yarrow", *name, *sys.argv[2:]]).execute()


if __name__ == "__main__":
    main()
