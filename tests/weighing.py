"""What a page weighs whole: its HTML and every style, script and picture it names, each gzipped, in bytes."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders

NAMED = re.compile(r'(?:src|href)="(/static/[^"]+)"')
IMPORTED = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+)["']""")


def weigh(page: bytes) -> dict[str, int]:
    """ "HTML" and each file → bytes gzipped. Raises LookupError for a file that is not there."""
    found = {"HTML": packed(page)}
    names = list(
        dict.fromkeys(urlsplit(name).path.removeprefix("/static/") for name in NAMED.findall(page.decode()))
    )
    while names:
        name = names.pop(0)
        if name in found:
            continue
        content = _file(name)
        found[name] = packed(content)
        if name.endswith(".js"):
            names += [f"{Path(name).parent}/{other}" for other in IMPORTED.findall(content.decode())]
    return found


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def _file(name: str) -> bytes:
    place = finders.find(name) or finders.find(re.sub(r"\.[0-9a-f]{12}(\.\w+)$", r"\1", name))
    if place is None:
        raise LookupError(f"the page names {name}, which is not there: build the front end")
    return Path(place).read_bytes()
