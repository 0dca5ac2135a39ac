"""The `yarrow` command as on another day: YARROW_TEST_DAY days from now. Imported first, it sets the clock."""

import os
from datetime import datetime, timedelta

from django.utils import timezone

AHEAD = timedelta(days=int(os.environ.get("YARROW_TEST_DAY", "0")))
_now = timezone.now


def now() -> datetime:
    """The instant, so many days later."""
    return _now() + AHEAD


# Before any module of ours or of Django's takes it over.
timezone.now = now

from yarrow.site.command import main  # noqa: E402

if __name__ == "__main__":
    main()
