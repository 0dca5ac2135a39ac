"""What the doctor looks at where the server meets the world: names, the proxy, the static files."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from yarrow.vault.findings import Finding, examines

HERE = {"localhost", "127.0.0.1", "[::1]"}


def ready() -> None:
    """Register every look of this file."""
    examines("names and proxy", names)
    examines("static files", static_files)


def names(_at: datetime) -> Iterator[Finding]:
    """Under which names the site answers, and that HTTPS is in front of it."""
    hosts = set(settings.ALLOWED_HOSTS)
    if "*" in hosts or any(host.startswith(".") for host in hosts):
        yield Finding(
            "The site answers to any name.",
            "Links made for another site's name would be believed.",
            "Write the names themselves in YARROW_HOSTS.",
        )
    if hosts - HERE and settings.SECURE_PROXY_SSL_HEADER is None:
        yield Finding(
            "The site has a name of its own, and no proxy is said to stand in front.",
            "Without HTTPS nobody can sign in, and limits count everybody as one.",
            "Put a proxy in front and set YARROW_BEHIND_PROXY=yes.",
        )
    if not hosts - HERE:
        yield Finding(
            "The site is reached on this machine only.",
            "Nobody else can open it.",
            "Name it in YARROW_HOSTS.",
            "advice",
        )
    if settings.DEMO:
        yield Finding(
            "The invented project is switched on.",
            "Its passphrases are published.",
            "Take YARROW_DEMO away wherever real people are written down.",
        )


def static_files(_at: datetime) -> Iterator[Finding]:
    """Whether what the pages load was collected from this version."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    paths = json.loads(manifest.read_text(encoding="utf-8"))["paths"] if manifest.exists() else {}
    wanted = {path for finder in get_finders() for path, _storage in finder.list([])}
    if missing := wanted - set(paths):
        yield Finding(
            f"{len(missing)} files that pages load are not collected.",
            "Pages would fail, or look as they did before the update.",
            "yarrow setup",
        )
