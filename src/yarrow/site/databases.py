"""One setting chooses the home of the records: a file, or PostgreSQL."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# secure_delete, foreign_keys and recursive_triggers hold per connection, so every connection sets them.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
    "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;"
)


def owner_of(url: str, records: dict[str, Any], home: Path) -> dict[str, Any]:
    """The entry by which the owner of the tables connects, from YARROW_DATABASE_OWNER; empty where there is none.

    A file has no owner but its own account.
    """
    if not url or records["ENGINE"].endswith("sqlite3"):
        return {}
    owner = database(url, home)
    if (owner["ENGINE"], owner["NAME"]) != (records["ENGINE"], records["NAME"]) or not records["USER"]:
        raise ImproperlyConfigured(
            "YARROW_DATABASE_OWNER and YARROW_DATABASE must name the same PostgreSQL database, by two roles."
        )
    return owner


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's DATABASES entry for `url`: empty (a file in `home`), `sqlite:///PATH` or `postgres://…`."""
    parts = urlsplit(url)
    if not url or parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(Path(unquote(parts.path)) if url else home / "records.sqlite3"),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
            # A connection that is opened for each page begins with an empty cache.
            "CONN_MAX_AGE": 60,
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "yarrow.vault.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
        }
    raise ImproperlyConfigured(
        "YARROW_DATABASE must be empty (a file), sqlite:///PATH or postgres://USER:PASSWORD@HOST/NAME."
    )
