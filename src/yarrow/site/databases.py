"""One setting chooses the home of the records: a file, or PostgreSQL."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# secure_delete, foreign_keys and recursive_triggers hold per connection, so every connection sets them.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
    "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;"
)
# Seconds and times (one in milliseconds): a server that is gone without a word is given up before people give up.
# All of it is this side's own, since a pooler takes no settings of the server's. Who only reads is passed over.
PATIENCE = {
    "connect_timeout": "5",
    "tcp_user_timeout": "20000",
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "target_session_attrs": "read-write",
}
PLACE = re.compile(r"(?P<host>\[[^\]]+\]|[^:]*)(?::(?P<port>\d+))?")


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
        host, port = _places(parts.netloc.rpartition("@")[2])
        return {
            "ENGINE": "yarrow.vault.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": host,
            "PORT": port,
            "OPTIONS": {**PATIENCE, **dict(parse_qsl(parts.query))},
            # Looked at before each page, it may stay: where the first of several servers is gone without a word, a new
            # one takes the whole patience.
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(
        "YARROW_DATABASE must be empty (a file), sqlite:///PATH or postgres://USER:PASSWORD@HOST/NAME."
    )


def _places(named: str) -> tuple[str, str]:
    """(hosts, ports) of HOST[:PORT][,HOST[:PORT] …], each as libpq reads a list; no port where none is named."""
    found = [PLACE.fullmatch(place) for place in named.split(",")]
    if not all(found):
        raise ImproperlyConfigured(
            "YARROW_DATABASE names its servers as HOST, HOST:PORT or HOST:PORT,HOST:PORT."
        )
    hosts = [unquote(place["host"]).strip("[]") for place in found if place]
    ports = [place["port"] or "" for place in found if place]
    return ",".join(hosts), ",".join(ports) if any(ports) else ""
