"""What the doctor looks at in PostgreSQL itself: whether what it calls saved is there after it fell over."""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from yarrow.vault.findings import Finding, examines

ON = ("fsync", "full_page_writes", "synchronous_commit")
FOLLOWS = "synchronous_standby_names"
GUIDE = "docs/how-to/records-in-postgresql.md"


def ready() -> None:
    """Register the look of this file."""
    examines("PostgreSQL", lasting)


def lasting(_at: datetime) -> Iterator[Finding]:
    """A commit is on the disk before it is told; where several servers are named, on the disk of another one too."""
    if connection.vendor != "postgresql":
        return
    for name in ON:
        if _setting(name) == "off":
            yield Finding(
                f"PostgreSQL runs with {name} off.",
                "After a crash, what people were told is saved may be gone, or broken.",
                f"Set {name} = on in its configuration, and reload it.",
            )
    if "," in connection.settings_dict["HOST"] and not _waits_for_another():
        yield Finding(
            "Several servers of PostgreSQL are named, and the one that is used waits for no other.",
            "When another one takes over, what people were told is saved may not be there.",
            f"Set {FOLLOWS} on it, with a server that follows: {GUIDE}.",
        )


def _waits_for_another() -> bool:
    return bool(_setting(FOLLOWS)) and _setting("synchronous_commit") != "local"


def _setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [name])
        return str(cursor.fetchone()[0])
