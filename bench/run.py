"""`make bench`: our pages against bare ones over the same database, in the same run, and what sealing costs.

A ratio says more than a time: both sides run on the same machine in the same minute. The bare peer is what anyone
would write first: one view, one query, one template, no sealing, no sign-in, no trail, no middleware. Both write to
a file and wait for the disk.
"""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Build the world in a temporary installation, measure, throw it away."""
    with tempfile.TemporaryDirectory(prefix="yarrow-bench-") as home:
        os.environ.update(YARROW_HOME=home, YARROW_HOSTS="localhost,testserver")
        os.environ["DJANGO_SETTINGS_MODULE"] = "yarrow.site.settings"
        sys.path[:0] = [str(ROOT), str(ROOT / "src")]
        import django

        django.setup()
        import measures
        from django.core.management import call_command

        call_command("setup")
        measures.measure()


if __name__ == "__main__":
    main()
